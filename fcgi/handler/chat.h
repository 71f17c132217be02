#ifndef HANDLER_CHAT_H
#define HANDLER_CHAT_H

#include "http/rq.h"

/*
 * The messages of a customer as one stream, the same for staff and contacts:
 * GET …/chat?after=&before= -> 200 {rows, more, last}, oldest first. after: what came
 * behind that number; before: what stands before it; neither: the newest. A number is a
 * place in the order of commit, so whoever asks behind the last one it got misses
 * nothing and gets nothing twice. item_id: the only document the caller may see; 0: all
 * of the customer. Whether the caller may see the customer has been checked.
 */
enum err chat_answer(struct rq *rq, uint64_t customer_id, uint64_t item_id, bool staff);
extern const struct param CHAT_PARAMS[];

/* "file_ids" of a message in a body, in the arena. */
enum { CHAT_FILES__MAX = 10 };
struct message_in; /* service/post_message.h */
void chat_read_files(struct rq *rq, struct jval *v, struct message_in *in);

/* What post_message said: a file that is not the sender's becomes a fault. */
struct message_posted;
enum err chat_posted(struct rq *rq, enum err e, const struct message_posted *out);

/* POST …/attachments/unsent?file_name= -> 201 {id}: a file for the next message of
 * whoever sends it; nobody else can fetch it before that. purpose: of
 * ATTACHMENT_PURPOSE, or NULL. */
enum err chat_receive_file(struct rq *rq, uint64_t customer_id, const char *purpose);

#endif
