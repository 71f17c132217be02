#include "service/insight_standing.h"

#include <stdlib.h>
#include <string.h>

#include "domain/insight.h"
#include "store/q_daily_balance.h"
#include "store/q_insight.h"

static const char LATE[] = "late", OWED[] = "owed";

/* -- who owes ------------------------------------------------------------ */

static int
by_group_and_customer(const void *x, const void *y)
{
    const struct insight_case *a = x, *b = y;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

/* Cases of one customer and group become one; those without anything open go. */
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

static size_t
top_of(struct insight_case *c, size_t n, int (*order)(const void *, const void *),
    bool late, struct insight_top top[INSIGHT_TOP])
{
    size_t k = 0;

    if (n)
        qsort(c, n, sizeof *c, order);
    for (size_t i = 0; i < n && k < INSIGHT_TOP; i++)
        if ((late ? c[i].late_minor : c[i].debts_minor) > 0)
            top[k++] = (struct insight_top){ .customer_id = c[i].customer_id,
                .late_minor = c[i].late_minor,
                .owed_minor = c[i].debts_minor,
                .oldest_late = c[i].oldest_late };
    return k;
}

/* s[k] is that of the cases of group k. */
static void
rank(struct insight_case *c, size_t n, struct insight_standing *s, size_t groups_n)
{
    n = merge_customers(c, n);
    for (size_t k = 0, i = 0; k < groups_n; k++) {
        size_t first = i;

        while (i < n && c[i].group == k)
            i++;
        s[k].customers_n = i - first;
        s[k].late_n = top_of(c + first, i - first, more_late_first, true, s[k].late);
        s[k].owed_n = top_of(c + first, i - first, more_owed_first, false, s[k].owed);
    }
}

/* -- the control total, and what was at risk ----------------------------- */

/* Into its group, which may be of one division or of several. */
static struct insight_standing *
standing_of(
    struct insight_standing *s, size_t n, uint64_t division_id, const char *currency)
{
    for (size_t k = 0; k < n; k++)
        if ((!s[k].division_id || s[k].division_id == division_id) &&
            strcmp(s[k].currency, currency) == 0)
            return &s[k];
    return NULL;
}

static enum err
read_control(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t as_of, struct insight_standing *s, size_t n)
{
    const struct insight_control_in in = { INSIGHT_WHO(who), .as_of = as_of };
    struct insight_control *c;
    size_t rows;
    enum err e = insight_control(db, a, &in, &c, &rows);

    for (size_t i = 0; !e && i < rows; i++) {
        struct insight_standing *to =
            standing_of(s, n, c[i].division_id, c[i].currency);

        if (to)
            to->control_minor += c[i].debit_minor - c[i].credit_minor;
    }
    return e;
}

static enum err
read_at_risk(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t as_of, struct insight_standing *s, size_t n)
{
    struct insight_at_risk_in in = { INSIGHT_WHO(who), .as_of = as_of };
    struct insight_at_risk *v;
    size_t rows;
    enum err e;

    insight_at_risk_month(as_of, &in.from_on, &in.to_on);
    e = insight_at_risk(db, a, &in, &v, &rows);
    for (size_t i = 0; !e && i < rows; i++) {
        struct insight_standing *to =
            standing_of(s, n, v[i].division_id, v[i].currency);

        if (!to)
            continue;
        to->at_risk_billed_minor += v[i].billed_minor;
        to->at_risk_unpaid_minor += v[i].unpaid_minor;
    }
    return e;
}

enum err
insight_stand(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t as_of, struct insight_data *d, struct insight_standing **out)
{
    struct insight_standing *s =
        arena_new_n(a, d->groups_n + 1, struct insight_standing);
    struct insight_case *cases = arena_new_n(a, d->cases_n + 1, struct insight_case);
    enum err e;

    for (size_t k = 0; k < d->groups_n; k++) {
        s[k] = (struct insight_standing){ .division_id = d->groups[k].division_id };
        memcpy(s[k].currency, d->groups[k].currency, sizeof s[k].currency);
    }
    memcpy(cases, d->cases, d->cases_n * sizeof *cases);
    rank(cases, d->cases_n, s, d->groups_n);
    if ((e = read_control(db, a, who, as_of, s, d->groups_n)) ||
        (e = read_at_risk(db, a, who, as_of, s, d->groups_n)))
        return e;
    *out = s;
    return OK;
}

/* -- what is kept -------------------------------------------------------- */

/* Those of all divisions: a group for each currency; to[k] is the one of group k. */
static struct insight_standing *
all_divisions(struct arena *a, const struct insight_data *d,
    const struct insight_standing *of_groups, size_t *out_n)
{
    struct insight_standing *s =
        arena_new_n(a, d->groups_n + 1, struct insight_standing);
    struct insight_case *cases = arena_new_n(a, d->cases_n + 1, struct insight_case);
    size_t *to = arena_new_n(a, d->groups_n + 1, size_t), n = 0;

    for (size_t k = 0; k < d->groups_n; k++) { /* they stand by currency */
        if (!n || strcmp(s[n - 1].currency, d->groups[k].currency) != 0) {
            s[n] = (struct insight_standing){ 0 };
            memcpy(s[n++].currency, d->groups[k].currency, sizeof s->currency);
        }
        to[k] = n - 1;
        s[n - 1].control_minor += of_groups[k].control_minor;
        s[n - 1].at_risk_billed_minor += of_groups[k].at_risk_billed_minor;
        s[n - 1].at_risk_unpaid_minor += of_groups[k].at_risk_unpaid_minor;
    }
    memcpy(cases, d->cases, d->cases_n * sizeof *cases);
    for (size_t i = 0; i < d->cases_n; i++)
        cases[i].group = to[cases[i].group];
    rank(cases, d->cases_n, s, n);
    *out_n = n;
    return s;
}

static size_t
put_top(struct daily_top_put *row, const struct insight_standing *s, const char *kind,
    const struct insight_top *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        row[i] = (struct daily_top_put){ .division_id = s->division_id,
            .kind = kind,
            .place = (uint32_t)i,
            .customer_id = t[i].customer_id,
            .late_minor = t[i].late_minor,
            .owed_minor = t[i].owed_minor,
            .oldest_late = t[i].oldest_late };
        memcpy(row[i].currency, s->currency, sizeof row->currency);
    }
    return n;
}

static enum err
put(struct db *db, struct arena *a, int32_t as_of, const struct insight_standing *s,
    size_t n)
{
    struct daily_standing_put *row = arena_new_n(a, n + 1, struct daily_standing_put);
    struct daily_top_put *top =
        arena_new_n(a, n * 2 * INSIGHT_TOP + 1, struct daily_top_put);
    size_t tops = 0;
    enum err e;

    for (size_t k = 0; k < n; k++) {
        row[k] = (struct daily_standing_put){ .division_id = s[k].division_id,
            .day = as_of,
            .customers_n = s[k].customers_n,
            .control_minor = s[k].control_minor,
            .at_risk_billed_minor = s[k].at_risk_billed_minor,
            .at_risk_unpaid_minor = s[k].at_risk_unpaid_minor };
        memcpy(row[k].currency, s[k].currency, sizeof row->currency);
        tops += put_top(top + tops, &s[k], LATE, s[k].late, s[k].late_n);
        tops += put_top(top + tops, &s[k], OWED, s[k].owed, s[k].owed_n);
    }
    e = n ? daily_standing_put(db, row, n, NULL) : OK;
    return e || !tops ? e : daily_top_put(db, top, tops, NULL);
}

enum err
insight_standing_keep(struct db *db, struct arena *a, int32_t as_of,
    const struct insight_data *d, const struct insight_standing *of_groups)
{
    size_t n;
    struct insight_standing *all = all_divisions(a, d, of_groups, &n);
    enum err e;

    if ((e = daily_standing_clear(db, NULL)) || (e = daily_top_clear(db, NULL)) ||
        (e = put(db, a, as_of, of_groups, d->groups_n)))
        return e;
    return put(db, a, as_of, all, n);
}

static void
add_top(struct insight_standing *s, const struct daily_top_of *t)
{
    bool late = strcmp(t->kind, LATE) == 0;
    size_t *n = late ? &s->late_n : &s->owed_n;

    if (*n < INSIGHT_TOP)
        (late ? s->late : s->owed)[(*n)++] =
            (struct insight_top){ .customer_id = t->customer_id,
                .late_minor = t->late_minor,
                .owed_minor = t->owed_minor,
                .oldest_late = t->oldest_late };
}

enum err
insight_standing_kept(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t as_of, struct insight_standing **out, size_t *n)
{
    struct insight_standing *s;
    struct daily_standing_of *row;
    struct daily_top_of *top;
    size_t tops;
    enum err e;

    *n = 0;
    if ((e = daily_standing_of(db, a, who->division, who->currency, as_of, &row, n)) ||
        (e = daily_top_of(db, a, who->division, who->currency, &top, &tops)))
        return e;
    s = arena_new_n(a, *n + 1, struct insight_standing);
    for (size_t k = 0; k < *n; k++) {
        s[k] = (struct insight_standing){ .division_id = row[k].division_id,
            .customers_n = row[k].customers_n,
            .control_minor = row[k].control_minor,
            .at_risk_billed_minor = row[k].at_risk_billed_minor,
            .at_risk_unpaid_minor = row[k].at_risk_unpaid_minor };
        memcpy(s[k].currency, row[k].currency, sizeof s->currency);
    }
    for (size_t i = 0; i < tops; i++) {
        struct insight_standing *to =
            standing_of(s, *n, top[i].division_id, top[i].currency);

        if (to)
            add_top(to, &top[i]);
    }
    *out = s;
    return OK;
}
