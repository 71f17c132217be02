#ifndef HANDLER_COLLECTOR_ACCOUNT_H
#define HANDLER_COLLECTOR_ACCOUNT_H

#include "http/rq.h"

/* A forgotten password: nobody is signed in. */
enum err reset_ask(struct rq *rq);
enum err reset_look(struct rq *rq);
enum err reset_use(struct rq *rq);

/* What a member of staff sees and changes of his own way in. */
enum err account_get(struct rq *rq);
enum err account_password(struct rq *rq);
enum err account_language(struct rq *rq);
enum err account_factor_begin(struct rq *rq);
enum err account_factor_confirm(struct rq *rq);
enum err account_factor_codes(struct rq *rq);
enum err account_factor_remove(struct rq *rq);
enum err account_session_end(struct rq *rq);
enum err account_sessions_end(struct rq *rq);

/* The sessions of a user that still open something, as "sessions": for his own page and
 * the admins'. */
enum err json_sessions(struct rq *rq, uint64_t user_id);
/* {session}: the hash of its token in hex. ERR_NOT_FOUND: none of that user. */
enum err end_session(struct rq *rq, uint64_t user_id);

/* "qr": rows of modules of the text's QR code. */
enum err json_qr(struct rq *rq, const char *key, const char *text);

#endif
