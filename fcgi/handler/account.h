#ifndef HANDLER_ACCOUNT_H
#define HANDLER_ACCOUNT_H

#include "http/rq.h"
#include "service/way_in.h"

/* A forgotten password: nobody is signed in. */
enum err reset_ask(struct rq *rq);
enum err reset_look(struct rq *rq);
enum err reset_use(struct rq *rq);

/* What a member of staff sees of his own way in; and what he, or a person at customers,
 * changes of it. */
enum err account_get(struct rq *rq);
enum err account_password(struct rq *rq);
enum err account_language(struct rq *rq);
enum err account_factor_begin(struct rq *rq);
enum err account_factor_confirm(struct rq *rq);
enum err account_factor_codes(struct rq *rq);
enum err account_factor_remove(struct rq *rq);
enum err account_session_end(struct rq *rq);
enum err account_sessions_end(struct rq *rq);

/* Whose way in the request is about: that of who makes it. */
struct way_in own_way_in(const struct rq *rq);

/* The sessions that still open something, as "sessions": for the own page and the
 * admins'. */
enum err json_sessions(struct rq *rq, struct way_in w);
/* {session}: the hash of its token in hex. ERR_NOT_FOUND: none of theirs. */
enum err end_session(struct rq *rq, struct way_in w);

/* "qr": rows of modules of the text's QR code. */
enum err json_qr(struct rq *rq, const char *key, const char *text);

#endif
