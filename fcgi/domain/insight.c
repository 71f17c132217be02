#include "domain/insight.h"

#include "base/date.h"
#include "domain/metric.h"

const struct insight_definition INSIGHT_DEFINITIONS[INSIGHT_FIGURE__MAX] = {
    [INSIGHT_DSO_COUNTBACK] = { "dso", "countback", true, INSIGHT_DAYS,
        "Days sales outstanding: the open balance is used up by the sales of the "
        "newest "
        "month, then the one before, each counting its days; the last in proportion." },
    [INSIGHT_DSO_SIMPLE] = { "dso", "simple", false, INSIGHT_DAYS,
        "Open balance / sales of the period x days of the period." },
    [INSIGHT_DSO_BEST] = { "dso", "best_possible", false, INSIGHT_DAYS,
        "What is not yet due / sales of the period x days of the period." },
    [INSIGHT_ADD] = { "add", "simple", true, INSIGHT_DAYS,
        "Average days delinquent: simple DSO minus best possible DSO." },
    [INSIGHT_CEI_MONTHLY] = { "cei", "monthly", true, INSIGHT_PERCENT,
        "Collection effectiveness: (opening balance + sales - closing balance) / "
        "(opening balance + sales - what is not yet due), numerators and denominators "
        "added up over the whole months of the period; of the last one by default." },
    [INSIGHT_CEI_FULL] = { "cei", "full_period", false, INSIGHT_PERCENT,
        "The same computed once, with the sales of the whole period." },
    [INSIGHT_CEI_CRF] = { "cei", "crf", false, INSIGHT_PERCENT,
        "The same for the last three whole months, with a third of their sales." },
    [INSIGHT_ADP_WEIGHTED] = { "adp", "weighted", true, INSIGHT_DAYS,
        "Days from invoice to payment, weighted by the amount of each payment that "
        "counts from a day of the period. Reversed ones never count." },
    [INSIGHT_ADP_UNWEIGHTED] = { "adp", "unweighted", false, INSIGHT_DAYS,
        "Mean of the days that the invoices took which a payment closed in the "
        "period." },
    [INSIGHT_DBT_SIGNED] = { "dbt", "signed", false, INSIGHT_DAYS,
        "Days beyond terms: days from the due date to payment, weighted by amount; "
        "early payment counts against late." },
    [INSIGHT_DBT_FLOORED] = { "dbt", "floored", true, INSIGHT_DAYS,
        "The same with early payment as 0 days." },
    [INSIGHT_PAST_DUE] = { "past_due", "ratio", true, INSIGHT_PERCENT,
        "What is past due / all that is owed, before unapplied credits." },
    [INSIGHT_OVER_90] = { "over_90", "ratio", true, INSIGHT_PERCENT,
        "What is more than 90 days past due / all that is owed, before unapplied "
        "credits." },
    [INSIGHT_BAD_DEBT] = { "bad_debt", "ratio", true, INSIGHT_PERCENT,
        "(Write-offs - recoveries) / sales of the period." },
    [INSIGHT_AT_RISK] = { "at_risk", "rate", true, INSIGHT_PERCENT,
        "Of what was billed in a month, the share that was unpaid 90 days past due: "
        "the "
        "last month that ended 120 days ago." },
    [INSIGHT_KEPT_COUNT] = { "promises", "kept_count", true, INSIGHT_PERCENT,
        "Promises kept / promises judged in the period." },
    [INSIGHT_KEPT_AMOUNT] = { "promises", "kept_amount", false, INSIGHT_PERCENT,
        "Received by the judged day / promised, of the same promises." },
    [INSIGHT_DISPUTE_MEDIAN] = { "dispute_cycle", "median", true, INSIGHT_DAYS,
        "Half of the disputes closed in the period took no more days." },
    [INSIGHT_DISPUTE_P90] = { "dispute_cycle", "p90", false, INSIGHT_DAYS,
        "Nine of ten disputes closed in the period took no more days." },
    [INSIGHT_DISPUTED] = { "disputed", "past_due_share", true, INSIGHT_PERCENT,
        "What is past due and in dispute / what is past due." },
    [INSIGHT_CONCENTRATION] = { "concentration", "top_10", true, INSIGHT_PERCENT,
        "What the ten customers that owe most owe / all that is owed." },
};

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

struct insight_window
insight_window(int32_t from, int32_t as_of)
{
    struct insight_window w = { .as_of = as_of, .from_given = from != DAY_NONE };
    int32_t quarter = date_add_months(month_first(whole_month_end(as_of)), -2);

    w.from = w.from_given ? from : as_of - INSIGHT_PERIOD_DAYS + 1;
    w.sales_from = date_add_months(month_first(as_of), 1 - INSIGHT_COUNTBACK_MONTHS);
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
              : e == ERR_LIMIT ? "at_least"
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
shares(const struct day_balance *end, const struct day_balance *sum,
    const struct insight_sums *v, struct insight_figure out[INSIGHT_FIGURE__MAX])
{
    int64_t debts = day_debts(end), late = day_late(end);

    share(&out[INSIGHT_PAST_DUE], "past_due", late, "owed", debts, INSIGHT_AMOUNT);
    share(&out[INSIGHT_OVER_90], "over_90", end->bucket_minor[4], "owed", debts,
        INSIGHT_AMOUNT);
    share(&out[INSIGHT_BAD_DEBT], "lost", sum->written_off_minor - sum->recovered_minor,
        "sales", sum->sales_minor, INSIGHT_AMOUNT);
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
