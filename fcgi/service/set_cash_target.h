#ifndef SERVICE_SET_CASH_TARGET_H
#define SERVICE_SET_CASH_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/cash_target.h"
#include "store/actor.h"

/*
 * Says what cash a division is to bring in a currency from a day on, in place of what
 * began on that day; both are in the audit. ERR_NOT_FOUND: the caller (scope: the user
 * when limited) sees no such division.
 */
struct cash_target_in {
    const char *division;
    char currency[4];
    struct cash_target target;
};

enum err set_cash_target(struct db *db, struct arena *a, const struct actor *by,
    uint64_t scope, const struct cash_target_in *in);

#endif
