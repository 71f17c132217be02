#include "service/insight_read.h"

#include <stdlib.h>
#include <string.h>

#include "store/q_insight.h"

/* The members that every statement of a population begins with. */
struct reading {
    struct db *db;
    struct arena *a;
    const struct insight_who *who;
    const struct insight_when *when;
    const struct aging_rule *rule;
    struct insight_data *out;
    size_t at; /* the case the stream has come to */
};

static int
by_currency_and_division(const void *x, const void *y)
{
    const struct insight_group *a = x, *b = y;
    int c = strcmp(a->currency, b->currency);

    if (c)
        return c;
    return (a->division_id > b->division_id) - (a->division_id < b->division_id);
}

static size_t
group_of(const struct insight_data *d, uint64_t division_id, const char *currency)
{
    for (size_t k = 0; k < d->groups_n; k++)
        if (d->groups[k].division_id == division_id &&
            strcmp(d->groups[k].currency, currency) == 0)
            return k;
    return SIZE_MAX;
}

/* The groups that there are, in order. */
static void
make_groups(
    struct reading *r, const struct insight_cases *c, size_t n, bool by_division)
{
    struct insight_data *d = r->out;
    size_t room = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t division_id = by_division ? c[i].division_id : 0;
        struct insight_group *more;

        if (group_of(d, division_id, c[i].currency) != SIZE_MAX)
            continue;
        if (d->groups_n == room) {
            more = arena_new_n(r->a, room = room * 2 + 8, struct insight_group);
            if (d->groups_n)
                memcpy(more, d->groups, d->groups_n * sizeof *more);
            d->groups = more;
        }
        more = &d->groups[d->groups_n++];
        *more = (struct insight_group){ .division_id = division_id };
        memcpy(more->currency, c[i].currency, sizeof more->currency);
    }
    if (d->groups_n)
        qsort(d->groups, d->groups_n, sizeof *d->groups, by_currency_and_division);
    for (size_t k = 0; k < d->groups_n; k++)
        day_span_begin(&d->groups[k].days, r->a, r->when->from, r->when->balance_from,
            r->when->to);
}

static enum err
read_cases(struct reading *r, bool by_division)
{
    const struct insight_cases_in in = { INSIGHT_WHO(r->who) };
    struct insight_data *d = r->out;
    struct insight_cases *c;
    enum err e = insight_cases(r->db, r->a, &in, &c, &d->cases_n);

    if (e)
        return e;
    make_groups(r, c, d->cases_n, by_division);
    d->cases = arena_new_n(r->a, d->cases_n + 1, struct insight_case);
    for (size_t i = 0; i < d->cases_n; i++) {
        size_t g = group_of(d, by_division ? c[i].division_id : 0, c[i].currency);

        d->cases[i] = (struct insight_case){
            .id = c[i].id, .customer_id = c[i].customer_id, .group = g
        };
        d->groups[g].cases_n++;
    }
    return OK;
}

/* The case of a row; NULL: one that has come since, which the snapshot does not let
 * happen, or the caller had none. */
static struct insight_case *
case_at(struct reading *r, uint64_t id)
{
    struct insight_data *d = r->out;

    while (r->at < d->cases_n && d->cases[r->at].id < id)
        r->at++;
    return r->at < d->cases_n && d->cases[r->at].id == id ? &d->cases[r->at] : NULL;
}

static struct day_span *
days_of(struct reading *r, const struct insight_case *c)
{
    return &r->out->groups[c->group].days;
}

/* -- as of the last day -------------------------------------------------- */

static struct aging *
aging_of(struct reading *r, struct insight_case *c)
{
    if (!c->aging) {
        c->aging = arena_new_of(r->a, struct aging);
        aging_begin(c->aging, r->rule, r->when->to);
    }
    return c->aging;
}

static void
owe(struct reading *r, struct insight_case *c, int32_t issued_on, int32_t due_on,
    int64_t minor)
{
    const struct aging_debit d = {
        .issued_on = issued_on, .due_on = due_on, .open_minor = minor
    };
    int32_t late = r->when->to - due_on;

    if (!r->rule || issued_on > r->when->to)
        return;
    aging_add_debit(aging_of(r, c), &d);
    c->debts_minor += minor;
    if (late <= 0)
        return;
    c->late_minor += minor;
    if (late > c->oldest_late)
        c->oldest_late = late;
}

static void
owe_back(struct reading *r, struct insight_case *c, int32_t issued_on, int64_t minor)
{
    const struct aging_credit d = { .issued_on = issued_on, .open_minor = minor };

    if (!r->rule || issued_on > r->when->to)
        return;
    aging_add_credit(aging_of(r, c), &d);
    c->unapplied_minor += minor;
}

/* -- the streams --------------------------------------------------------- */

static enum err
read_open(struct reading *r)
{
    const struct insight_open_debits_in in = { INSIGHT_WHO(r->who),
        .to_on = r->when->to };
    struct insight_open_debits_stream s;
    enum err e = insight_open_debits_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_open_debits_next(&s);) {
        struct insight_case *c = case_at(r, s.row.case_id);

        if (!c)
            continue;
        day_debit(days_of(r, c), s.row.issued_on, s.row.due_on, DATE_DAY__MAX,
            s.row.open_minor);
        owe(r, c, s.row.issued_on, s.row.due_on, s.row.open_minor);
    }
    return insight_open_debits_close(&s);
}

static enum err
read_credits(struct reading *r)
{
    const struct insight_open_credits_in in = { INSIGHT_WHO(r->who),
        .to_on = r->when->to };
    struct insight_open_credits_stream s;
    enum err e = insight_open_credits_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_open_credits_next(&s);) {
        struct insight_case *c = case_at(r, s.row.case_id);

        if (!c)
            continue;
        day_credit(days_of(r, c), s.row.issued_on, DATE_DAY__MAX, s.row.open_minor);
        owe_back(r, c, s.row.issued_on, s.row.open_minor);
    }
    return insight_open_credits_close(&s);
}

static enum err
read_settled(struct reading *r)
{
    const struct insight_settled_in in = { INSIGHT_WHO(r->who),
        .from_on = r->when->balance_from, .to_on = r->when->to };
    struct insight_settled_stream s;
    enum err e = insight_settled_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_settled_next(&s);) {
        const struct insight_settled *v = &s.row;
        struct insight_case *c = case_at(r, v->case_id);
        struct day_span *days;
        struct day_balance *day;

        if (!c)
            continue;
        days = days_of(r, c);
        day_debit(days, v->issued_on, v->due_on, v->effective_on - 1, v->minor);
        if (v->effective_on > r->when->to)
            owe(r, c, v->issued_on, v->due_on, v->minor);
        if (v->pays)
            day_paid(days, v->issued_on, v->due_on, v->effective_on, v->minor);
        if (v->recovers && (day = day_at(days, v->effective_on)))
            day->recovered_minor -= v->minor;
    }
    return insight_settled_close(&s);
}

static enum err
read_applied(struct reading *r)
{
    const struct insight_applied_in in = { INSIGHT_WHO(r->who),
        .from_on = r->when->balance_from, .to_on = r->when->to };
    struct insight_applied_stream s;
    enum err e = insight_applied_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_applied_next(&s);) {
        struct insight_case *c = case_at(r, s.row.case_id);

        if (!c)
            continue;
        day_credit(days_of(r, c), s.row.issued_on, s.row.effective_on - 1, s.row.minor);
        if (s.row.effective_on > r->when->to)
            owe_back(r, c, s.row.issued_on, s.row.minor);
    }
    return insight_applied_close(&s);
}

static enum err
read_documents(struct reading *r)
{
    const struct insight_documents_in in = { INSIGHT_WHO(r->who),
        .from_on = r->when->from, .to_on = r->when->to };
    struct insight_documents_stream s;
    enum err e = insight_documents_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_documents_next(&s);) {
        struct insight_case *c = case_at(r, s.row.case_id);
        struct day_balance *day = c ? day_at(days_of(r, c), s.row.issued_on) : NULL;

        if (!day)
            continue;
        day->sales_minor += s.row.sales_minor;
        day->written_off_minor += s.row.written_off_minor;
    }
    return insight_documents_close(&s);
}

static enum err
read_closed(struct reading *r)
{
    const struct insight_closed_in in = { INSIGHT_WHO(r->who),
        .from_on = r->when->balance_from, .to_on = r->when->to };
    struct insight_closed_stream s;
    enum err e = insight_closed_open(&s, r->db, &in);

    if (e)
        return e;
    for (r->at = 0; insight_closed_next(&s);) {
        struct insight_case *c = case_at(r, s.row.case_id);
        struct day_balance *day = c ? day_at(days_of(r, c), s.row.closed_on) : NULL;

        if (!day)
            continue;
        day->closed_n++;
        day->closed_days += s.row.closed_on - s.row.issued_on;
    }
    return insight_closed_close(&s);
}

/* What people say of it: disputed and promised amounts lie over the balances. */
static enum err
read_said(struct reading *r)
{
    const struct insight_disputes_in in = { INSIGHT_WHO(r->who),
        .from_on = r->when->balance_from, .to_on = r->when->to };
    const struct insight_promises_in asked = { INSIGHT_WHO(r->who),
        .from_on = r->when->balance_from, .to_on = r->when->to };
    struct insight_disputes *d;
    struct insight_promises *p;
    struct insight_case *c;
    size_t d_n, p_n;
    enum err e;

    if ((e = insight_disputes(r->db, r->a, &in, &d, &d_n)) ||
        (e = insight_promises(r->db, r->a, &asked, &p, &p_n)))
        return e;
    r->at = 0;
    for (size_t i = 0; i < d_n; i++)
        if ((c = case_at(r, d[i].case_id)))
            day_disputed(days_of(r, c), d[i].opened_on, d[i].until_on, d[i].minor);
    r->at = 0;
    for (size_t i = 0; i < p_n; i++)
        if ((c = case_at(r, p[i].case_id)))
            day_promised(days_of(r, c), p[i].made_on, p[i].until_on, p[i].minor);
    return OK;
}

void
insight_who_as_of(struct insight_who *w, int32_t day, int32_t today)
{
    w->member_on = day < today ? day : 0;
}

enum err
insight_read(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, bool by_division, const struct aging_rule *rule,
    struct insight_data *out)
{
    struct reading r = { db, a, who, when, rule, out, 0 };
    enum err e;

    *out = (struct insight_data){ 0 };
    if ((e = read_cases(&r, by_division)) || (e = read_open(&r)) ||
        (e = read_settled(&r)) || (e = read_credits(&r)) || (e = read_applied(&r)) ||
        (e = read_documents(&r)) || (e = read_closed(&r)) || (e = read_said(&r)))
        return e;
    for (size_t k = 0; k < out->groups_n; k++)
        day_span_end(&out->groups[k].days);
    for (size_t i = 0; i < out->cases_n; i++)
        if (out->cases[i].aging)
            aging_end(out->cases[i].aging);
    return OK;
}
