#ifndef HANDLER_COLLECTOR_LETTERS_H
#define HANDLER_COLLECTOR_LETTERS_H

#include "http/rq.h"

/* Letters for post: what waits, batches, their files, and what was posted. */
enum err letters_waiting(struct rq *rq);
enum err letter_batches_preview(struct rq *rq);
enum err letter_batches_make(struct rq *rq);
enum err letter_batches_list(struct rq *rq);
enum err letter_batches_get(struct rq *rq);
enum err letter_batches_letters(struct rq *rq);
enum err letter_batches_file(struct rq *rq);
enum err letter_batches_go_on(struct rq *rq);
enum err letter_batches_posted(struct rq *rq);
enum err letter_batches_take_out(struct rq *rq);

#endif
