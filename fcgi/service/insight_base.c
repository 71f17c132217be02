#include "service/insight_base.h"

#include <string.h>

#include "base/money.h"
#include "store/q_fx_rate.h"

enum { RATE_ONE_E8 = 100000000 };

/* The rates of a currency by day, oldest first; its own is 1. */
struct rates {
    const char *from, *to;
    struct fx_rate_days *day;
    size_t n, at;
};

static enum err
read_rates(
    struct db *db, struct arena *a, int32_t from_on, int32_t to_on, struct rates *r)
{
    if (strcmp(r->from, r->to) != 0)
        return fx_rate_days(db, a, r->from, r->to, from_on, to_on, &r->day, &r->n);
    r->day = arena_new_n(a, 1, struct fx_rate_days);
    r->day[0] = (struct fx_rate_days){ from_on, RATE_ONE_E8 };
    r->n = 1;
    return OK;
}

/* Days do not fall from one call to the next. */
static const struct fx_rate_days *
rate_of(struct rates *r, int32_t day)
{
    while (r->at + 1 < r->n && r->day[r->at + 1].rate_on <= day)
        r->at++;
    return &r->day[r->at];
}

static enum err
add(const struct rates *r, int64_t rate_e8, int64_t minor, int64_t *to)
{
    int64_t in_base;
    enum err e;

    if (!minor)
        return OK;
    if (!(e = money_convert(minor, r->from, r->to, rate_e8, &in_base)))
        *to += in_base;
    return e;
}

static enum err
add_evening(const struct rates *r, int64_t rate_e8, const struct day_balance *d,
    struct day_balance *to)
{
    enum err e = add(r, rate_e8, d->unapplied_minor, &to->unapplied_minor);

    for (size_t k = 0; !e && k < DAY_BUCKETS; k++)
        e = add(r, rate_e8, d->bucket_minor[k], &to->bucket_minor[k]);
    return e;
}

static enum err
add_group(struct rates *r, const struct insight_group *g,
    const struct insight_window *w, struct insight_base *out, struct insight_rate *used)
{
    const struct fx_rate_days *rate;
    struct day_balance *to;
    enum err e = OK;

    used->known = true;
    used->first_on = r->day[0].rate_on > w->from && strcmp(r->from, r->to) != 0
                         ? r->day[0].rate_on
                         : DAY_NONE;
    for (int32_t day = g->days.from; !e && day <= w->as_of; day++)
        if ((to = day_at(&out->days, day)))
            e = add(r, rate_of(r, day)->rate_e8,
                day_evening(&g->days, day)->sales_minor, &to->sales_minor);
    rate = rate_of(r, w->as_of);
    used->rate_e8 = rate->rate_e8;
    used->rate_on = strcmp(r->from, r->to) == 0 ? w->as_of : rate->rate_on;
    to = day_at(&out->days, w->as_of);
    if (!e && to)
        e = add_evening(r, rate->rate_e8, day_evening(&g->days, w->as_of), to);
    return e;
}

enum err
insight_base(struct db *db, struct arena *a, const struct insight_data *d,
    const struct insight_window *w, const char *currency, struct insight_base *out)
{
    int32_t from = w->as_of;
    enum err e = OK;

    for (size_t k = 0; k < d->groups_n; k++)
        from = d->groups[k].days.from < from ? d->groups[k].days.from : from;
    *out = (struct insight_base){ .n = d->groups_n };
    out->rate = arena_new_n(a, d->groups_n + 1, struct insight_rate);
    day_span_begin(&out->days, a, from, w->as_of, w->as_of);
    for (size_t k = 0; !e && k < d->groups_n; k++) {
        const struct insight_group *g = &d->groups[k];
        struct rates r = { .from = g->currency, .to = currency };

        out->rate[k] = (struct insight_rate){ 0 };
        memcpy(out->rate[k].currency, g->currency, sizeof g->currency);
        if (!(e = read_rates(db, a, from, w->as_of, &r)) && r.n)
            e = add_group(&r, g, w, out, &out->rate[k]);
    }
    return e;
}
