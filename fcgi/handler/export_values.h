#ifndef HANDLER_EXPORT_VALUES_H
#define HANDLER_EXPORT_VALUES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

struct dispute_reasons;

/*
 * What codes say on paper, as the pages say them: "on_hold" of the column "status" is
 * "Gesperrt". Files for programs keep the codes of the API, which formulas and filters
 * can rely on.
 */
struct export_values {
    const char *language;
    const struct dispute_reasons *reasons; /* the company's own */
    size_t reasons_n;
};

/* With the reasons of disputes as the company calls them. Errors: the database's. */
enum err export_values_read(
    struct db *db, struct arena *a, const char *language, struct export_values *out);

/* The word for a code in rows of that schema; NULL: it has none, and is shown as it is.
 */
const char *export_value(const struct export_values *v, struct arena *a,
    const char *schema, const char *column, const char *code);

#endif
