#ifndef DOMAIN_DAY_BALANCE_H
#define DOMAIN_DAY_BALANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * What was open, sold and paid on each day of a span, from one pass over what is open
 * now and what was allocated since the span began. Pure; amounts in minor units of one
 * currency. Balances are those of the evening, aged by due date in the buckets of
 * AGING_DEFAULT; the rest is of the day alone.
 */
enum { DAY_BUCKETS = 5 };

struct day_balance {
    int64_t bucket_minor[DAY_BUCKETS];
    int64_t unapplied_minor; /* credit side, >= 0 */
    int64_t disputed_minor, promised_minor;

    int64_t sales_minor, written_off_minor, recovered_minor;
    int64_t paid_minor;                   /* invoices settled by payments … */
    int64_t paid_days;                    /* … times days since the invoice, */
    int64_t late_days, late_days_floored; /* since it was due */
    int64_t closed_n, closed_days;        /* invoices that a payment closed */
};

/* Days from, from + 1 … to. While it is filled, balances are kept as steps. */
struct day_span {
    int32_t from, to;
    int32_t balance_from; /* balances before it are not known, and stay 0 */
    struct day_balance *day;
};

void day_span_begin(struct day_span *s, struct arena *a, int32_t from,
    int32_t balance_from, int32_t to);

/* Open from the day it was issued to `until`, which DATE_DAY__MAX leaves open: the rest
 * that is open now; and of each allocation its amount, until the day before it counts
 * (negative amounts for reversals). */
void day_debit(struct day_span *s, int32_t issued_on, int32_t due_on, int32_t until,
    int64_t minor);
void day_credit(struct day_span *s, int32_t issued_on, int32_t until, int64_t minor);
void day_disputed(struct day_span *s, int32_t from, int32_t until, int64_t minor);
void day_promised(struct day_span *s, int32_t from, int32_t until, int64_t minor);

/* The day, to add to what is of it alone; NULL outside of the span. */
struct day_balance *day_at(struct day_span *s, int32_t day);
void day_paid(struct day_span *s, int32_t issued_on, int32_t due_on, int32_t paid_on,
    int64_t minor);

/* Once, after the last of all: steps become balances. */
void day_span_end(struct day_span *s);

/* A day of a span that has ended; of no other day anything is known: all 0. */
const struct day_balance *day_evening(const struct day_span *s, int32_t day);

void day_add(struct day_balance *to, const struct day_balance *from);

/* All that is owed; of it what is late, and late for more than 90 days; less credits.
 */
int64_t day_debts(const struct day_balance *d);
int64_t day_late(const struct day_balance *d);
int64_t day_open(const struct day_balance *d);

#endif
