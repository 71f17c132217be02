#ifndef SERVICE_PERSON_SESSION_H
#define SERVICE_PERSON_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/* A person comes in: how, and with what. */
struct person_entry {
    uint64_t person_id;
    const char *via; /* "password", "code", "passkey", "invitation" */
    bool mfa;        /* with a second factor, or a passkey that is one */
    const char *user_agent;
};

/*
 * Opens a session that names the customer he looked at last, else the first by name.
 * Inside the caller's transaction, which is then what makes it true.
 * ERR_NOT_FOUND  he belongs to no customer (any more)
 */
enum err open_person_session(struct db *db, struct arena *a, const struct actor *by,
    const struct person_entry *in, const struct session_secrets *s);

/* The session names another customer of his from here on. Inside a transaction.
 * ERR_NOT_FOUND  it is none of his */
enum err switch_customer(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t *session, uint64_t person_id, uint64_t customer_id);

/* "person:7", as actor_id names him. */
const char *person_actor_id(struct arena *a, uint64_t person_id);

#endif
