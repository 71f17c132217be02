#ifndef SERVICE_FOUND_COMPANY_H
#define SERVICE_FOUND_COMPANY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"

/*
 * What a database needs before anybody can work with it: settings, a division, people
 * who may sign in, a program that may call in. All of these run inside the caller's
 * transaction, on rows that nobody else sees yet.
 */
struct company {
    const char *name;
    const char *currency; /* figures across currencies are in this one */
    bool demo;
    int64_t now_us;
};

enum err found_settings(struct db *db, struct arena *a, const struct company *c);

/* The one division of a company that begins empty. */
enum err found_division(struct db *db, const char *code, const struct company *c);

/* A user without a password; found_login gives it one. */
enum err found_user(struct db *db, const char *email, const char *name,
    const char *role, const struct company *c);

struct login {
    const char *email, *password;
    const char *totp_secret; /* NULL: without second factor */
};

/* A random password for a user there is, and with totp a second factor. */
enum err found_login(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *email, bool totp,
    struct login *out);

/* An account of the portal for a contact of a customer, who may say who else comes in.
 */
enum err found_person(struct db *db, struct arena *a, uint64_t customer_id,
    uint64_t contact_id, int64_t now_us, struct login *out);

/* An HS256 client that may read and write everything; *secret signs its tokens. */
enum err found_client(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *id, const char *name,
    int64_t now_us, const char **secret);

#endif
