#ifndef SERVICE_SECOND_FACTOR_H
#define SERVICE_SECOND_FACTOR_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/way_in.h"

enum { RECOVERY_CODES = 10 };

/*
 * Whether the code is the second factor's at this moment, or one of the recovery codes
 * that stand for it. Each works once.
 *
 * ERR_DENIED  it is neither, or was used before
 */
enum err second_factor_check(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], struct way_in w, const char *sealed,
    const char *code);

/* Seals a secret as totp_sealed and totp_pending hold it. */
char *second_factor_seal(
    struct arena *a, const uint8_t master[static SECRET_KEY_BYTES], const char *secret);

/* ERR_DENIED: not the code of that secret now; *step as totp_check gives it. */
enum err second_factor_try(struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *sealed, const char *code,
    uint64_t *step);

/* New recovery codes instead of all older ones: "k7dm2-q9xwp", told once; the table
 * holds what the installation's key makes of them. Inside the caller's transaction. */
enum err recovery_codes_new(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], struct way_in w,
    const char *codes[static RECOVERY_CODES]);

#endif
