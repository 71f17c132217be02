#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Company settings by name, as of now: "company.name", "base_currency",
 * "promise_tolerance_days" … One that nobody set reads as `absent`.
 */
enum err setting_read(struct db *db, struct arena *a, const char *name,
    const char *absent, const char **out);
enum err setting_read_i64(
    struct db *db, struct arena *a, const char *name, int64_t absent, int64_t *out);

#endif
