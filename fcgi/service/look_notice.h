#ifndef SERVICE_LOOK_NOTICE_H
#define SERVICE_LOOK_NOTICE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "service/last_look.h"

/* The template's name of a mail about what waits in the portal. */
#define NOTICE_TEMPLATE "chat_notice"

/*
 * The last look at such a mail: what nobody of the customer has read as of now, in the
 * reader's language, with a link of his own, or to the sign-in of whoever has an
 * account. Nothing of it unread: cancelled. Inside the transaction of last_look, as
 * look_answer.
 *
 * ERR_INVALID  it cannot go; *why says so for a person
 */
enum err look_notice(struct db *db, struct arena *a, const struct delivery *d,
    const struct delivery_about *m, struct outgoing *out, enum outbox_cause *cause,
    const char **why);

#endif
