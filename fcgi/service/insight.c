#include "service/insight.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/money.h"
#include "db/tx.h"
#include "domain/metric.h"
#include "service/insight_history.h"
#include "service/report_aging.h"
#include "store/q_aging.h"
#include "store/q_fx_rate.h"
#include "store/q_insight.h"
#include "store/setting.h"

enum { YEAR_DAYS = 366, RATE_ONE_E8 = 100000000, SHORT_MONTHS = 6 };

static const int64_t LAG_US = INSIGHT_LAG_MINUTES * 60 * INT64_C(1000000);

struct work {
    struct db *db;
    struct arena *a;
    struct insight_report *r;
    const struct insight_who *who;
    struct insight_data days; /* what happened */
    struct insight_data now;  /* how the cases stand on the last day; none when kept */
    struct insight_standing *standing; /* of each currency, on the last day */
    size_t standing_n;
    int32_t sales_from;        /* of what was read */
    struct insight_sums *sums; /* one for each currency */
};

/* -- the days ------------------------------------------------------------ */

static bool
is_default(const struct aging_rule *r)
{
    return r->basis == AGING_DEFAULT.basis && r->credits == AGING_DEFAULT.credits &&
           r->bounds_n == AGING_DEFAULT.bounds_n &&
           memcmp(r->bounds, AGING_DEFAULT.bounds, r->bounds_n * sizeof *r->bounds) ==
               0;
}

/* A few months of sales use up most balances; sales of all months are read only where
 * they do not. */
static int32_t
short_sales(const struct insight_window *win)
{
    int32_t from = insight_months_back(win->as_of, SHORT_MONTHS);

    if (from > win->balance_from)
        from = win->balance_from;
    return from > win->sales_from ? from : win->sales_from;
}

static enum err
read_kept(struct work *w, int32_t sales_from, struct insight_kept *kept)
{
    struct insight_report *r = w->r;
    const struct insight_when when = { sales_from, r->window.balance_from,
        r->window.as_of };
    int64_t since_at = r->ask.may_lag ? clock_now_us() - LAG_US : INSTANT_NONE;

    w->sales_from = sales_from;
    return insight_history(w->db, w->a, w->who, &when, since_at, &w->days, kept);
}

static enum err
read_live(struct work *w, bool kept)
{
    const struct insight_window *win = &w->r->window;
    const struct insight_when all = { win->sales_from, win->balance_from, win->as_of };
    const struct insight_when last = { win->as_of, win->as_of, win->as_of };
    enum err e = insight_read(
        w->db, w->a, w->who, kept ? &last : &all, false, &w->r->ask.rule, &w->now);

    if (!kept) {
        w->days = w->now;
        w->sales_from = win->sales_from;
    }
    w->standing_n = w->now.groups_n;
    return e ? e
             : insight_stand(w->db, w->a, w->who, win->as_of, &w->now, &w->standing);
}

static enum err
read_days(struct work *w)
{
    struct insight_report *r = w->r;
    struct insight_kept kept = { .at = INSTANT_NONE };
    enum err e;

    if (!r->ask.live && (e = read_kept(w, short_sales(&r->window), &kept)))
        return e;
    r->live = !kept.kept;
    r->kept_at = kept.at;
    r->changed_n = kept.changed_n;
    if (kept.kept && is_default(&r->ask.rule)) {
        e = insight_standing_kept(
            w->db, w->a, w->who, r->window.as_of, &w->standing, &w->standing_n);
        if (e || w->standing_n)
            return e;
    }
    return read_live(w, kept.kept);
}

static const struct day_span *
days_of(const struct work *w, const char *currency)
{
    static const struct day_span NONE = { .from = 0, .to = -1 };

    for (size_t k = 0; k < w->days.groups_n; k++)
        if (strcmp(w->days.groups[k].currency, currency) == 0)
            return &w->days.groups[k].days;
    return &NONE;
}

static const struct day_balance *
evening_of(const struct work *w, const char *currency)
{
    return day_evening(days_of(w, currency), w->r->window.as_of);
}

/* -- how things stand ---------------------------------------------------- */

static void
add_aging(struct aging *to, const struct aging *g)
{
    for (size_t k = 0; k < aging_buckets(to->rule); k++)
        to->bucket_minor[k] += g->bucket_minor[k];
    to->unapplied_minor += g->unapplied_minor;
    to->debit_minor += g->debit_minor;
    to->credit_minor += g->credit_minor;
    if (g->oldest_late > to->oldest_late)
        to->oldest_late = g->oldest_late;
}

/* Of what is kept: buckets are those of the default rule. */
static void
age_evening(struct aging *g, const struct day_balance *d)
{
    for (size_t k = 0; k < DAY_BUCKETS; k++)
        g->bucket_minor[k] = d->bucket_minor[k];
    g->unapplied_minor = g->credit_minor = d->unapplied_minor;
    g->debit_minor = day_debts(d);
}

static void
age(struct work *w)
{
    struct insight_report *r = w->r;
    const struct insight_case *c = w->now.cases;

    for (size_t i = 0; i < w->now.cases_n; i++)
        if (c[i].aging)
            add_aging(&r->currencies[c[i].group].aging, c[i].aging);
    for (size_t k = 0; !w->now.groups_n && k < r->currencies_n; k++)
        age_evening(&r->currencies[k].aging, evening_of(w, r->currencies[k].currency));
}

/* A currency of the report for each that stands there. */
static void
stand(struct work *w)
{
    struct insight_report *r = w->r;

    r->currencies_n = w->standing_n;
    r->currencies = arena_new_n(w->a, r->currencies_n + 1, struct insight_currency);
    w->sums = arena_new_n(w->a, r->currencies_n + 1, struct insight_sums);
    for (size_t k = 0; k < r->currencies_n; k++) {
        struct insight_standing *s = &w->standing[k];
        struct insight_currency *v = &r->currencies[k];

        *v = (struct insight_currency){ .customers_n = s->customers_n,
            .control_minor = s->control_minor,
            .late = s->late,
            .late_n = s->late_n,
            .owed = s->owed,
            .owed_n = s->owed_n };
        memcpy(v->currency, s->currency, sizeof v->currency);
        aging_begin(&v->aging, &r->ask.rule, r->window.as_of);
        w->sums[k] =
            (struct insight_sums){ .at_risk_billed_minor = s->at_risk_billed_minor,
                .at_risk_unpaid_minor = s->at_risk_unpaid_minor,
                .top_n = (int64_t)s->owed_n };
        for (size_t t = 0; t < s->owed_n; t++)
            w->sums[k].top_minor += s->owed[t].owed_minor;
    }
    age(w);
    for (size_t k = 0; k < r->currencies_n; k++)
        r->currencies[k].open_minor = aging_balance(&r->currencies[k].aging);
}

static void
name_top(struct insight_top *t, size_t n, const struct aging_customers *names,
    size_t names_n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < names_n; k++)
            if (names[k].id == t[i].customer_id) {
                t[i].number = names[k].number;
                t[i].name = names[k].name;
            }
}

static enum err
read_names(struct work *w)
{
    struct aging_customers *names;
    struct buf ids;
    size_t n;
    enum err e;

    buf_init(&ids, w->a);
    buf_char(&ids, '[');
    for (size_t k = 0; k < w->r->currencies_n; k++) {
        const struct insight_currency *v = &w->r->currencies[k];

        for (size_t i = 0; i < v->late_n; i++)
            buf_fmt(&ids, "%s%llu", ids.len > 1 ? "," : "",
                (unsigned long long)v->late[i].customer_id);
        for (size_t i = 0; i < v->owed_n; i++)
            buf_fmt(&ids, "%s%llu", ids.len > 1 ? "," : "",
                (unsigned long long)v->owed[i].customer_id);
    }
    buf_char(&ids, ']');
    if ((e = aging_customers(w->db, w->a, ids.text, &names, &n)))
        return e;
    for (size_t k = 0; k < w->r->currencies_n; k++) {
        name_top(w->r->currencies[k].late, w->r->currencies[k].late_n, names, n);
        name_top(w->r->currencies[k].owed, w->r->currencies[k].owed_n, names, n);
    }
    return OK;
}

/* The control identity: the total was read from the documents. */
static void
prove(struct work *w)
{
    w->r->proves = true;
    for (size_t k = 0; k < w->r->currencies_n; k++) {
        struct insight_currency *v = &w->r->currencies[k];

        v->proves = aging_proves(&v->aging, v->control_minor) &&
                    day_open(evening_of(w, v->currency)) == v->open_minor;
        w->r->proves = w->r->proves && v->proves;
    }
}

/* -- sums ---------------------------------------------------------------- */

static struct insight_sums *
sums_of(struct work *w, const char *currency)
{
    static struct insight_sums nobody;

    for (size_t k = 0; k < w->r->currencies_n; k++)
        if (strcmp(w->r->currencies[k].currency, currency) == 0)
            return &w->sums[k];
    return &nobody;
}

static enum err
read_disputed(struct work *w)
{
    const struct insight_disputed_late_in of = { INSIGHT_WHO(w->who),
        .as_of = w->r->window.as_of };
    struct insight_disputed_late *d;
    size_t n;
    enum err e = insight_disputed_late(w->db, w->a, &of, &d, &n);

    for (size_t i = 0; !e && i < n; i++)
        sums_of(w, d[i].currency)->disputed_late_minor = d[i].minor;
    return e;
}

static enum err
read_promises(struct work *w)
{
    const struct insight_judged_in in = { INSIGHT_WHO(w->who),
        .from_on = w->r->window.from, .to_on = w->r->window.as_of };
    struct insight_judged *v;
    size_t n;
    enum err e = insight_judged(w->db, w->a, &in, &v, &n);

    for (size_t i = 0; !e && i < n; i++) {
        struct insight_sums *s = sums_of(w, v[i].currency);

        s->judged_n = (int64_t)v[i].judged_n;
        s->kept_n = (int64_t)v[i].kept_n;
        s->promised_minor = v[i].promised_minor;
        s->received_minor = v[i].received_minor;
    }
    return e;
}

static enum err
read_resolved(struct work *w)
{
    const struct insight_resolved_in in = { INSIGHT_WHO(w->who),
        .from_on = w->r->window.from, .to_on = w->r->window.as_of };
    struct insight_resolved *v;
    struct metric_count *count;
    size_t n;
    enum err e = insight_resolved(w->db, w->a, &in, &v, &n);

    if (e)
        return e;
    count = arena_new_n(w->a, n + 1, struct metric_count);
    for (size_t i = 0; i < n; i++) {
        struct insight_sums *s = sums_of(w, v[i].currency);

        count[i] = (struct metric_count){ v[i].days, (int64_t)v[i].disputes_n };
        if (!s->resolved_n++)
            s->resolved = &count[i];
    }
    return OK;
}

static enum err
read_collectors(struct work *w)
{
    const struct insight_collectors_in in = { INSIGHT_WHO(w->who),
        .from_on = w->r->window.from, .to_on = w->r->window.as_of };
    const struct insight_received_in of = { INSIGHT_WHO(w->who),
        .from_on = w->r->window.from, .to_on = w->r->window.as_of };
    struct insight_report *r = w->r;
    struct insight_collectors *c;
    struct insight_received *m;
    enum err e;

    if ((e = insight_collectors(w->db, w->a, &in, &c, &r->collectors_n)) ||
        (e = insight_received(w->db, w->a, &of, &m, &r->collected_n)))
        return e;
    r->collectors = arena_new_n(w->a, r->collectors_n + 1, struct insight_collector);
    r->collected = arena_new_n(w->a, r->collected_n + 1, struct insight_collected);
    for (size_t i = 0; i < r->collectors_n; i++)
        r->collectors[i] = (struct insight_collector){ c[i].user_id, c[i].name,
            c[i].contacts, c[i].promises };
    for (size_t i = 0; i < r->collected_n; i++) {
        r->collected[i] =
            (struct insight_collected){ .user_id = m[i].user_id, .minor = m[i].minor };
        memcpy(r->collected[i].currency, m[i].currency, 4);
    }
    return OK;
}

/* -- in the reporting currency ------------------------------------------- */

static enum err
convert(struct work *w)
{
    struct fx_rate_on rate;
    enum err e;

    if ((e = setting_read(w->db, w->a, "base_currency", "EUR", &w->r->base_currency)))
        return e;
    for (size_t k = 0; k < w->r->currencies_n; k++) {
        struct insight_currency *v = &w->r->currencies[k];
        const char *base = w->r->base_currency;
        int64_t late = day_late(evening_of(w, v->currency));

        if (strcmp(v->currency, base) == 0) {
            v->rate_e8 = RATE_ONE_E8;
            v->rate_on = w->r->window.as_of;
        } else if ((e = fx_rate_on(w->db, w->a, v->currency, base, w->r->window.as_of,
                        &rate)) == ERR_NOT_FOUND) {
            continue;
        } else if (e) {
            return e;
        } else {
            v->rate_e8 = rate.rate_e8;
            v->rate_on = rate.rate_on;
        }
        v->has_rate =
            !money_convert(
                v->open_minor, v->currency, base, v->rate_e8, &v->open_base_minor) &&
            !money_convert(late, v->currency, base, v->rate_e8, &v->late_base_minor);
    }
    return OK;
}

/* -- all of it ----------------------------------------------------------- */

/* Whether a balance would have needed sales of months that were not read. */
static enum err
figures(struct work *w, bool *needs_more)
{
    static const struct insight_sums NONE;
    struct insight_report *r = w->r;
    bool more = false;
    enum err e;

    for (size_t k = 0; k < w->r->currencies_n; k++) {
        struct insight_currency *v = &w->r->currencies[k];

        insight_figures(&w->r->window, days_of(w, v->currency), &w->sums[k], v->figure);
        more = more || insight_at_least(&v->figure[INSIGHT_DSO_COUNTBACK]);
    }
    if ((e = insight_base(
             w->db, w->a, &w->days, &r->window, r->base_currency, &r->base)))
        return e;
    insight_figures(&r->window, &r->base.days, &NONE, r->base_figure);
    more = more || insight_at_least(&r->base_figure[INSIGHT_DSO_COUNTBACK]);
    *needs_more = more && w->sales_from > r->window.sales_from;
    return OK;
}

static enum err
read_all(struct work *w)
{
    struct insight_kept kept;
    bool more;
    enum err e;

    if ((e = read_days(w)))
        return e;
    stand(w);
    prove(w);
    if ((e = read_names(w)) || (e = read_disputed(w)) || (e = read_promises(w)) ||
        (e = read_resolved(w)) || (e = read_collectors(w)) || (e = convert(w)))
        return e;
    if ((e = figures(w, &more)) || !more)
        return e;
    e = read_kept(w, w->r->window.sales_from, &kept);
    return e ? e : figures(w, &more);
}

enum err
insight_report(struct db *db, struct arena *a, const struct insight_ask *ask,
    struct insight_report *out)
{
    struct work w = { .db = db, .a = a, .r = out };
    int32_t today;
    enum err e;

    *out = (struct insight_report){ .ask = *ask };
    w.who = &out->ask.who;
    if ((e = report_today(db, a, &today)))
        return e;
    out->window =
        insight_window(ask->from, ask->as_of == DAY_NONE ? today : ask->as_of);
    if (out->window.from > out->window.as_of ||
        out->window.as_of - out->window.from > INSIGHT_YEARS__MAX * YEAR_DAYS ||
        aging_rule_check(&ask->rule))
        return ERR_INVALID;
    insight_who_as_of(&out->ask.who, out->window.as_of, today);
    if ((e = db_begin_snapshot(db)))
        return e;
    return db_end(db, read_all(&w));
}
