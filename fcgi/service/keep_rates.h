#ifndef SERVICE_KEEP_RATES_H
#define SERVICE_KEEP_RATES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Exchange rates by day. What is shown in the reporting currency uses the newest rate
 * of that day or before; so a new rate has every open case looked at again.
 */
enum { RATE__E8 = 100000000, RATE_ERRORS__MAX = 100 };

struct rate_in {
    char base[4], quote[4]; /* one of base is rate of quote */
    int32_t on_day;
    int64_t rate_e8; /* > 0 */
};

/*
 * "1.0842": digits and at most eight decimals behind a point, above 0 and at most
 * 10,000,000. ERR_INVALID otherwise.
 */
enum err rate_parse(const char *text, int64_t *rate_e8);

/* The same the other way; as short as it can be. */
char *rate_text(struct arena *a, int64_t rate_e8);

/* Keeps one, in place of what stood for that day. */
enum err keep_rate(
    struct db *db, struct arena *a, const struct actor *by, const struct rate_in *rate);

struct rate_fault {
    uint64_t line_no;
    const char *field; /* date | base | quote | rate | "" for the row */
    const char *value, *reason;
};

struct rates_read {
    size_t rows, kept;
    size_t bad; /* all of them; at most RATE_ERRORS__MAX are told */
    struct rate_fault fault[RATE_ERRORS__MAX];
};

/*
 * A CSV file with the columns date, base, quote and rate, in any order, named in its
 * first line and divided by commas, semicolons or tabs. Good rows are kept in one
 * transaction, bad ones are told; the last of several for one day wins.
 *
 * ERR_INVALID  the file as a whole cannot be read: *why
 */
enum err import_rates(struct db *db, struct arena *a, const struct actor *by,
    const char *file_name, const char *data, size_t n, struct rates_read *out,
    const char **why);

#endif
