#include "domain/day_balance.h"

#include "base/date.h"

/* First and last day late of each bucket; 0 is the day something is due. */
static const struct {
    int32_t first, last;
} LATE[DAY_BUCKETS] = { { DATE_DAY__MIN, 0 }, { 1, 30 }, { 31, 60 }, { 61, 90 },
    { 91, DATE_DAY__MAX } };

void
day_span_begin(
    struct day_span *s, struct arena *a, int32_t from, int32_t balance_from, int32_t to)
{
    *s = (struct day_span){ .from = from, .to = to, .balance_from = balance_from };
    s->day = arena_new_n(a, (size_t)(to - from + 2), struct day_balance);
    for (int32_t k = 0; k <= to - from + 1; k++)
        s->day[k] = (struct day_balance){ 0 };
}

/* Where a stretch of days begins and ends in the span; false: nowhere. */
static bool
clip(const struct day_span *s, int64_t first, int64_t last, int32_t *at, int32_t *after)
{
    if (first < s->balance_from)
        first = s->balance_from;
    if (last > s->to)
        last = s->to;
    if (first > last)
        return false;
    *at = (int32_t)(first - s->from);
    *after = (int32_t)(last - s->from + 1);
    return true;
}

void
day_debit(
    struct day_span *s, int32_t issued_on, int32_t due_on, int32_t until, int64_t minor)
{
    int32_t at, after;

    for (int k = 0; k < DAY_BUCKETS; k++) {
        int64_t first = (int64_t)due_on + LATE[k].first;
        int64_t last = (int64_t)due_on + LATE[k].last;

        if (first < issued_on)
            first = issued_on;
        if (last > until)
            last = until;
        if (!clip(s, first, last, &at, &after))
            continue;
        s->day[at].bucket_minor[k] += minor;
        s->day[after].bucket_minor[k] -= minor;
    }
}

void
day_credit(struct day_span *s, int32_t issued_on, int32_t until, int64_t minor)
{
    int32_t at, after;

    if (!clip(s, issued_on, until, &at, &after))
        return;
    s->day[at].unapplied_minor += minor;
    s->day[after].unapplied_minor -= minor;
}

void
day_disputed(struct day_span *s, int32_t from, int32_t until, int64_t minor)
{
    int32_t at, after;

    if (!clip(s, from, until, &at, &after))
        return;
    s->day[at].disputed_minor += minor;
    s->day[after].disputed_minor -= minor;
}

void
day_promised(struct day_span *s, int32_t from, int32_t until, int64_t minor)
{
    int32_t at, after;

    if (!clip(s, from, until, &at, &after))
        return;
    s->day[at].promised_minor += minor;
    s->day[after].promised_minor -= minor;
}

struct day_balance *
day_at(struct day_span *s, int32_t day)
{
    return day < s->from || day > s->to ? NULL : &s->day[day - s->from];
}

void
day_paid(struct day_span *s, int32_t issued_on, int32_t due_on, int32_t paid_on,
    int64_t minor)
{
    struct day_balance *d = day_at(s, paid_on);
    int64_t late = minor * (paid_on - due_on);

    if (!d)
        return;
    d->paid_minor += minor;
    d->paid_days += minor * (paid_on - issued_on);
    d->late_days += late;
    d->late_days_floored += late > 0 ? late : 0;
}

void
day_span_end(struct day_span *s)
{
    for (int32_t k = 1; k <= s->to - s->from; k++) {
        const struct day_balance *before = &s->day[k - 1];
        struct day_balance *d = &s->day[k];

        for (int b = 0; b < DAY_BUCKETS; b++)
            d->bucket_minor[b] += before->bucket_minor[b];
        d->unapplied_minor += before->unapplied_minor;
        d->disputed_minor += before->disputed_minor;
        d->promised_minor += before->promised_minor;
    }
}

const struct day_balance *
day_evening(const struct day_span *s, int32_t day)
{
    static const struct day_balance NOTHING;

    return day < s->from || day > s->to ? &NOTHING : &s->day[day - s->from];
}

void
day_add(struct day_balance *to, const struct day_balance *from)
{
    for (int b = 0; b < DAY_BUCKETS; b++)
        to->bucket_minor[b] += from->bucket_minor[b];
    to->unapplied_minor += from->unapplied_minor;
    to->disputed_minor += from->disputed_minor;
    to->promised_minor += from->promised_minor;
    to->sales_minor += from->sales_minor;
    to->written_off_minor += from->written_off_minor;
    to->recovered_minor += from->recovered_minor;
    to->paid_minor += from->paid_minor;
    to->paid_days += from->paid_days;
    to->late_days += from->late_days;
    to->late_days_floored += from->late_days_floored;
    to->closed_n += from->closed_n;
    to->closed_days += from->closed_days;
}

int64_t
day_debts(const struct day_balance *d)
{
    return d->bucket_minor[0] + day_late(d);
}

int64_t
day_late(const struct day_balance *d)
{
    int64_t late = 0;

    for (int b = 1; b < DAY_BUCKETS; b++)
        late += d->bucket_minor[b];
    return late;
}

int64_t
day_open(const struct day_balance *d)
{
    return day_debts(d) - d->unapplied_minor;
}
