#include "domain/insight.h"

#include "base/date.h"
#include "domain/metric.h"

static const char AT_LEAST[] = "at_least";

/* -- windows ------------------------------------------------------------- */

static int32_t
month_first(int32_t day)
{
    struct ymd d = date_split(day);

    return date_join((struct ymd){ d.y, d.m, 1 });
}

static int32_t
month_last(int32_t day)
{
    struct ymd d = date_split(day);

    return date_join((struct ymd){ d.y, d.m, date_days_in_month(d.y, d.m) });
}

/* The last day of the last month that was over by then. */
static int32_t
whole_month_end(int32_t as_of)
{
    return month_last(as_of) == as_of ? as_of : month_first(as_of) - 1;
}

int32_t
insight_months_back(int32_t as_of, int months)
{
    return date_add_months(month_first(as_of), 1 - months);
}

bool
insight_at_least(const struct insight_figure *f)
{
    return f->note == AT_LEAST;
}

struct insight_window
insight_window(int32_t from, int32_t as_of)
{
    struct insight_window w = { .as_of = as_of, .from_given = from != DAY_NONE };
    int32_t quarter = date_add_months(month_first(whole_month_end(as_of)), -2);

    w.from = w.from_given ? from : as_of - INSIGHT_PERIOD_DAYS + 1;
    w.sales_from = insight_months_back(as_of, INSIGHT_COUNTBACK_MONTHS);
    if (w.sales_from > w.from)
        w.sales_from = w.from;
    w.balance_from = (quarter < w.from ? quarter : w.from) - 1;
    if (w.sales_from > w.balance_from)
        w.sales_from = w.balance_from;
    return w;
}

void
insight_at_risk_month(int32_t as_of, int32_t *first, int32_t *last)
{
    *last = whole_month_end(as_of - 120);
    *first = month_first(*last);
}

/* -- sums over days ------------------------------------------------------ */

static struct day_balance
sum_of(const struct day_span *s, int32_t from, int32_t to)
{
    struct day_balance sum = { 0 };

    for (int32_t day = from < s->from ? s->from : from; day <= to && day <= s->to;
         day++)
        day_add(&sum, day_evening(s, day));
    return sum;
}

static void
add_input(
    struct insight_figure *f, const char *name, enum insight_kind kind, int64_t value)
{
    f->input[f->inputs_n++] = (struct insight_input){ name, kind, value };
}

#define AMOUNT(f, name, minor) add_input(f, name, INSIGHT_AMOUNT, minor)
#define COUNT(f, name, n) add_input(f, name, INSIGHT_COUNT, n)
#define DAY(f, name, day) add_input(f, name, INSIGHT_DAY, day)

static void
set(struct insight_figure *f, enum err e, const int64_t *milli)
{
    f->known = e == OK;
    f->milli = e ? 0 : *milli;
}

/* -- days sales outstanding ---------------------------------------------- */

static void
countback(
    const struct insight_window *w, const struct day_span *s, struct insight_figure *f)
{
    struct metric_month month[INSIGHT_COUNTBACK_MONTHS];
    int64_t open = day_open(day_evening(s, w->as_of)), milli = 0;
    int32_t last = w->as_of;
    bool flagged;
    enum err e;

    for (int k = 0; k < INSIGHT_COUNTBACK_MONTHS; k++) {
        int32_t first = month_first(last);

        month[k] =
            (struct metric_month){ .sales_minor = sum_of(s, first, last).sales_minor,
                .days = last - first + 1 };
        last = first - 1;
    }
    e = metric_dso_countback(open, month, INSIGHT_COUNTBACK_MONTHS, &milli, &flagged);
    f->known = open > 0 && (!e || e == ERR_LIMIT);
    f->milli = f->known ? milli : 0;
    f->note = !f->known        ? NULL
              : e == ERR_LIMIT ? AT_LEAST
              : flagged        ? "negative_month"
                               : NULL;
    AMOUNT(f, "open_balance", open);
    AMOUNT(f, "sales_of_month", month[0].sales_minor);
    COUNT(f, "days_of_month", month[0].days);
}

static void
simple_dso(const struct insight_window *w, const struct day_span *s,
    const struct day_balance *sum, struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    const struct day_balance *end = day_evening(s, w->as_of);
    int64_t open = day_open(end), current = end->bucket_minor[0], milli = 0;
    int32_t days = w->as_of - w->from + 1;
    struct insight_figure *f = &out[INSIGHT_DSO_SIMPLE];

    set(f, metric_dso_simple(open, sum->sales_minor, days, &milli), &milli);
    AMOUNT(f, "open_balance", open);
    AMOUNT(f, "sales", sum->sales_minor);
    COUNT(f, "days", days);
    f = &out[INSIGHT_DSO_BEST];
    set(f, metric_bpdso(current, sum->sales_minor, days, &milli), &milli);
    AMOUNT(f, "not_due", current);
    AMOUNT(f, "sales", sum->sales_minor);
    COUNT(f, "days", days);
    f = &out[INSIGHT_ADD];
    set(f, metric_add(open, current, sum->sales_minor, days, &milli), &milli);
    AMOUNT(f, "open_balance", open);
    AMOUNT(f, "not_due", current);
    AMOUNT(f, "sales", sum->sales_minor);
    COUNT(f, "days", days);
}

/* -- collection effectiveness -------------------------------------------- */

static struct metric_cei
cei_of(const struct day_span *s, int32_t first, int32_t last)
{
    return (struct metric_cei){ .begin_minor = day_open(day_evening(s, first - 1)),
        .sales_minor = sum_of(s, first, last).sales_minor,
        .end_minor = day_open(day_evening(s, last)),
        .end_current_minor = day_evening(s, last)->bucket_minor[0] };
}

static void
cei_inputs(
    struct insight_figure *f, const struct metric_cei *c, int32_t first, int32_t last)
{
    DAY(f, "from", first);
    DAY(f, "to", last);
    AMOUNT(f, "opening_balance", c->begin_minor);
    AMOUNT(f, "sales", c->sales_minor);
    AMOUNT(f, "closing_balance", c->end_minor);
    AMOUNT(f, "not_due", c->end_current_minor);
}

/* What goes in are sums over the months: its parts add up as the formula's do. */
static void
cei_monthly(
    const struct insight_window *w, const struct day_span *s, struct insight_figure *f)
{
    int32_t last = whole_month_end(w->as_of), first = month_first(last);
    struct metric_cei all = cei_of(s, first, last);
    int64_t milli = 0;
    int months = 1;

    while (w->from_given && month_first(first - 1) >= w->from) {
        int32_t end = first - 1;
        struct metric_cei one;

        first = month_first(end);
        one = cei_of(s, first, end);
        all.begin_minor += one.begin_minor;
        all.sales_minor += one.sales_minor;
        all.end_minor += one.end_minor;
        all.end_current_minor += one.end_current_minor;
        months++;
    }
    set(f, metric_cei(&all, 1, &milli), &milli);
    cei_inputs(f, &all, first, last);
    COUNT(f, "months", months);
}

static void
cei(const struct insight_window *w, const struct day_span *s,
    struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    int32_t last = whole_month_end(w->as_of);
    int32_t first = date_add_months(month_first(last), -2);
    struct metric_cei full = cei_of(s, w->from, w->as_of);
    struct metric_cei quarter = cei_of(s, first, last);
    int64_t milli = 0;

    cei_monthly(w, s, &out[INSIGHT_CEI_MONTHLY]);
    set(&out[INSIGHT_CEI_FULL], metric_cei(&full, 1, &milli), &milli);
    cei_inputs(&out[INSIGHT_CEI_FULL], &full, w->from, w->as_of);
    set(&out[INSIGHT_CEI_CRF], metric_cei_crf(&quarter, &milli), &milli);
    cei_inputs(&out[INSIGHT_CEI_CRF], &quarter, first, last);
}

/* -- days to pay --------------------------------------------------------- */

static void
mean(struct insight_figure *f, int64_t days, const char *by_name, int64_t by,
    enum insight_kind kind)
{
    int64_t milli = 0;

    set(f, metric_mean_days(days, by, &milli), &milli);
    add_input(f, by_name, kind, by);
}

static void
days_to_pay(
    const struct day_balance *sum, struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    mean(&out[INSIGHT_ADP_WEIGHTED], sum->paid_days, "paid", sum->paid_minor,
        INSIGHT_AMOUNT);
    mean(&out[INSIGHT_ADP_UNWEIGHTED], sum->closed_days, "invoices", sum->closed_n,
        INSIGHT_COUNT);
    mean(&out[INSIGHT_DBT_SIGNED], sum->late_days, "paid", sum->paid_minor,
        INSIGHT_AMOUNT);
    mean(&out[INSIGHT_DBT_FLOORED], sum->late_days_floored, "paid", sum->paid_minor,
        INSIGHT_AMOUNT);
}

/* -- shares -------------------------------------------------------------- */

static void
share(struct insight_figure *f, const char *part_name, int64_t part,
    const char *whole_name, int64_t whole, enum insight_kind kind)
{
    int64_t milli = 0;

    set(f, whole > 0 ? metric_ratio(part, whole, &milli) : ERR_INVALID, &milli);
    add_input(f, part_name, kind, part);
    add_input(f, whole_name, kind, whole);
}

static void
bad_debt(const struct day_balance *sum, struct insight_figure *f)
{
    int64_t lost = sum->written_off_minor - sum->recovered_minor, milli = 0;
    enum err e = sum->sales_minor > 0 ? metric_ratio(lost, sum->sales_minor, &milli)
                                      : ERR_INVALID;

    set(f, e, &milli);
    AMOUNT(f, "written_off", sum->written_off_minor);
    AMOUNT(f, "recovered", sum->recovered_minor);
    AMOUNT(f, "sales", sum->sales_minor);
}

static void
shares(const struct day_balance *end, const struct day_balance *sum,
    const struct insight_sums *v, struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    int64_t debts = day_debts(end), late = day_late(end);

    share(&out[INSIGHT_PAST_DUE], "past_due", late, "owed", debts, INSIGHT_AMOUNT);
    share(&out[INSIGHT_OVER_90], "over_90", end->bucket_minor[4], "owed", debts,
        INSIGHT_AMOUNT);
    bad_debt(sum, &out[INSIGHT_BAD_DEBT]);
    share(&out[INSIGHT_AT_RISK], "unpaid", v->at_risk_unpaid_minor, "billed",
        v->at_risk_billed_minor, INSIGHT_AMOUNT);
    share(&out[INSIGHT_KEPT_COUNT], "kept", v->kept_n, "judged", v->judged_n,
        INSIGHT_COUNT);
    share(&out[INSIGHT_KEPT_AMOUNT], "received", v->received_minor, "promised",
        v->promised_minor, INSIGHT_AMOUNT);
    share(&out[INSIGHT_DISPUTED], "disputed", v->disputed_late_minor, "past_due", late,
        INSIGHT_AMOUNT);
    share(&out[INSIGHT_CONCENTRATION], "owed_by_top", v->top_minor, "owed", debts,
        INSIGHT_AMOUNT);
    COUNT(&out[INSIGHT_CONCENTRATION], "customers", v->top_n);
}

static void
resolved(const struct insight_sums *v, int percent, struct insight_figure *f)
{
    int64_t milli = 0, n = 0;

    for (size_t k = 0; k < v->resolved_n; k++)
        n += v->resolved[k].n;
    set(f, metric_percentile(v->resolved, v->resolved_n, percent, &milli), &milli);
    COUNT(f, "closed", n);
}

void
insight_figures(const struct insight_window *w, const struct day_span *days,
    const struct insight_sums *sums, struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    struct day_balance sum = sum_of(days, w->from, w->as_of);
    int32_t first, last;

    for (int k = 0; k < INSIGHT_FIGURE__MAX; k++)
        out[k] = (struct insight_figure){ 0 };
    countback(w, days, &out[INSIGHT_DSO_COUNTBACK]);
    simple_dso(w, days, &sum, out);
    cei(w, days, out);
    days_to_pay(&sum, out);
    shares(day_evening(days, w->as_of), &sum, sums, out);
    resolved(sums, 50, &out[INSIGHT_DISPUTE_MEDIAN]);
    resolved(sums, 90, &out[INSIGHT_DISPUTE_P90]);
    insight_at_risk_month(w->as_of, &first, &last);
    DAY(&out[INSIGHT_AT_RISK], "from", first);
    DAY(&out[INSIGHT_AT_RISK], "to", last);
}

#undef AMOUNT
#undef COUNT
#undef DAY
