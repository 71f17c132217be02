#ifndef HANDLER_ADMIN_AUDIT_H
#define HANDLER_ADMIN_AUDIT_H

#include "http/rq.h"

/* Whether the record of who did what is whole, and the record as a file. */
enum err audit_proof_get(struct rq *rq);
enum err audit_export(struct rq *rq);
extern const struct param AUDIT_EXPORT_PARAMS[];

#endif
