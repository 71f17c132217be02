#ifndef SERVICE_PASSKEYS_H
#define SERVICE_PASSKEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/webauthn.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/*
 * Passkeys of people at customers. A challenge is asked once and answered once, within
 * PASSKEY_ASK_S; whoever signs in by a passkey that has seen its owner needs no second
 * factor besides.
 */
enum { PASSKEY_ASK_S = 300, PASSKEYS__MAX = 20 };

/* A challenge for who registers (person_id), or for anybody who signs in (0). */
enum err ask_passkey(
    struct db *db, struct arena *a, uint64_t person_id, const char **challenge);

struct passkey_new {
    uint64_t person_id;
    const uint8_t *session; /* stays; the person's others end */
    const char *name;
    struct webauthn_bytes client_data, auth_data;
};

/*
 * ERR_DENIED    the answer is forged, replayed, late or of another site; the log says
 * ERR_CONFLICT  the key is registered already, or there are PASSKEYS__MAX
 */
enum err add_passkey(struct db *db, struct arena *a, const struct actor *by,
    const struct webauthn_site *site, const struct passkey_new *in, uint64_t *id);

/* The person's other sessions end. ERR_NOT_FOUND  none of his */
enum err remove_passkey(struct db *db, struct arena *a, const struct actor *by,
    uint64_t person_id, const uint8_t *session, uint64_t id);

/* Whether a password or a code by mail alone lets him in while he has a passkey.
 * ERR_CONFLICT  he has none */
enum err demand_passkey(struct db *db, struct arena *a, const struct actor *by,
    uint64_t person_id, const uint8_t *session, bool needed);

struct passkey_answer {
    struct webauthn_bytes id, client_data, auth_data, signature;
    const char *user_agent;
    const uint8_t *csrf_key;
};

/*
 * Signs the key's person in.
 * ERR_DENIED  unknown, forged, replayed, late, of another site, or copied (its counter
 *             went back); the log says which
 * ERR_LIMIT   too many wrong ones from this address; *retry_after_s
 */
enum err sign_in_by_passkey(struct db *db, struct arena *a, const struct actor *by,
    const struct webauthn_site *site, const struct passkey_answer *in,
    struct session_secrets *session, int64_t *retry_after_s);

#endif
