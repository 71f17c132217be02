#ifndef SERVICE_SIGN_IN_H
#define SERVICE_SIGN_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/*
 * Staff, and people at customers, sign in with e-mail, password and, when they have
 * one, the code of their second factor (or one of the recovery codes that stand for
 * it); a person may give a code that came by mail instead of the password. Tries are
 * counted by address and by e-mail before anything is compared; an unknown e-mail takes
 * as long as a wrong password and answers the same.
 */
struct sign_in {
    bool portal; /* a person at customers; else staff */
    const char *email;
    const char *password;  /* NULL: mail_code */
    const char *mail_code; /* of a person; NULL: password */
    const char *code;      /* NULL: none given */
    const char *user_agent;
    const uint8_t *master; /* the installation's key */
    const uint8_t *csrf_key;
};

enum sign_in_fault {
    SIGN_IN_WRONG,        /* no such user, switched off, or not the password */
    SIGN_IN_NEED_CODE,    /* the password is right, a code is needed */
    SIGN_IN_NEED_PASSKEY, /* of a person who demands it; the proof is right */
    SIGN_IN_BAD_CODE,     /* wrong, or used before */
    SIGN_IN_TOO_OFTEN     /* retry_after_s says when to try again */
};

struct signed_in {
    enum sign_in_fault fault; /* of ERR_DENIED and ERR_LIMIT */
    int64_t retry_after_s;
    uint64_t user_id; /* of a person: person.id */
    const char *name, *email, *role;
    bool mfa;
    struct session_secrets session;
};

/* ERR_DENIED, ERR_LIMIT: see fault. */
enum err sign_in(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, struct signed_in *out);

#endif
