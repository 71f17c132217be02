#ifndef HANDLER_ADMIN_SETTINGS_H
#define HANDLER_ADMIN_SETTINGS_H

#include "http/rq.h"

/* What each role may do, and those of the company's own. */
enum err roles_list(struct rq *rq);
enum err roles_add(struct rq *rq);
enum err roles_change(struct rq *rq);
enum err roles_remove(struct rq *rq);

/* How a member of staff is signed in. */
enum err user_sessions_list(struct rq *rq);
enum err user_session_end(struct rq *rq);
enum err user_sessions_end(struct rq *rq);
enum err user_factor_remove(struct rq *rq);

/* The company: settings of the one table, divisions, exchange rates. */
enum err settings_list(struct rq *rq);
enum err settings_change(struct rq *rq);
enum err setting_versions(struct rq *rq);
enum err divisions_list(struct rq *rq);
enum err divisions_add(struct rq *rq);
enum err divisions_change(struct rq *rq);
extern const struct param RATE_PARAMS[], RATE_IMPORT_PARAMS[];
enum err rates_list(struct rq *rq);
enum err rates_keep(struct rq *rq);
enum err rates_import(struct rq *rq);

/* By what customers of a division can pay. */
enum err pay_providers_list(struct rq *rq);
enum err pay_providers_change(struct rq *rq);

/* What providers reported, and what came of it. */
extern const struct param PAYMENT_EVENT_PARAMS[];
enum err payment_events_list(struct rq *rq);

/* What an admin looks at first. */
enum err overview_get(struct rq *rq);

#endif
