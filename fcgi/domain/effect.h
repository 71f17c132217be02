#ifndef DOMAIN_EFFECT_H
#define DOMAIN_EFFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What came after reminders, beside what came of like items that nobody reminded of.
 * It says what was observed, not what caused it. Pure; amounts in minor units of one
 * currency, shares in thousandths of a percent.
 *
 * An item is an instalment of an invoice. It is observed when a reminder named it and
 * it was open in the morning of the day on which the reminder was handed over; named by
 * two reminders it is observed twice.
 *
 * A window has 7, 14 or 30 days: the day of sending is its day 0, its last day is day
 * 7, 14 or 30. Only reminders whose last day is over count in it. An item was paid
 * within the window when unreversed allocations settled all that was open that morning,
 * and a payment was among them: what credit notes or write-offs alone settled was not
 * paid. A reversed allocation leaves this as if it had never been. The amount paid is
 * what unreversed payments settled within the window, at most what was open.
 *
 * Like items are those that no message named which was handed over from the window's
 * days before to the window's days after a day of reference, and that were open in the
 * morning of that day. Each item has at most one such day for each band of days past
 * due: the first one of the period, in that band, with no such message near. Like is
 * what is in the same currency and cell: band of days past due on the day (of sending
 * or of reference) x band of the amount open then x how the account paid in the year
 * before the period.
 *
 * They are compared by direct standardisation: the share of each cell's like items,
 * weighted by how the reminded items (or their amounts) are spread over the cells.
 * Cells with fewer than EFFECT_CELL_LEAST like items are left out. Where the rest holds
 * less than EFFECT_COVER_PERCENT of what was reminded, or fewer than EFFECT_LEAST like
 * items, there is too little to compare.
 *
 * Intervals are Wilson's, 95 %; of weighted shares with Kish's effective number of
 * items, (sum of weights)^2 / (sum of squared weights).
 */
enum effect_by {
    EFFECT_BY_TEMPLATE,
    EFFECT_BY_STEP,    /* the highest in the message */
    EFFECT_BY_CHANNEL, /* email, letter */
    EFFECT_BY_WEEKDAY, /* local day of the division */
    EFFECT_BY_HOUR,    /* on its wall clock */
    EFFECT_BY_STRATEGY /* and version of it */
};

enum {
    EFFECT_WINDOWS = 3,
    EFFECT_WINDOW__MAX = 30, /* days */
    EFFECT_CELL_LEAST = 5,
    EFFECT_LEAST = 30,
    EFFECT_COVER_PERCENT = 80
};

extern const int32_t EFFECT_DAYS[EFFECT_WINDOWS]; /* 7, 14, 30 */

/* -- an item ------------------------------------------------------------- */

/* One allocation to it, or the reversal of one, which has a negative amount. */
struct effect_settled {
    int32_t on;
    int64_t minor;
    bool payment; /* of a payment, not of a credit note or write-off */
    bool stands;  /* no reversal, and never reversed */
};

struct effect_item {
    int32_t issued_on, due_on;
    int64_t open_minor;                   /* now */
    const struct effect_settled *settled; /* all from the first day looked at on */
    size_t settled_n;
};

/* What was open of it in the morning of a day; 0 before it was issued. */
int64_t effect_open(const struct effect_item *i, int32_t day);

struct effect_outcome {
    int64_t open_minor, paid_minor;
    bool paid; /* all of it */
};

/* What came in the window that begins on that day. */
struct effect_outcome effect_outcome(
    const struct effect_item *i, int32_t day, int32_t days);

/* -- like items ------------------------------------------------------------ */

/* How an account paid: fewer than EFFECT_PAYER_LEAST invoices settled in the year
 * before the period; or their mean at most EFFECT_PROMPT_DAYS after due; or later. */
enum effect_payer { EFFECT_UNKNOWN, EFFECT_PROMPT, EFFECT_SLOW, EFFECT_PAYERS };

enum { EFFECT_PAYER_LEAST = 3, EFFECT_PROMPT_DAYS = 7, EFFECT_PAYER_YEAR = 365 };

enum effect_payer effect_payer(uint64_t settled_n, int64_t days_late);

/*
 * Bands of days past due (negative: before): to -8, to -1, to 7, to 14, to 30, to 60,
 * to 90, and more; of amounts: below 1,000, below 10,000, and more, in units of the
 * currency.
 */
enum {
    EFFECT_LATE_BANDS = 8,
    EFFECT_SIZE_BANDS = 3,
    EFFECT_CELLS = EFFECT_LATE_BANDS * EFFECT_SIZE_BANDS * EFFECT_PAYERS
};

int effect_late_band(int32_t days_late);

/* The cell of an item; exponent: decimals of its currency. */
int effect_cell(
    int32_t days_late, int64_t open_minor, int exponent, enum effect_payer payer);

/*
 * The day of reference of an item in a band, from from to to, both included: see above.
 * sent: days of messages that named it, ascending. DAY_NONE: it has none, or nothing
 * was open in its morning.
 */
int32_t effect_reference(const struct effect_item *i, int late_band, int32_t from,
    int32_t to, int32_t days, const int32_t *sent, size_t sent_n);

/* -- shares ---------------------------------------------------------------- */

/* Items of one kind: how many, and how many were paid; the same by amount. */
struct effect_tally {
    int64_t n, paid_n;
    int64_t minor, paid_minor;
    double squares; /* sum of squared amounts */
};

void effect_tally_add(struct effect_tally *t, const struct effect_outcome *o);

struct effect_share {
    bool known;        /* else there was nothing to divide by */
    int64_t milli;     /* thousandths of a percent */
    int64_t low, high; /* of the interval */
};

/* share 0..1 of n observations; n need not be whole. */
struct effect_share effect_wilson(double share, double n);

/* Of items, and of amount. */
struct effect_share effect_of_items(const struct effect_tally *t);
struct effect_share effect_of_amount(const struct effect_tally *t);

struct effect_compared {
    bool enough;                       /* else n and covered alone are said */
    int64_t n;                         /* like items in the cells that count */
    int64_t covered_n;                 /* reminded items in those cells */
    struct effect_share items, amount; /* as like items have it */
};

/* mix: the reminded items, like: those that are compared, both by cell. */
struct effect_compared effect_compare(const struct effect_tally mix[EFFECT_CELLS],
    const struct effect_tally like[EFFECT_CELLS]);

#endif
