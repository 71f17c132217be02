#ifndef SERVICE_SEND_MANY_H
#define SERVICE_SEND_MANY_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/faults.h"
#include "base/jsonin.h"
#include "service/send_message.h"

/*
 * A message to many: looked at first, then a job plans one for each case, each in a
 * transaction of its own through the guards of the moment.
 */
enum { SEND_MANY__MAX = 500 };

/* Of a look: what would go and what would not. */
struct many_look {
    size_t count;  /* messages */
    size_t copies; /* … and how many copies of them contacts get */
    struct many_sum {
        char currency[4];
        int64_t minor;
        size_t count;
    } * sums;
    size_t sums_n;
    struct many_out {
        uint64_t case_id, customer_id;
        const char *name, *number;
        const char *guard; /* NULL: the text cannot be written, or nothing to ask for */
        const char *detail;
        bool may_confirm;
    } * out;
    size_t out_n;
};

/* The draft's case_id is set for each; drafts ask for all that is overdue, or nothing.
 */
enum err look_at_many(struct db *db, struct arena *a, const struct message_desk *desk,
    const struct message_draft *draft, const uint64_t *case_ids, size_t n,
    struct many_look *out);

/*
 * The members of a body that a message to one and to many share, and what a job keeps
 * of them: template or subject and body, channel, to_role, cc_role, cc_self, attach,
 * confirmed.
 */
void draft_read(struct jval *v, struct message_draft *out, bool *cc_self);
char *draft_write(struct arena *a, const struct message_draft *d);

/* Queues the job. */
enum err queue_messages(struct db *db, struct arena *a, const struct actor *by,
    const struct message_draft *draft, const uint64_t *case_ids, size_t n,
    uint64_t *job_id);

/*
 * Takes one job and does it, as long as *stop is not set. *worked: there was one. What
 * a worker that went away had planned is not planned again.
 */
struct many_worker {
    struct db *db;
    struct rulebook *rules; /* made when first needed; the caller closes it */
    const char *public_url;
    const atomic_bool *stop;
};
enum err send_many_next(struct many_worker *w, bool *worked);

/* Takes back what has not left yet of a job; *n: how many. */
enum err cancel_many(struct db *db, struct arena *a, const struct actor *by,
    uint64_t job_id, const char *reason, size_t *n);

#endif
