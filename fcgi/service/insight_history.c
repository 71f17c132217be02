#include "service/insight_history.h"

#include <stdlib.h>
#include <string.h>

#include "store/q_daily_balance.h"

enum { GROUPS__MAX = 256 }; /* currencies */

static struct insight_group *
group_of(struct arena *a, struct insight_data *d, const char *currency,
    const struct insight_when *when)
{
    struct insight_group *g;

    for (size_t k = 0; k < d->groups_n; k++)
        if (strcmp(d->groups[k].currency, currency) == 0)
            return &d->groups[k];
    if (d->groups_n == GROUPS__MAX)
        return NULL;
    g = &d->groups[d->groups_n++];
    *g = (struct insight_group){ 0 };
    memcpy(g->currency, currency, sizeof g->currency);
    day_span_begin(&g->days, a, when->from, when->balance_from, when->to);
    return g;
}

/* Balances before balance_from are left out, as a live reading does. */
static struct day_balance
day_of(const struct daily_balance_of *b, bool balance)
{
    struct day_balance d = { .sales_minor = b->sales_minor,
        .written_off_minor = b->written_off_minor };

    if (!balance)
        return d;
    d.bucket_minor[0] = b->not_due_minor;
    d.bucket_minor[1] = b->late_30_minor;
    d.bucket_minor[2] = b->late_60_minor;
    d.bucket_minor[3] = b->late_90_minor;
    d.bucket_minor[4] = b->late_91_minor;
    d.unapplied_minor = b->unapplied_minor;
    d.disputed_minor = b->disputed_minor;
    d.promised_minor = b->promised_minor;
    d.recovered_minor = b->recovered_minor;
    d.paid_minor = b->paid_minor;
    d.paid_days = b->paid_days;
    d.late_days = b->late_days;
    d.late_days_floored = b->late_days_floored;
    d.closed_n = b->closed_n;
    d.closed_days = b->closed_days;
    return d;
}

static int
by_currency(const void *x, const void *y)
{
    const struct insight_group *a = x, *b = y;

    return strcmp(a->currency, b->currency);
}

static enum err
read_kept(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, struct insight_data *out)
{
    struct daily_balance_of_stream s;
    enum err e;

    *out = (struct insight_data){ 0 };
    out->groups = arena_new_n(a, GROUPS__MAX, struct insight_group);
    if ((e = daily_balance_of_open(
             &s, db, who->division, who->currency, when->from, when->to)))
        return e;
    while (daily_balance_of_next(&s)) {
        struct insight_group *g = group_of(a, out, s.row.currency, when);
        struct day_balance d = day_of(&s.row, s.row.day >= when->balance_from);

        if (g)
            day_add(&g->days.day[s.row.day - when->from], &d);
    }
    if ((e = daily_balance_of_close(&s)))
        return e;
    if (out->groups_n)
        qsort(out->groups, out->groups_n, sizeof *out->groups, by_currency);
    return OK;
}

enum err
insight_history(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, int64_t since_at, struct insight_data *out,
    struct insight_kept *kept)
{
    struct daily_history_get *h;
    size_t n;
    enum err e;

    *kept = (struct insight_kept){ .at = INSTANT_NONE };
    if (who->tag || who->customer_id || who->assignee_id || who->scope)
        return OK;
    if ((e = daily_history_get(db, a, &h, &n)))
        return e;
    if (!n || h->through_on < when->to ||
        (h->stale && (since_at == INSTANT_NONE || h->kept_at < since_at)))
        return OK;
    *kept = (struct insight_kept){ true, h->kept_at, h->stale };
    return read_kept(db, a, who, when, out);
}

enum err
insight_kept_days(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, struct insight_data *out, int32_t *through,
    uint64_t *stale)
{
    struct daily_history_get *h;
    size_t n;
    enum err e;

    if ((e = daily_history_get(db, a, &h, &n)))
        return e;
    *through = n ? h->through_on : DAY_NONE;
    *stale = n ? h->stale : 0;
    return read_kept(db, a, who, when, out);
}
