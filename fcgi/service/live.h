#ifndef SERVICE_LIVE_H
#define SERVICE_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Open pages: which customer each shows, so that it can be told when something of that
 * customer changes, and whether somebody of the other side is at the messages. A page
 * says so again every LIVE_AGAIN_S; what it does not say again lapses by itself, on the
 * real clock. Nothing of it is history.
 *
 * Pages hear by way of nginx on these channels, which carry no more than what to ask
 * for:
 *
 *     staff-<user>                 each member of staff
 *     customer-<customer>          whoever sees the whole account
 *     customer-<customer>-<item>   whoever came by a link to one invoice
 */
enum { LIVE_AGAIN_S = 25, LIVE_LEASE_S = 60 };

struct live_page {
    uint64_t customer_id;
    uint64_t item_id; /* of a link to one invoice; 0: sees the whole account */
    bool staff;
    const char *reader; /* id of the user; contact's id, or "link:ID" */
    const char
        *page; /* which of the reader's, by a name of its own; "": the only one */
    bool chat; /* its reader is at the messages */
};

/* Registers the page, or goes on with it. *mark: changes with the customer's data, so
 * that a page which heard nothing sees by it that there was something. */
enum err live_watch(
    struct db *db, struct arena *a, const struct live_page *p, const char **mark);

/* It is gone; other pages of the same reader stay. */
enum err live_leave(struct db *db, const struct live_page *p);

/* Whether somebody of that side is at the messages; item_id: of that invoice. */
enum err live_here(struct db *db, struct arena *a, uint64_t customer_id,
    uint64_t item_id, bool staff, bool *here);

/*
 * Channels of those who have the customer on their screen; contacts' always include
 * that of the whole account, and with an item that of its links, whether somebody
 * listens or not.
 */
enum live_side { LIVE_STAFF = 1, LIVE_CONTACTS = 2 };

enum err live_channels(struct db *db, struct arena *a, uint64_t customer_id,
    uint64_t item_id, unsigned sides, const char ***out, size_t *n);

char *live_staff_channel(struct arena *a, uint64_t user_id);
char *live_customer_channel(struct arena *a, uint64_t customer_id, uint64_t item_id);

#endif
