#ifndef JOB_PAYMENTS_H
#define JOB_PAYMENTS_H

#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"

/*
 * What payments in the portal need without a request: reservations whose time is over
 * are free again, reports of the sandbox that were to come late come, receipts go out,
 * and open pages are told.
 */
struct payer;

enum err payer_open(struct payer **out, const struct conf *conf, const struct db *like);
void payer_close(struct payer *p); /* NULL is fine */

/* A round of loop.h. */
enum err payer_round(void *ctx, bool *more);

#endif
