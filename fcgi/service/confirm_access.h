#ifndef SERVICE_CONFIRM_ACCESS_H
#define SERVICE_CONFIRM_ACCESS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/*
 * A customer's contact follows a link. Looking at it consumes nothing, so a mail
 * scanner does no harm; confirming opens a session, as often as the link lives. Tries
 * with links that do not exist are counted by address.
 */
struct access {
    uint64_t link_id, customer_id, contact_id, item_id;
    const char *scope, *customer_name;
    int64_t expires_at;
    int64_t retry_after_s; /* of ERR_LIMIT */
};

/*
 * ERR_NOT_FOUND  unknown or revoked
 * ERR_CONFLICT   it has expired; out is filled
 * ERR_LIMIT      too many wrong ones from this address
 */
enum err look_at_access(struct db *db, struct arena *a, const struct actor *by,
    const char *token, struct access *out);

/* The same, and opens a session. */
enum err confirm_access(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const uint8_t csrf_key[static SECRET_KEY_BYTES],
    const char *user_agent, struct access *out, struct session_secrets *session);

#endif
