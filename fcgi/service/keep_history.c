#include "service/keep_history.h"

#include <string.h>

#include "db/lock.h"
#include "db/tx.h"
#include "service/insight_standing.h"
#include "store/q_daily_balance.h"

#define LOCK "history"

enum { YEARS__MAX = 10, YEAR_DAYS = 366, BATCH = 2000 };

struct keeping {
    struct db *db;
    struct arena *a;
    int32_t today;
    struct daily_stale_all *stale;
    size_t stale_n;
    int32_t first;  /* kept from, DAY_NONE: nothing yet */
    int32_t fresh;  /* the first day that nobody has written */
    int32_t oldest; /* no day before this one is kept */
    struct daily_balance_put row[BATCH];
    size_t rows_n;
    uint64_t written;
};

static enum err
look(struct keeping *k)
{
    struct daily_history_get *h;
    struct daily_first first;
    size_t n;
    enum err e;

    k->first = k->fresh = DAY_NONE;
    k->oldest = k->today - YEARS__MAX * YEAR_DAYS;
    if ((e = daily_stale_all(k->db, k->a, &k->stale, &k->stale_n)) ||
        (e = daily_history_get(k->db, k->a, &h, &n)))
        return e;
    if (n) {
        k->first = h->from_on;
        k->fresh = h->through_on + 1;
        if (h->from_on < k->oldest)
            k->oldest = h->from_on;
        return OK;
    }
    if ((e = daily_first(k->db, k->a, &first)))
        return e;
    k->fresh = first.issued_on == DAY_NONE ? k->today : first.issued_on;
    if (k->fresh > k->today)
        k->fresh = k->today;
    if (k->fresh < k->oldest)
        k->fresh = k->oldest;
    return OK;
}

static int32_t
clamped(const struct keeping *k, int32_t day)
{
    return day < k->oldest ? k->oldest : day > k->today ? k->today : day;
}

/* From which day on the rows of a group are to be written; after today: none are. */
static int32_t
group_from(const struct keeping *k, const struct insight_group *g)
{
    int32_t from = k->fresh;

    for (size_t i = 0; i < k->stale_n; i++) {
        const struct daily_stale_all *s = &k->stale[i];
        int32_t day = clamped(k, s->from_on);

        if (s->division_id == g->division_id && s->from_on <= k->today &&
            strcmp(s->currency, g->currency) == 0 && day < from)
            from = day;
    }
    return from;
}

static enum err
flush(struct keeping *k)
{
    enum err e = k->rows_n ? daily_balance_put(k->db, k->row, k->rows_n, NULL) : OK;

    k->written += k->rows_n;
    k->rows_n = 0;
    return e;
}

static enum err
write_day(struct keeping *k, const struct insight_group *g, int32_t day)
{
    const struct day_balance *d = day_evening(&g->days, day);
    struct daily_balance_put *row = &k->row[k->rows_n++];

    *row = (struct daily_balance_put){ .division_id = g->division_id,
        .day = day,
        .not_due_minor = d->bucket_minor[0],
        .late_30_minor = d->bucket_minor[1],
        .late_60_minor = d->bucket_minor[2],
        .late_90_minor = d->bucket_minor[3],
        .late_91_minor = d->bucket_minor[4],
        .unapplied_minor = d->unapplied_minor,
        .sales_minor = d->sales_minor,
        .written_off_minor = d->written_off_minor,
        .recovered_minor = d->recovered_minor,
        .paid_minor = d->paid_minor,
        .paid_days = d->paid_days,
        .late_days = d->late_days,
        .late_days_floored = d->late_days_floored,
        .closed_n = d->closed_n,
        .closed_days = d->closed_days,
        .disputed_minor = d->disputed_minor,
        .promised_minor = d->promised_minor };
    memcpy(row->currency, g->currency, sizeof row->currency);
    return k->rows_n == BATCH ? flush(k) : OK;
}

static enum err
write_days(struct keeping *k, const struct insight_data *d)
{
    enum err e = k->first == DAY_NONE ? daily_balance_clear_all(k->db, NULL) : OK;

    for (size_t g = 0; !e && g < d->groups_n; g++)
        for (int32_t day = group_from(k, &d->groups[g]); !e && day <= k->today; day++)
            e = write_day(k, &d->groups[g], day);
    return e ? e : flush(k);
}

/* At once: who reads meanwhile sees the days and how they end as they were, or as they
 * are. */
static enum err
write_all(struct keeping *k, const struct insight_data *d,
    const struct insight_standing *of_groups, int32_t from, int64_t now_at)
{
    struct daily_stale_drop *drop =
        arena_new_n(k->a, k->stale_n + 1, struct daily_stale_drop);
    enum err e;

    for (size_t i = 0; i < k->stale_n; i++)
        drop[i] = (struct daily_stale_drop){ k->stale[i].case_id, k->stale[i].seq };
    if ((e = db_begin(k->db)))
        return e;
    if (!(e = write_days(k, d)) &&
        !(e = insight_standing_keep(k->db, k->a, k->today, d, of_groups)) &&
        !(e = daily_history_put(k->db, from, k->today, now_at, NULL)) && k->stale_n)
        e = daily_stale_drop(k->db, drop, k->stale_n, NULL);
    return db_end(k->db, e);
}

static enum err
read_ledger(struct keeping *k, const struct insight_when *when, struct insight_data *d,
    struct insight_standing **of_groups)
{
    const struct insight_who all = { 0 };
    enum err e = insight_read(k->db, k->a, &all, when, true, &AGING_DEFAULT, d);

    return e ? e : insight_stand(k->db, k->a, &all, k->today, d, of_groups);
}

/* Whether how the last day ends is kept, which came later than the days. */
static enum err
lacks_standing(struct keeping *k, bool *out)
{
    const struct insight_who all = { 0 };
    struct insight_standing *s;
    size_t n;
    enum err e = insight_standing_kept(k->db, k->a, &all, k->today, &s, &n);

    *out = !e && !n;
    return e;
}

static enum err
keep(struct keeping *k, int64_t now_at)
{
    struct insight_standing *of_groups = NULL;
    struct insight_when when;
    struct insight_data d;
    bool lacks;
    enum err e = look(k);

    if (e || (e = lacks_standing(k, &lacks)) ||
        (!lacks && !k->stale_n && k->fresh > k->today))
        return e;
    if (lacks && k->fresh > k->today)
        k->fresh = k->today;
    when.from = clamped(k, k->fresh);
    for (size_t i = 0; i < k->stale_n; i++)
        if (clamped(k, k->stale[i].from_on) < when.from)
            when.from = clamped(k, k->stale[i].from_on);
    when.balance_from = when.from;
    when.to = k->today;
    if ((e = db_begin_snapshot(k->db)) ||
        (e = db_end(k->db, read_ledger(k, &when, &d, &of_groups))))
        return e;
    return write_all(k, &d, of_groups, when.from, now_at);
}

enum err
keep_history(
    struct db *db, struct arena *a, int32_t today, int64_t now_at, uint64_t *days)
{
    struct keeping *k = arena_new_of(a, struct keeping);
    enum err e = db_lock(db, LOCK, 0), left;

    *days = 0;
    if (e)
        return e == ERR_CONFLICT ? OK : e;
    *k = (struct keeping){ .db = db, .a = a, .today = today };
    e = keep(k, now_at);
    *days = k->written;
    left = db_unlock(db, LOCK);
    return e ? e : left;
}

enum err
forget_history(struct db *db)
{
    return daily_history_forget(db, NULL);
}
