#ifndef HANDLER_ADMIN_SCRIPTS_H
#define HANDLER_ADMIN_SCRIPTS_H

#include "http/rq.h"

/* Strategies, segments and country packs: read, check, keep, make active. */
enum err scripts_list(struct rq *rq);
enum err script_show(struct rq *rq);
enum err script_version_show(struct rq *rq);
enum err script_try(struct rq *rq);
enum err script_keep(struct rq *rq);
enum err script_start(struct rq *rq);

#endif
