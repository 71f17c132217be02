#ifndef DOMAIN_FORECAST_H
#define DOMAIN_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * When money comes. Pure.
 *
 * A model says of an item how many days after due it is usually paid (centre) and how
 * far such items stray (scale). The shape is how far all items strayed, in scales:
 * quantiles of the errors that a model made on items it was not trained on. Centre +
 * scale x shape is the distribution of the payment day. An item that is still open
 * has it cut off at today: what has not happened cannot have happened before. Beyond
 * the last quantile the tail is long (Lomax, FORECAST_TAIL): the longer something is
 * overdue, the longer it will probably still take.
 *
 * A promise that has not been broken moves the middle to the promised day and halves
 * the scale. A dispute moves the disputed part to the day on which disputes of the
 * company are usually resolved, unless it is expected later anyway.
 */
enum {
    FORECAST_QUANTILES = 200,
    FORECAST_WEEKS = 13,
    FORECAST_WEEKS__MAX = 26,
    FORECAST_TAIL = 3
};

struct forecast_shape {
    float q[FORECAST_QUANTILES]; /* at (k + 1/2) / 200, rising */
    float tail;                  /* mean excess beyond the last, in scales; > 0 */
};

/* From errors in scales; they are sorted. Of none, a shape of a fortnight. */
void forecast_shape_of(double *errors, size_t n, struct forecast_shape *out);

/* Share that comes later than z scales after the centre; never 0. */
double forecast_later(const struct forecast_shape *s, double z);
/* Its inverse, 0 < share < 1. */
double forecast_at(const struct forecast_shape *s, double share);

/* What is known of an open item beside the model. */
struct forecast_item {
    int32_t due_on;
    double centre, scale;
};

/* The middle and 80 % of where it will be paid, not before today, which it has
 * reached unpaid. */
struct forecast_days {
    int32_t on, from, to;
};

struct forecast_days forecast_days(
    const struct forecast_shape *s, const struct forecast_item *i, int32_t today);

/* At issue: nothing is cut off. */
struct forecast_days forecast_days_at_issue(
    const struct forecast_shape *s, const struct forecast_item *i);

/* Probability of payment from a day to a day, both included, still open on the morning
 * of today. */
double forecast_share(const struct forecast_shape *s, const struct forecast_item *i,
    int32_t today, int32_t from_on, int32_t to_on);

void forecast_promise(
    const struct forecast_shape *s, struct forecast_item *i, int32_t promised_on);

/* Opened on a day, with the days that disputes of the company take. */
void forecast_dispute(
    struct forecast_item *i, int32_t today, int32_t opened_on, int32_t cycle_days);

/*
 * Cash by week. Items pay each for itself: amounts add up, so do variances; 10 % and
 * 90 % are those of a normal distribution of that mean and variance, not below 0 and
 * not above what is open.
 */
struct forecast_week {
    double mean, variance; /* minor units */
    double open;           /* what could come at all */
};

void forecast_week_add(struct forecast_week *w, int64_t minor, double share);

struct forecast_range {
    int64_t p10, p50, p90;
};

struct forecast_range forecast_week_range(const struct forecast_week *w);

/* The Monday of its week. */
int32_t forecast_monday(int32_t day);

/*
 * What the items of a case bring in each week, from that of the day on which it is
 * told: it is kept with what is predicted, so that nobody goes through the items
 * again. The bytes are what is kept. All 0 at first.
 */
struct forecast_inflow {
    double open; /* minor units */
    float mean[FORECAST_WEEKS__MAX], variance[FORECAST_WEEKS__MAX];
    uint32_t items[FORECAST_WEEKS__MAX]; /* that are expected in that week */
};

void forecast_inflow_add(struct forecast_inflow *w, const struct forecast_shape *s,
    const struct forecast_item *i, int32_t today, int64_t minor);
/* An item that is expected on that day, not before today. */
void forecast_inflow_count(
    struct forecast_inflow *w, int32_t today, int32_t expected_on);

/* Adds what was told on a day to the n weeks from that of today. What was expected in
 * a week that is over is expected in the first; its money was, or was not, paid. */
void forecast_inflow_sum(const struct forecast_inflow *w, int32_t told_on,
    int32_t today, size_t n, struct forecast_week *week, uint64_t *items);

/* -- scores ----------------------------------------------------------------- */

struct forecast_score {
    uint64_t n, within_7, covered;
    double error_sum, width_sum;
};

/* paid_on beside what was expected. */
void forecast_score_add(
    struct forecast_score *s, struct forecast_days d, int32_t paid_on);
double forecast_score_mae(const struct forecast_score *s); /* 0 without items */

#endif
