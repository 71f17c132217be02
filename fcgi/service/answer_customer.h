#ifndef SERVICE_ANSWER_CUSTOMER_H
#define SERVICE_ANSWER_CUSTOMER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "service/post_message.h"
#include "store/actor.h"

/*
 * A person answers in a conversation. The words stand there from now on, and it waits
 * no longer. By mail they also go out through the outbox, to one address that wrote in
 * this conversation or is a contact's; the customer's answer to that comes back into
 * the same conversation. Files go along, made at the last look, kept and limited as
 * those of a reminder (service/attach_documents.h). An address that mail comes back
 * from, or whose contact asked not to be mailed, is not written to.
 */
struct answer_in {
    uint64_t conversation_id;
    uint64_t scope; /* of the user; 0: sees everything */
    const char *author_name;
    const char *body;
    const char *client_key; /* sent twice, stored once; NULL: none */
    bool by_mail;
    const char *to; /* NULL: whoever wrote the last mail, unless it is a stranger */
    const uint64_t *file_ids; /* as in service/post_message.h */
    size_t files_n;
    /* by mail: copies of these documents of the customer, which the caller has checked,
     * and its account statement */
    const uint64_t *item_ids;
    size_t items_n;
    bool statement;
};

struct answered {
    struct message_posted posted;
    uint64_t customer_id, item_id; /* whose, and about what; 0: the account */
};

/*
 * ERR_NOT_FOUND  no such conversation in reach
 * ERR_INVALID    f says what is wrong: nobody to write to, no such file of this user's,
 *                files too large for a mail
 */
enum err answer_customer(struct db *db, struct arena *a, const struct actor *by,
    const struct answer_in *in, struct faults *f, struct answered *out);

#endif
