#ifndef SERVICE_RECEIVE_MAIL_H
#define SERVICE_RECEIVE_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"

/*
 * One message out of a mailbox becomes ours: read, tied to the message it answers, kept
 * once, and put where it belongs, all in one transaction.
 *
 *    a reply          into the conversation with the customer; it waits in the inbox
 *    out of office    onto the timeline
 *    a report         onto the recipient of the message it is about: delivered,
 * delayed, bounced. One that is hard suppresses that address and no other, and asks a
 * person for another address
 *
 * Whose it is: the message of ours that the token in its address names, whoever wrote
 * it. Without a token, the message that In-Reply-To or References name, if it went to
 * the sender or the sender is a contact of its customer; a report, the message that it
 * returns. A token that is not ours ends the search: such mail, and all that is
 * nobody's, waits for a person who may tie it.
 */
struct mail_source {
    const struct conf *conf;
    const char *mailbox;      /* its name in the table mailbox */
    const char *reply_base;   /* conf mail_reply */
    const uint8_t *reply_key; /* of mail_keys */
};

struct mail_fetched {
    uint32_t uidvalidity, uid;
    const char *raw;
    size_t n;
    bool header_only; /* the rest was too large */
    int64_t now_at;   /* business time */
};

enum received_as { RECEIVED_TIED, RECEIVED_UNASSIGNED, RECEIVED_COPY, RECEIVED_BEFORE };

/* RECEIVED_BEFORE: this very message of the mailbox is kept already, nothing was
 * written. ERR_DOWN, ERR_CONFLICT: try again later. */
enum err receive_mail(struct db *db, struct arena *a, const struct mail_source *s,
    const struct mail_fetched *f, uint64_t *id, enum received_as *as);

#endif
