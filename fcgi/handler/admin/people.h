#ifndef HANDLER_ADMIN_PEOPLE_H
#define HANDLER_ADMIN_PEOPLE_H

#include "http/rq.h"

/* Who may use the installation: staff, and programs that call in. */
enum err users_list(struct rq *rq);
enum err users_add(struct rq *rq);
enum err users_change(struct rq *rq);
enum err users_password(struct rq *rq);
enum err users_second_factor(struct rq *rq);
enum err clients_list(struct rq *rq);
enum err clients_revoke(struct rq *rq);

#endif
