#ifndef JOB_FORECAST_H
#define JOB_FORECAST_H

#include <stdbool.h>

#include "db/db.h"

/*
 * The forecast round of a worker: a model is trained when there is none, every week,
 * and when a quarter more is paid; what is open is predicted each day and whenever
 * its case changes, some hundred cases a round.
 */
struct forecaster;

enum err forecaster_open(struct forecaster **out, const struct db *like);
void forecaster_close(struct forecaster *f); /* NULL is fine */

/* For job/loop.h: ctx is a struct forecaster. */
enum err forecast_round(void *ctx, bool *more);

#endif
