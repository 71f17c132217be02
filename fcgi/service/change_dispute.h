#ifndef SERVICE_CHANGE_DISPUTE_H
#define SERVICE_CHANGE_DISPUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "service/open_dispute.h"
#include "store/actor.h"

/* What of an open dispute shall be otherwise; what is not set stays. The caller has
 * checked that owner_id may be named. */
struct dispute_change_in {
    uint64_t id, scope;
    uint32_t version; /* U32_NONE: whatever it is */
    uint64_t owner_id;
    int32_t target_on;                /* DAY_NONE: stays */
    int64_t amount_minor;             /* I64_NONE: stays */
    const struct dispute_line *lines; /* set anew when lines_n > 0 */
    size_t lines_n;
    const char *waiting_on;  /* us | customer */
    const char *reason_code; /* NULL: stays */
    const char *detail;      /* NULL: stays */
};

/*
 * ERR_NOT_FOUND  none in scope
 * ERR_CONFLICT   closed, waiting for a second person, or of another version
 * ERR_INVALID    f says what is wrong
 */
enum err change_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_change_in *in, struct faults *f);

#endif
