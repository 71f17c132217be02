#include "job/forecast_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "job/pay_stream.h"
#include "store/q_forecast.h"

enum { BATCH = 4096, MONDAY = 1, WEEK = 7, CURRENCIES__MAX = 32 };

const char *const FORECAST_BY_NAME[FORECAST_BY__MAX] = {
    [FORECAST_BY_DUE] = "due_date",
    [FORECAST_BY_MEDIAN] = "customer_median",
    [FORECAST_BY_HABIT] = "customer_average",
    [FORECAST_BY_MODEL] = "model",
};

/* A question: item k of the case, as of a day; monday -1 asks for its score. */
struct asked {
    int32_t day, monday;
    size_t k;
};

struct question {
    struct pay_item item;
    int32_t day, monday;
    size_t currency;
};

struct tester {
    struct forecast_test *t;
    struct pay_model *m;
    struct question q[BATCH];
    float x[BATCH * PAY_FEATURES];
    double centre[BATCH], scale[BATCH];
    size_t n;
    uint64_t of, told;
    pay_tell *tell;
    void *ctx;
};

/* -- what each says --------------------------------------------------------- */

static int32_t
naive_on(const struct tester *t, size_t i, enum forecast_by by)
{
    const float *x = t->x + i * PAY_FEATURES;
    double middle = pay_model_middle(t->m), delay = 0;

    if (by == FORECAST_BY_MEDIAN)
        delay = isnan(x[PAY_MEDIAN]) ? middle : (double)x[PAY_MEDIAN];
    else if (by == FORECAST_BY_HABIT)
        delay = isnan(x[PAY_QUICK]) ? middle : (double)x[PAY_QUICK];
    return t->q[i].item.due_on + (int32_t)lround(delay);
}

static void
score(struct tester *t, size_t i)
{
    const struct question *q = &t->q[i];
    const struct forecast_item f = { q->item.due_on, t->centre[i], t->scale[i] };

    for (enum forecast_by by = 0; by < FORECAST_BY_MODEL; by++) {
        int32_t on = naive_on(t, i, by);

        forecast_score_add(
            &t->t->score[by], (struct forecast_days){ on, on, on }, q->item.settled_on);
    }
    forecast_score_add(&t->t->score[FORECAST_BY_MODEL],
        forecast_days_at_issue(pay_model_shape(t->m), &f), q->item.settled_on);
}

/* The week after today that a day lies in; one that has passed is the first. */
static int32_t
week_of(int32_t today, int32_t on)
{
    return on < today ? 0 : (on - today) / WEEK;
}

static void
add_cash(struct tester *t, size_t i)
{
    const struct question *q = &t->q[i];
    const struct forecast_item f = { q->item.due_on, t->centre[i], t->scale[i] };
    struct forecast_cash *c = &t->t->cash[q->currency];
    double minor = (double)q->item.amount_minor;
    int32_t today = q->day, week;

    for (enum forecast_by by = 0; by < FORECAST_BY_MODEL; by++)
        if ((week = week_of(today, naive_on(t, i, by))) < FORECAST_AHEAD)
            c->expected[by][q->monday][week] += minor;
    for (week = 0; week < FORECAST_AHEAD; week++)
        c->expected[FORECAST_BY_MODEL][q->monday][week] +=
            minor * forecast_share(pay_model_shape(t->m), &f, today,
                        today + week * WEEK, today + week * WEEK + WEEK - 1);
    if (q->item.settled_on != DAY_NONE &&
        (week = week_of(today, q->item.settled_on)) < FORECAST_AHEAD)
        c->paid[q->monday][week] += minor;
}

static enum err
answer(struct tester *t)
{
    enum err e = pay_model_predict(t->m, t->x, t->n, t->centre, t->scale);

    for (size_t i = 0; !e && i < t->n; i++)
        if (t->q[i].monday < 0)
            score(t, i);
        else
            add_cash(t, i);
    t->n = 0;
    return e;
}

/* -- what is asked ---------------------------------------------------------- */

static int
by_day(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->k > y->k) - (x->k < y->k);
}

/* What credits or write-offs settled says nothing of payments. */
static size_t
ask_item(const struct tester *t, const struct pay_item *p, size_t k, struct asked *out)
{
    size_t n = 0;

    if (p->settled_on != DAY_NONE && !p->paid)
        return 0;
    if (p->paid && p->issued_on >= t->t->split_on && p->issued_on < t->t->until_on)
        out[n++] = (struct asked){ p->issued_on, -1, k };
    for (int32_t m = 0; m < (int32_t)t->t->mondays; m++) {
        int32_t evening = t->t->first_monday + m * WEEK;

        if (pay_open_on(p, evening))
            out[n++] = (struct asked){ evening + 1, m, k };
    }
    return n;
}

static enum err
currency_of(struct tester *t, const char *currency, size_t *out)
{
    struct forecast_test *f = t->t;
    size_t k = 0;

    while (k < f->cash_n && strcmp(f->cash[k].currency, currency) != 0)
        k++;
    if (k == CURRENCIES__MAX)
        return ERR_LIMIT;
    if (k == f->cash_n)
        memcpy(f->cash[f->cash_n++].currency, currency, sizeof f->cash[k].currency);
    *out = k;
    return OK;
}

static enum err
ask_case(void *ctx, const struct pay_case *c, struct arena *a)
{
    struct tester *t = ctx;
    struct pay_walk *w = pay_walk_new(a, c->items, c->n);
    struct asked *asked = arena_new_n(a, c->n * (FORECAST_MONDAYS + 1), struct asked);
    size_t n = 0, currency = 0;
    enum err e = currency_of(t, c->currency, &currency);

    for (size_t k = 0; k < c->n; k++)
        n += ask_item(t, &c->items[k], k, asked + n);
    qsort(asked, n, sizeof *asked, by_day);
    for (size_t i = 0; !e && i < n; i++) {
        pay_walk_features(w, asked[i].day, asked[i].k, t->x + t->n * PAY_FEATURES);
        t->q[t->n++] = (struct question){ c->items[asked[i].k], asked[i].day,
            asked[i].monday, currency };
        if (t->n == BATCH)
            e = answer(t);
    }
    if (t->tell && c->seen >= t->told + BATCH) {
        t->told = c->seen;
        t->tell(t->ctx, "try", c->seen, t->of);
    }
    return e;
}

/* Mondays with four whole weeks after them. */
static void
find_mondays(struct forecast_test *t, int32_t last_on)
{
    int32_t m = t->split_on;

    while (date_weekday(m) != MONDAY)
        m++;
    t->first_monday = m;
    while (t->mondays < FORECAST_MONDAYS &&
           m + (int32_t)t->mondays * WEEK + FORECAST_AHEAD * WEEK <= last_on)
        t->mondays++;
}

static enum err
try_model(struct db *db, struct tester *t)
{
    enum err e = pay_stream(db, NULL, ask_case, t);

    return e ? e : answer(t);
}

static enum err
train(struct db *db, int32_t split_on, pay_tell *tell, void *ctx,
    struct forecast_test *out, struct pay_model **m)
{
    struct pay_proof proof = { 0 };
    struct pay_rows rows;
    enum err e = pay_rows_read(db, split_on, tell, ctx, &rows);

    if (e)
        return e;
    out->trained_n = rows.n;
    e = rows.n ? pay_model_train(&rows, tell, ctx, m, &proof) : ERR_NOT_FOUND;
    pay_proof_free(&proof);
    pay_rows_free(&rows);
    return e;
}

enum err
forecast_test(struct db *db, struct arena *a, int32_t split_on, int32_t until_on,
    pay_tell *tell, void *ctx, struct forecast_test *out)
{
    struct forecast_span span;
    struct pay_model *m = NULL;
    struct tester *t;
    struct blob bytes;
    enum err e;

    *out = (struct forecast_test){ .split_on = split_on, .until_on = until_on };
    out->cash = arena_new_n(a, CURRENCIES__MAX, struct forecast_cash);
    if ((e = forecast_span(db, a, &span)))
        return e;
    if (span.last_on == DAY_NONE)
        return ERR_NOT_FOUND;
    find_mondays(out, span.last_on < until_on ? span.last_on : until_on - 1);
    if ((e = train(db, split_on, tell, ctx, out, &m)))
        return e;
    out->kind = pay_model_kind(m);
    if ((e = pay_model_save(m, a, &bytes))) {
        pay_model_free(m);
        return e;
    }
    sha_of(bytes.data, bytes.n, out->sha256);
    if (!(t = calloc(1, sizeof *t)))
        abort();
    t->t = out;
    t->m = m;
    t->of = span.n;
    t->tell = tell;
    t->ctx = ctx;
    e = try_model(db, t);
    free(t);
    pay_model_free(m);
    return e ? e : out->score[FORECAST_BY_MODEL].n ? OK : ERR_NOT_FOUND;
}

/* -- sums ------------------------------------------------------------------- */

double
forecast_cash_weekly(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays)
{
    double off = 0, paid = 0;

    for (uint64_t m = 0; m < mondays; m++)
        for (int w = 0; w < FORECAST_AHEAD; w++) {
            off += fabs(c->paid[m][w] - c->expected[by][m][w]);
            paid += c->paid[m][w];
        }
    return paid > 0 ? off / paid : 0;
}

double
forecast_cash_total(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays)
{
    double expected = 0, paid = 0;

    for (uint64_t m = 0; m < mondays; m++)
        for (int w = 0; w < FORECAST_AHEAD; w++) {
            expected += c->expected[by][m][w];
            paid += c->paid[m][w];
        }
    return paid > 0 ? expected / paid - 1 : 0;
}

double
forecast_cash_months(
    const struct forecast_cash *c, enum forecast_by by, uint64_t mondays)
{
    double off = 0, paid = 0;

    for (uint64_t m = 0; m < mondays; m++) {
        double e = 0, p = 0;

        for (int w = 0; w < FORECAST_AHEAD; w++) {
            e += c->expected[by][m][w];
            p += c->paid[m][w];
        }
        off += fabs(e - p);
        paid += p;
    }
    return paid > 0 ? off / paid : 0;
}
