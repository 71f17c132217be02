#ifndef SERVICE_PORTAL_SUPPORT_H
#define SERVICE_PORTAL_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/*
 * A member of staff sees the portal as a customer sees it, for SUPPORT_LIFE_S and no
 * longer than the session of staff it was opened from. Both sides see that; each
 * request of it is kept with both identities (http/viewed.h). It reads only, unless the
 * company's setting portal_support_act lets staff act for customers and it was asked
 * for; who comes in, and anybody's account, stays out of reach in any case.
 */
enum { SUPPORT_LIFE_S = 1800 };

struct support_in {
    uint64_t user_id, customer_id;
    uint64_t person_id;           /* as whom; 0: nobody of them */
    const uint8_t *staff_session; /* hash of its token */
    bool act;
    const char *user_agent;
};

/*
 * ERR_NOT_FOUND  the person is none of that customer
 * ERR_CONFLICT   to act is not allowed here
 */
enum err open_support(struct db *db, struct arena *a, const struct actor *by,
    const struct support_in *in, const uint8_t csrf_key[static SECRET_KEY_BYTES],
    struct session_secrets *session, int64_t *expires_at);

#endif
