#ifndef JOB_SEAL_H
#define JOB_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"

/* Seals what was written to the audit, and forgets which looks at a file stand in it
 * already once nobody asks any more: service/seal_audit.h. */
struct sealer {
    struct db *db;
    uint8_t key[SECRET_KEY_BYTES]; /* secret_derive(master, "audit") */
    int64_t forgot_at;
};

/* A round of loop.h. */
enum err seal_round(void *ctx, bool *more);

#endif
