#include "service/insight_trend.h"

#include <string.h>

#include "base/date.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "service/insight_history.h"

/* A few months of sales use up most balances. */
enum { YEAR_DAYS = 365, SHORT_MONTHS = 6 };

static int32_t
step_end(enum insight_step step, int32_t day)
{
    struct ymd d = date_split(day);

    switch (step) {
    case INSIGHT_MONTHS:
        return date_join((struct ymd){ d.y, d.m, date_days_in_month(d.y, d.m) });
    case INSIGHT_WEEKS:
        return day + 7 - date_weekday(day);
    default:
        return day;
    }
}

static bool
is_narrow(const struct insight_who *w)
{
    return w->tag || w->customer_id || w->assignee_id || w->scope;
}

static enum err
read_days(struct db *db, struct arena *a, const struct insight_ask *ask,
    const struct insight_when *when, struct insight_data *d, struct insight_trend *out)
{
    bool narrow = is_narrow(&ask->who);
    uint64_t stale;
    enum err e = OK;

    out->live = narrow;
    if (!narrow &&
        (e = insight_kept_days(db, a, &ask->who, when, d, &out->through_on, &stale)))
        return e;
    if (!narrow && out->through_on != DAY_NONE) {
        if (out->through_on > when->to)
            out->through_on = when->to;
        return OK;
    }
    out->live = true;
    out->through_on = when->to;
    if ((e = db_begin_snapshot(db)))
        return e;
    return db_end(db, insight_read(db, a, &ask->who, when, false, NULL, d));
}

static int64_t
milli_of(const struct insight_figure *f)
{
    return f->known ? f->milli : I64_NONE;
}

/* true: sales of older months would tell more. */
static bool
add_point(
    struct insight_trend *t, const struct insight_group *g, int32_t from, int32_t to)
{
    static const struct insight_sums NONE;
    struct insight_point *p = &t->points[t->points_n++];
    struct insight_window w = { .from = from, .as_of = to, .from_given = true };
    struct insight_figure figure[INSIGHT_FIGURE__MAX];

    *p = (struct insight_point){ .from = from, .to = to };
    memcpy(p->currency, g->currency, sizeof p->currency);
    p->evening = *day_evening(&g->days, to);
    for (int32_t day = from; day <= to; day++)
        day_add(&p->sum, day_evening(&g->days, day));
    insight_figures(&w, &g->days, &NONE, figure);
    p->dso_milli = milli_of(&figure[INSIGHT_DSO_COUNTBACK]);
    p->cei_milli = milli_of(&figure[INSIGHT_CEI_FULL]);
    p->adp_milli = milli_of(&figure[INSIGHT_ADP_WEIGHTED]);
    p->dbt_milli = milli_of(&figure[INSIGHT_DBT_FLOORED]);
    p->past_due_milli = milli_of(&figure[INSIGHT_PAST_DUE]);
    return insight_at_least(&figure[INSIGHT_DSO_COUNTBACK]);
}

static bool
add_points(struct insight_trend *t, const struct insight_data *d, int32_t from,
    enum insight_step step)
{
    bool more = false;

    t->points_n = 0;
    for (int32_t day = from; day <= t->through_on;) {
        int32_t end = step_end(step, day);

        if (end > t->through_on)
            end = t->through_on;
        for (size_t k = 0; k < d->groups_n; k++)
            more = add_point(t, &d->groups[k], day, end) || more;
        day = end + 1;
    }
    return more;
}

enum err
insight_trend(struct db *db, struct arena *a, const struct insight_ask *ask,
    enum insight_step step, struct insight_trend *out)
{
    int32_t from = ask->from == DAY_NONE ? ask->as_of - YEAR_DAYS : ask->from;
    int32_t all_from = insight_window(from, from).sales_from;
    struct insight_when when = { .from = is_narrow(&ask->who)
                                             ? all_from
                                             : insight_months_back(from, SHORT_MONTHS),
        .balance_from = from - 1,
        .to = ask->as_of };
    struct insight_data d;
    bool more;
    enum err e;

    *out = (struct insight_trend){ 0 };
    if ((e = read_days(db, a, ask, &when, &d, out)))
        return e;
    out->points = arena_new_n(
        a, (size_t)(ask->as_of - from + 2) * (d.groups_n + 1), struct insight_point);
    more = add_points(out, &d, from, step);
    if (!more || when.from <= all_from)
        return OK;
    when.from = all_from;
    if ((e = read_days(db, a, ask, &when, &d, out)))
        return e;
    add_points(out, &d, from, step);
    return OK;
}
