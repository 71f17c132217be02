#ifndef SERVICE_JUDGE_RISK_H
#define SERVICE_JUDGE_RISK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/risk.h"

/* What the forecast of a case comes to; all 0: nothing is open. */
struct risk_seen {
    uint64_t case_id;
    struct risk_sums sums;
};

/*
 * Says anew how risky these cases are (domain/risk.h), each once and ordered by case.
 * Where the class changed, or its share moved, the case is touched, for strategies may
 * ask for it. A case that has become high by what is still to come gets a task
 * (review_risk), which ends by itself when the class falls again.
 */
enum err judge_risk(struct db *db, struct arena *a, const struct risk_seen *seen,
    size_t n, uint64_t model_id, int32_t today, int64_t now_at);

#endif
