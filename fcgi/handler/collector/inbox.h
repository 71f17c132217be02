#ifndef HANDLER_COLLECTOR_INBOX_H
#define HANDLER_COLLECTOR_INBOX_H

#include "http/rq.h"
#include "store/q_inbox.h"

/* Conversations that wait for us. */
enum err inbox_list(struct rq *rq);
enum err inbox_summary(struct rq *rq);
enum err inbox_get(struct rq *rq);
enum err inbox_answer(struct rq *rq);
enum err inbox_assign(struct rq *rq);
enum err inbox_done(struct rq *rq);
enum err inbox_reopen(struct rq *rq);

extern const struct param INBOX_PARAMS[];

/* "files": those of all that were posted with that message. */
void json_posted_files(
    struct json *j, uint64_t posted_id, const struct inbox_files *f, size_t files_n);

/* Mail that nobody has tied to a customer. It may be anybody's: only who sees
 * everything sees it, for all others there is none. */
enum err unassigned_list(struct rq *rq);
enum err unassigned_get(struct rq *rq);
enum err unassigned_assign(struct rq *rq);
enum err unassigned_drop(struct rq *rq);

bool may_see_unassigned(const struct rq *rq);

/* Messages of a customer as a stream, the pages that show it, files for a message. */
enum err messages_chat(struct rq *rq);
enum err messages_live(struct rq *rq);
enum err messages_file(struct rq *rq);
extern const struct param MESSAGES_FILE_PARAMS[];

#endif
