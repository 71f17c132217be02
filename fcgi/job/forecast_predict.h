#ifndef JOB_FORECAST_PREDICT_H
#define JOB_FORECAST_PREDICT_H

#include "job/pay_model.h"

/* Days that disputes of the company take, the middle of those closed in two years;
 * three weeks while there are few. */
enum err forecast_cycle_days(
    struct db *db, struct arena *a, int64_t now_at, int32_t *days);

/*
 * Says anew when the open invoices of up to `take` cases will be paid: those that
 * changed since they were predicted, or were predicted on another day or by another
 * model; and how risky these cases are (service/judge_risk.h). after_id: the last case
 * of the call before, 0 at first; *last_id is that of this one, 0 when there was none.
 */
struct forecast_by_model {
    uint64_t model_id;
    struct pay_model *m;
    int32_t today, cycle_days;
    int64_t now_at;
};

enum err forecast_predict(struct db *db, struct arena *a,
    const struct forecast_by_model *by, uint64_t after_id, uint32_t take,
    uint64_t *last_id, uint64_t *items);

#endif
