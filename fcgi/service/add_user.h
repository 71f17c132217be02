#ifndef SERVICE_ADD_USER_H
#define SERVICE_ADD_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"

enum { USER_PASSWORD__MIN = 12, USER_DIVISIONS__MAX = 200 };

/* A member of staff. */
struct user_in {
    const char *email, *name;
    const char *role;             /* see check_staff_role */
    const char *language;         /* NULL: en */
    const char *password;         /* NULL: a random one is made */
    bool totp;                    /* with a second factor; admins always have one */
    const char *const *divisions; /* codes; none: sees all of them */
    size_t divisions_n;
    const uint8_t *master; /* the installation's key */
};

struct user_added {
    uint64_t id;
    const char *password;    /* the random one, else NULL; kept nowhere else */
    const char *totp_secret; /* base32, NULL without second factor */
    const char *totp_uri;    /* for the QR code */
};

/*
 * ERR_INVALID   f says what is wrong
 * ERR_CONFLICT  somebody has that e-mail address
 */
enum err add_user(struct db *db, struct arena *a, const struct actor *by,
    const struct user_in *in, struct faults *f, struct user_added *out);

/* A fault at /password when it is too short or too long. */
void user_check_password(const char *password, struct faults *f);

#endif
