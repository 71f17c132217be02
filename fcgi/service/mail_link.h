#ifndef SERVICE_MAIL_LINK_H
#define SERVICE_MAIL_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"

struct mail_link {
    const char *url;
    const char *token; /* the secret part of it: not to be stored or logged */
};

/*
 * The way into the portal that goes out with a message: for the account, for the
 * setting portal_link_days, for that contact (0: several read it, whoever holds it).
 * A message that is tried again has the same link again: the token follows from the
 * installation's key and the link's id, and the table keeps its hash alone. tried: an
 * earlier look may have made one.
 *
 * Inside the caller's transaction.
 */
enum err mail_link(struct db *db, struct arena *a, const struct delivery *d,
    const struct delivery_about *m, uint64_t contact_id, bool tried,
    struct mail_link *out);

/* The secret part of the link with that id; key: secret_derive's for "portal-link". */
char *mail_link_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t link_id);

#endif
