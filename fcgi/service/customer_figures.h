#ifndef SERVICE_CUSTOMER_FIGURES_H
#define SERVICE_CUSTOMER_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/habit.h"

/*
 * The figures of a customer, case by case: a currency is never added to another. Read
 * from the ledger as it stands now; nothing is written.
 */
enum { FIGURES_MONTHS = 36 }; /* of sales that the DSO may count back */

struct case_figures {
    uint64_t case_id;

    /* Countback DSO of invoices less open credits; I64_NONE without sales or without
     * anything open. at_least: older sales than the months looked at would be needed.
     */
    int64_t dso_milli;
    bool dso_at_least, dso_flagged;

    /* Days beyond terms of the last 180 days, and of the 180 before; I64_NONE when
     * nothing was paid. */
    int64_t dbt_milli, dbt_signed_milli, dbt_before_milli;

    int32_t last_paid_on; /* DAY_NONE: never */
    int64_t last_paid_minor;
    const char *last_paid_number;

    bool has_expected;
    struct habit_expected expected; /* from the payments of the last 365 days */

    /* The next payment as the forecast has it: the first expected day, 80 % of where it
     * lies, and what is expected on it. DAY_NONE: nothing is predicted (yet). */
    int32_t next_on, next_from, next_to;
    int64_t next_minor;
    uint64_t next_items_n;

    struct habit_month month[HABIT_MONTHS]; /* oldest first */
};

/* A case of which figures are wanted, with its own today. */
struct figures_of {
    uint64_t case_id;
    int32_t today;
};

/* One for each of `of`, in the same order, in the arena. scope: the user when limited
 * to divisions. */
enum err customer_figures(struct db *db, struct arena *a, uint64_t customer_id,
    uint64_t scope, const struct figures_of *of, size_t n, struct case_figures **out);

#endif
