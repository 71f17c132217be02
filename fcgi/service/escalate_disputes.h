#ifndef SERVICE_ESCALATE_DISPUTES_H
#define SERVICE_ESCALATE_DISPUTES_H

#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

/*
 * Disputes whose target has passed, by the day of their division, become a task for a
 * manager (else an admin), once for each target; a target that was moved may pass once
 * more. One transaction a dispute, its case locked. *n: how many.
 */
enum err escalate_disputes(struct db *db, int64_t now_us, uint64_t *n);

#endif
