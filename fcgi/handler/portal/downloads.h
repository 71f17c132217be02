#ifndef HANDLER_PORTAL_DOWNLOADS_H
#define HANDLER_PORTAL_DOWNLOADS_H

#include "http/rq.h"

/* Many documents at once, and lists as files. */
enum err portal_downloads_ask(struct rq *rq);
enum err portal_downloads_get(struct rq *rq);
enum err portal_downloads_file(struct rq *rq);

#endif
