#ifndef SERVICE_ISSUE_PORTAL_LINK_H
#define SERVICE_ISSUE_PORTAL_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

enum { PORTAL_LINK_DAYS = 30, PORTAL_LINK_DAYS__MAX = 365 };

/* A way into the portal for one contact and one scope. The token stands in the address
 * alone; we keep its hash. */
struct portal_link_in {
    uint64_t customer_id;
    uint64_t contact_id; /* 0: whoever holds the link */
    uint64_t item_id;    /* of scope invoice */
    uint64_t outbox_id;  /* the message it goes out with; 0: none */
    const char *scope;   /* account | statement | invoice */
    int64_t days;        /* 0: the setting portal_link_days */
    const char *public_url;
};

struct portal_link {
    uint64_t id;
    const char *url;
    int64_t expires_at; /* business time */
};

/* Inside the caller's transaction, or without one. Writes no activity of its own; the
 * caller has checked that contact and item are the customer's. */
enum err issue_portal_link(struct db *db, struct arena *a, const struct actor *by,
    const struct portal_link_in *in, struct portal_link *out);

#endif
