#ifndef SERVICE_ASK_DOCUMENT_H
#define SERVICE_ASK_DOCUMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A document that is missing, asked of the customer where he sees it. He answers with
 * files (attachments of owner_kind document_request), with words, or both; staff accept
 * that, ask again, or take the request back.
 *
 *    open → answered → accepted          open, answered → withdrawn
 *           answered → open (asked again)
 *
 * Each step is one transaction under the lock of the request's row, with an event that
 * both sides read, a line on the timeline and an audit event.
 */
struct message_desk; /* service/send_message.h */

struct document_ask {
    uint64_t customer_id;
    uint64_t item_id; /* the document it is about; 0: the account */
    uint64_t case_id; /* the item's; 0 */
    const char *kind; /* tax_form | proof_of_delivery | … */
    const char *body;
    int32_t due_on;
    const struct message_desk *desk; /* by which it is written for */
};

struct document_asked {
    uint64_t id;
    uint64_t outbox_id;   /* the message; 0: none goes, and … */
    const char *mail_why; /* … why, a sentence without its stop */
};

/*
 * Also plans the one message that tells the customer: to the contact that such a
 * document is for, in that contact's language, past the gap between reminders, which it
 * is none of, and never past consent, suppression or a hold. Where no message may go
 * the request stands in the portal all the same. ERR_INVALID  the words cannot be
 * written; mail_why, nothing was asked
 */
enum err ask_document(struct db *db, struct arena *a, const struct actor *by,
    const struct document_ask *in, struct document_asked *out);

enum document_step {
    DOCUMENT_ANSWER,    /* the customer's */
    DOCUMENT_ACCEPT,    /* staff's, all others */
    DOCUMENT_ASK_AGAIN, /* with a new day */
    DOCUMENT_WITHDRAW
};

struct document_move {
    uint64_t id;
    enum document_step step;
    const char *body; /* NULL: no words; asking again needs some */
    int32_t due_on;   /* of DOCUMENT_ASK_AGAIN */
    int32_t today;    /* of DOCUMENT_ANSWER: the day of the task it makes */
};

/*
 * An answer makes one task for whoever asked; what ends the request ends the task.
 * ERR_NOT_FOUND  no such request
 * ERR_CONFLICT   it is not in a state that allows the step
 * ERR_INVALID    an answer without words and without a file since it was asked
 */
enum err move_document(struct db *db, struct arena *a, const struct actor *by,
    const struct document_move *in);

#endif
