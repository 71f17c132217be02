#ifndef JOB_FORECAST_TEST_H
#define JOB_FORECAST_TEST_H

#include "base/sha.h"
#include "job/pay_model.h"

/*
 * How good forecasts would have been: trained on what was paid before a day, tried on
 * what came after, beside what is to be had for nothing.
 *
 * Nothing of that day or later has a part in the model: its kind, too, is chosen by
 * what was paid before it (pay_model_train proves on the newest fifth of that). sha256
 * is of the model as it would be kept, so that two evaluations can be compared.
 *
 * Items: the paid invoices issued on or after the day and before until_on
 * (DATE_DAY__MAX: all), each predicted on its day of issue from what was known before
 * it. Of what was issued lately only the quick payments are there; who tries a ledger
 * that goes on leaves that out. Cash: on the evening of each Monday from that day on
 * (up to 24, those with four whole weeks of payments after them, before until_on), what
 * comes in each of the four weeks that follow, of the invoices then open; by currency.
 */
enum forecast_by {
    FORECAST_BY_DUE,    /* on the due date */
    FORECAST_BY_MEDIAN, /* the case's median delay */
    FORECAST_BY_HABIT,  /* the exponentially weighted delay */
    FORECAST_BY_MODEL,
    FORECAST_BY__MAX
};

extern const char *const FORECAST_BY_NAME[FORECAST_BY__MAX];

enum { FORECAST_MONDAYS = 24, FORECAST_AHEAD = 4 };

struct forecast_cash {
    char currency[4];
    double paid[FORECAST_MONDAYS][FORECAST_AHEAD];
    double expected[FORECAST_BY__MAX][FORECAST_MONDAYS][FORECAST_AHEAD];
};

struct forecast_test {
    int32_t split_on, until_on;
    enum pay_model_kind kind;
    uint8_t sha256[SHA_BYTES];
    uint64_t trained_n, mondays;
    int32_t first_monday;
    struct forecast_score score[FORECAST_BY__MAX];
    struct forecast_cash *cash; /* by currency, in the arena */
    size_t cash_n;
};

/* ERR_NOT_FOUND: nothing was paid before the day, or nothing issued after it was. */
enum err forecast_test(struct db *db, struct arena *a, int32_t split_on,
    int32_t until_on, pay_tell *tell, void *ctx, struct forecast_test *out);

/* Weekly error as a share of what was paid; the error of all as a share of it. */
double forecast_cash_weekly(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays);
double forecast_cash_total(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays);
/* The mean error of the four weeks' sums, as a share of them. */
double forecast_cash_months(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays);

#endif
