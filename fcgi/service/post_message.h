#ifndef SERVICE_POST_MESSAGE_H
#define SERVICE_POST_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A message in the conversation with a customer, about one of its documents or about
 * the account: from the customer, by the portal or by mail (then it waits in the inbox
 * and a task tells the collector), or from staff, which is the answer.
 */
struct message_in {
    uint64_t customer_id;
    uint64_t item_id, case_id; /* 0: about the account */
    uint64_t conversation_id;  /* that very one, of this customer; 0: found or opened */
    const char *channel;       /* portal | mail | chat; NULL: portal */
    uint64_t dispute_id;       /* 0: about none; else of item_id */
    const char *item_number;
    const char *author_name;
    const char *body;
    const char
        *client_key; /* the sender's own id: sent twice, stored once; NULL none */
    int32_t today;   /* local day, for the task */
    /* handed over before by the same sender (service/keep_attachment.h), given to
     * nothing yet; both sides see them */
    const uint64_t *file_ids;
    size_t files_n;
};

struct message_posted {
    uint64_t id, conversation_id;
    /* its place among the customer's messages: from 1, in the order of their commits,
     * so that whoever has read up to n misses nothing that comes later with less */
    uint64_t seq;
    uint64_t bad_file; /* ERR_INVALID: no such file of this sender's; else 0 */
    int64_t at;
    const char *body;
    bool before; /* it was there already, under the same client_key */
};

enum err post_message(struct db *db, struct arena *a, const struct actor *by,
    const struct message_in *in, struct message_posted *out);

/* The same inside the caller's transaction. */
enum err post_message_in(struct db *db, struct arena *a, const struct actor *by,
    const struct message_in *in, struct message_posted *out);

#endif
