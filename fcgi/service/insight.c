#include "service/insight.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/money.h"
#include "db/tx.h"
#include "domain/metric.h"
#include "service/insight_history.h"
#include "service/report_aging.h"
#include "store/q_aging.h"
#include "store/q_fx_rate.h"
#include "store/q_insight.h"
#include "store/setting.h"

enum { YEAR_DAYS = 366, RATE_ONE_E8 = 100000000 };

#define WHO(w)                                                                         \
    .division = (w)->division, .currency = (w)->currency,                              \
    .customer_id = (w)->customer_id, .tag = (w)->tag, .assignee_id = (w)->assignee_id, \
    .scope = (w)->scope

struct work {
    struct db *db;
    struct arena *a;
    struct insight_report *r;
    const struct insight_who *who;
    struct insight_data days;  /* what happened */
    struct insight_data now;   /* how the cases stand on the last day */
    struct insight_sums *sums; /* one for each currency */
};

/* -- the days ------------------------------------------------------------ */

static enum err
read_days(struct work *w)
{
    struct insight_report *r = w->r;
    const struct insight_window *win = &r->window;
    const struct insight_when all = { win->sales_from, win->balance_from, win->as_of };
    const struct insight_when last = { win->as_of, win->as_of, win->as_of };
    bool kept = false;
    enum err e;

    if (!r->ask.live &&
        (e = insight_history(w->db, w->a, w->who, &all, &w->days, &kept)))
        return e;
    r->live = !kept;
    e = insight_read(
        w->db, w->a, w->who, kept ? &last : &all, false, &r->ask.rule, &w->now);
    if (!kept)
        w->days = w->now;
    return e;
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

static int
by_group_and_customer(const void *x, const void *y)
{
    const struct insight_case *a = x, *b = y;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

/* Cases of one customer and currency, in several divisions, become one. */
static size_t
merge_customers(struct insight_case *c, size_t n)
{
    size_t kept = 0;

    if (n)
        qsort(c, n, sizeof *c, by_group_and_customer);
    for (size_t i = 0; i < n; i++) {
        struct insight_case *last = kept ? &c[kept - 1] : NULL;

        if (!c[i].aging)
            continue;
        if (!last || by_group_and_customer(last, &c[i])) {
            c[kept++] = c[i];
            continue;
        }
        last->late_minor += c[i].late_minor;
        last->debts_minor += c[i].debts_minor;
        last->unapplied_minor += c[i].unapplied_minor;
        if (c[i].oldest_late > last->oldest_late)
            last->oldest_late = c[i].oldest_late;
    }
    return kept;
}

static int
more_late_first(const void *x, const void *y)
{
    const struct insight_case *a = x, *b = y;

    if (a->late_minor != b->late_minor)
        return a->late_minor > b->late_minor ? -1 : 1;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

static int
more_owed_first(const void *x, const void *y)
{
    const struct insight_case *a = x, *b = y;

    if (a->debts_minor != b->debts_minor)
        return a->debts_minor > b->debts_minor ? -1 : 1;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

static struct insight_top *
top_of(struct work *w, struct insight_case *c, size_t n,
    int (*order)(const void *, const void *), bool late, size_t *out_n)
{
    struct insight_top *top = arena_new_n(w->a, INSIGHT_TOP, struct insight_top);

    *out_n = 0;
    if (n)
        qsort(c, n, sizeof *c, order);
    for (size_t i = 0; i < n && *out_n < INSIGHT_TOP; i++)
        if ((late ? c[i].late_minor : c[i].debts_minor) > 0)
            top[(*out_n)++] = (struct insight_top){ .customer_id = c[i].customer_id,
                .late_minor = c[i].late_minor,
                .owed_minor = c[i].debts_minor,
                .oldest_late = c[i].oldest_late };
    return top;
}

/* A currency of the report for each of the ledger's. */
static void
stand(struct work *w)
{
    struct insight_report *r = w->r;
    struct insight_case *c = w->now.cases;
    size_t n;

    r->currencies_n = w->now.groups_n;
    r->currencies = arena_new_n(w->a, r->currencies_n + 1, struct insight_currency);
    w->sums = arena_new_n(w->a, r->currencies_n + 1, struct insight_sums);
    for (size_t k = 0; k < r->currencies_n; k++) {
        r->currencies[k] = (struct insight_currency){ 0 };
        w->sums[k] = (struct insight_sums){ 0 };
        memcpy(r->currencies[k].currency, w->now.groups[k].currency, 4);
        aging_begin(&r->currencies[k].aging, &r->ask.rule, r->window.as_of);
    }
    for (size_t i = 0; i < w->now.cases_n; i++)
        if (c[i].aging)
            add_aging(&r->currencies[c[i].group].aging, c[i].aging);
    n = merge_customers(c, w->now.cases_n);
    for (size_t k = 0, i = 0; k < r->currencies_n; k++) {
        struct insight_currency *v = &r->currencies[k];
        size_t first = i;

        while (i < n && c[i].group == k)
            i++;
        v->customers_n = i - first;
        v->late = top_of(w, c + first, i - first, more_late_first, true, &v->late_n);
        v->owed = top_of(w, c + first, i - first, more_owed_first, false, &v->owed_n);
        for (size_t t = 0; t < v->owed_n; t++)
            w->sums[k].top_minor += v->owed[t].owed_minor;
        w->sums[k].top_n = (int64_t)v->owed_n;
        v->open_minor = aging_balance(&v->aging);
    }
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

/* The control identity, from the documents. */
static enum err
prove(struct work *w)
{
    const struct insight_control_in in = { WHO(w->who), .as_of = w->r->window.as_of };
    struct insight_control *c;
    size_t n;
    enum err e = insight_control(w->db, w->a, &in, &c, &n);

    if (e)
        return e;
    w->r->proves = true;
    for (size_t k = 0; k < w->r->currencies_n; k++) {
        struct insight_currency *v = &w->r->currencies[k];

        for (size_t i = 0; i < n; i++)
            if (strcmp(c[i].currency, v->currency) == 0)
                v->control_minor = c[i].debit_minor - c[i].credit_minor;
        v->proves = aging_proves(&v->aging, v->control_minor) &&
                    day_open(evening_of(w, v->currency)) == v->open_minor;
        w->r->proves = w->r->proves && v->proves;
    }
    return OK;
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
read_risk(struct work *w)
{
    struct insight_at_risk_in in = { WHO(w->who), .as_of = w->r->window.as_of };
    const struct insight_disputed_late_in of = { WHO(w->who),
        .as_of = w->r->window.as_of };
    struct insight_at_risk *v;
    struct insight_disputed_late *d;
    size_t n, d_n;
    enum err e;

    insight_at_risk_month(in.as_of, &in.from_on, &in.to_on);
    if ((e = insight_at_risk(w->db, w->a, &in, &v, &n)) ||
        (e = insight_disputed_late(w->db, w->a, &of, &d, &d_n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct insight_sums *s = sums_of(w, v[i].currency);

        s->at_risk_billed_minor = v[i].billed_minor;
        s->at_risk_unpaid_minor = v[i].unpaid_minor;
    }
    for (size_t i = 0; i < d_n; i++)
        sums_of(w, d[i].currency)->disputed_late_minor = d[i].minor;
    return OK;
}

static enum err
read_promises(struct work *w)
{
    const struct insight_judged_in in = { WHO(w->who), .from_on = w->r->window.from,
        .to_on = w->r->window.as_of };
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
    const struct insight_resolved_in in = { WHO(w->who), .from_on = w->r->window.from,
        .to_on = w->r->window.as_of };
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
    const struct insight_collectors_in in = { WHO(w->who), .from_on = w->r->window.from,
        .to_on = w->r->window.as_of };
    const struct insight_received_in of = { WHO(w->who), .from_on = w->r->window.from,
        .to_on = w->r->window.as_of };
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

static enum err
read_all(struct work *w)
{
    enum err e;

    if ((e = read_days(w)))
        return e;
    stand(w);
    if ((e = read_names(w)) || (e = prove(w)) || (e = read_risk(w)) ||
        (e = read_promises(w)) || (e = read_resolved(w)) || (e = read_collectors(w)))
        return e;
    return convert(w);
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
    if ((e = db_begin_snapshot(db)) || (e = db_end(db, read_all(&w))))
        return e;
    for (size_t k = 0; k < out->currencies_n; k++)
        insight_figures(&out->window, days_of(&w, out->currencies[k].currency),
            &w.sums[k], out->currencies[k].figure);
    return OK;
}
