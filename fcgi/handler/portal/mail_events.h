#ifndef HANDLER_PORTAL_MAIL_EVENTS_H
#define HANDLER_PORTAL_MAIL_EVENTS_H

#include "http/rq.h"

/* What a reader's mail program or browser asks for: no cookie, no session, a token. */
enum err mail_opened(struct rq *rq);
enum err mail_link_followed(struct rq *rq);

#endif
