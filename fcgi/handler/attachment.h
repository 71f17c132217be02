#ifndef HANDLER_ATTACHMENT_H
#define HANDLER_ATTACHMENT_H

#include "http/rq.h"
#include "service/keep_attachment.h"
#include "store/q_attachment.h"

/* Files over HTTP, the same for every audience. */

/* What stands beside every file that is handed over. */
/* clang-format off */
#define ATTACHMENT_PARAMS                                              \
    { .name = "file_name", .kind = PARAM_TEXT, .max = 250, .need = true }, \
    { .name = "client_key", .kind = PARAM_TEXT, .max = 64,                 \
      .summary = "The sender's own id of the file: sent again, it is kept once" }
/* clang-format on */

/*
 * The raw body of the request becomes an attachment of in->owner (its bytes and n are
 * filled here); whether the caller may reach the owner has been checked. What is
 * refused has its problem: 400 empty or cut short, 413, 415 a form, 422 of a kind that
 * is not taken.
 */
enum err attachment_receive(struct rq *rq, struct attachment_in *in, uint64_t *id);

/* The content as the answer: to be saved, never shown by the browser in our name. */
enum err attachment_send(struct rq *rq, const struct attachment_by_id *file);

/* Content-Disposition of a file that is to be saved under this name. */
const char *file_disposition(struct arena *a, const char *name);

#endif
