#include "service/aging_lanes.h"

#include <stdlib.h>
#include <string.h>

#include "service/ledger/map.h"
#include "store/q_aging.h"

_Static_assert(AGING_REPORT_BUCKETS == 5, "AGING_DEFAULT has three bounds");

/* Connections beside the caller's: each streams one relation. */
enum { CONNECTIONS = 5 };

struct lanes {
    struct db *db[CONNECTIONS]; /* [0] is the caller's */
    struct arena *a;
    LIST(struct aging_customer) lines;
};

static enum err
lanes_open(struct lanes *l, struct db *db, struct arena *a, size_t n)
{
    enum err e;

    *l = (struct lanes){ .a = a };
    l->db[0] = db;
    for (size_t i = 1; i < n; i++)
        if ((e = db_open_like(&l->db[i], db)))
            return e;
    return OK;
}

static void
lanes_close(struct lanes *l)
{
    for (size_t i = 1; i < CONNECTIONS; i++)
        if (l->db[i])
            db_close(l->db[i]);
}

static void
add_line(struct lanes *l, const struct aging_cases *c, struct aging *g, int64_t control)
{
    struct aging_customer *line;

    aging_end(g);
    if (!g->debit_minor && !g->credit_minor && !control)
        return;
    line = LIST_ADD(l->a, l->lines);
    *line = (struct aging_customer){ .customer_id = c->customer_id };
    memcpy(line->currency, c->currency, sizeof line->currency);
    memcpy(
        line->figures.bucket_minor, g->bucket_minor, sizeof line->figures.bucket_minor);
    line->figures.unapplied_minor = g->unapplied_minor;
    line->figures.open_minor = aging_balance(g);
    line->figures.control_minor = control;
    line->figures.due_missing_n = g->due_missing_n;
}

/* Keeps the first error of closing several streams. */
static enum err
first_of(enum err e, enum err next)
{
    return e ? e : next;
}

struct now {
    struct lanes l;
    struct aging_cases_stream cases;
    struct aging_open_debits_stream debits;
    struct aging_open_credits_stream credits;
    struct aging_control_open_stream control;
    /* allocations that count from a later day: few, and put back here */
    struct aging_debits_later *debits_later;
    struct aging_credits_later *credits_later;
    size_t debits_later_n, credits_later_n;
    bool debit, credit, total; /* the stream stands on a row */
    size_t debit_at, credit_at;
};

static void
open_debits_of(struct now *s, uint64_t id, struct aging *g)
{
    for (; s->debit && s->debits.row.case_id <= id;
         s->debit = aging_open_debits_next(&s->debits))
        if (s->debits.row.case_id == id)
            aging_add_open(g, s->debits.row.due_on, s->debits.row.open_minor);
    for (; s->debit_at < s->debits_later_n; s->debit_at++) {
        const struct aging_debits_later *later = &s->debits_later[s->debit_at];

        if (later->case_id > id)
            break;
        if (later->case_id == id)
            aging_add_open(g, later->due_on, later->minor);
    }
}

static void
open_credits_of(struct now *s, uint64_t id, struct aging *g)
{
    for (; s->credit && s->credits.row.case_id <= id;
         s->credit = aging_open_credits_next(&s->credits))
        if (s->credits.row.case_id == id)
            aging_add_credit(g, &(struct aging_credit){ .issued_on = g->as_of,
                                    .open_minor = s->credits.row.open_minor });
    for (; s->credit_at < s->credits_later_n; s->credit_at++) {
        const struct aging_credits_later *later = &s->credits_later[s->credit_at];

        if (later->case_id > id)
            break;
        if (later->case_id == id)
            aging_add_credit(g, &(struct aging_credit){ .issued_on = g->as_of,
                                    .open_minor = later->minor });
    }
}

/* What the documents of the case say is open, its credits taken off. */
static int64_t
control_of(struct now *s, uint64_t id, const struct aging *g, size_t later_from)
{
    int64_t sum = -g->credit_minor;

    for (; s->total && s->control.row.case_id <= id;
         s->total = aging_control_open_next(&s->control))
        if (s->control.row.case_id == id)
            sum += s->control.row.open_minor;
    for (size_t i = later_from; i < s->debit_at; i++)
        if (s->debits_later[i].case_id == id)
            sum += s->debits_later[i].minor;
    return sum;
}

static void
merge_now(struct now *s, bool control, int32_t as_of)
{
    s->debit = aging_open_debits_next(&s->debits);
    s->credit = aging_open_credits_next(&s->credits);
    s->total = control && aging_control_open_next(&s->control);
    while (aging_cases_next(&s->cases)) {
        uint64_t id = s->cases.row.id;
        size_t later_from = s->debit_at;
        struct aging g;

        aging_begin(&g, &AGING_DEFAULT, as_of);
        open_debits_of(s, id, &g);
        open_credits_of(s, id, &g);
        add_line(
            &s->l, &s->cases.row, &g, control ? control_of(s, id, &g, later_from) : 0);
    }
}

static enum err
read_later(struct now *s, int32_t as_of)
{
    enum err e = aging_debits_later(
        s->l.db[0], s->l.a, as_of, &s->debits_later, &s->debits_later_n);

    return e ? e
             : aging_credits_later(
                   s->l.db[0], s->l.a, as_of, &s->credits_later, &s->credits_later_n);
}

enum err
aging_lanes_now(struct db *db, struct arena *a, bool control, struct aging_report *out)
{
    struct now s = { 0 };
    enum err e = lanes_open(&s.l, db, a, control ? 4 : 3);

    if (!e)
        e = read_later(&s, out->as_of);
    if (!e && control)
        e = aging_control_open_open(&s.control, s.l.db[3], out->as_of);
    if (!e)
        e = aging_cases_open(&s.cases, s.l.db[0]);
    if (!e)
        e = aging_open_debits_open(&s.debits, s.l.db[1], out->as_of);
    if (!e)
        e = aging_open_credits_open(&s.credits, s.l.db[2], out->as_of);
    if (!e)
        merge_now(&s, control, out->as_of);
    if (s.cases.at)
        e = first_of(e, aging_cases_close(&s.cases));
    if (s.debits.at)
        e = first_of(e, aging_open_debits_close(&s.debits));
    if (s.credits.at)
        e = first_of(e, aging_open_credits_close(&s.credits));
    if (s.control.at)
        e = first_of(e, aging_control_open_close(&s.control));
    lanes_close(&s.l);
    out->customers = s.l.lines.at;
    out->customers_n = s.l.lines.n;
    return e;
}

/* What was allocated after the day, of one case: by instalment or credit. */
struct change {
    uint64_t id;
    int64_t minor;
};

struct past {
    struct lanes l;
    struct aging_cases_stream cases;
    struct aging_debits_on_stream debits;
    struct aging_debit_changes_after_stream debit_changes;
    struct aging_credits_on_stream credits;
    struct aging_credit_changes_after_stream credit_changes;
    bool debit, debit_change, credit, credit_change; /* the stream stands on a row */
    LIST(struct change) changes;                     /* of the case, by id */
};

static int
by_id(const void *x, const void *y)
{
    const struct change *a = x, *b = y;

    return (a->id > b->id) - (a->id < b->id);
}

static void
sort_changes(struct past *s)
{
    if (s->changes.n > 1)
        qsort(s->changes.at, s->changes.n, sizeof *s->changes.at, by_id);
}

static int64_t
changed_after(const struct past *s, uint64_t id)
{
    size_t low = 0, high = s->changes.n;
    int64_t sum = 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->changes.at[mid].id < id)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < s->changes.n && s->changes.at[low].id == id; low++)
        sum += s->changes.at[low].minor;
    return sum;
}

static void
debits_of(struct past *s, uint64_t id, struct aging *g)
{
    s->changes.n = 0;
    for (; s->debit_change && s->debit_changes.row.case_id <= id;
         s->debit_change = aging_debit_changes_after_next(&s->debit_changes))
        if (s->debit_changes.row.case_id == id)
            *LIST_ADD(s->l.a, s->changes) =
                (struct change){ .id = s->debit_changes.row.instalment_id,
                    .minor = s->debit_changes.row.debit_minor };
    sort_changes(s);
    for (; s->debit && s->debits.row.case_id <= id;
         s->debit = aging_debits_on_next(&s->debits))
        if (s->debits.row.case_id == id)
            aging_add_debit(
                g, &(struct aging_debit){ .issued_on = s->debits.row.issued_on,
                       .due_on = s->debits.row.due_on,
                       .open_minor = s->debits.row.open_minor,
                       .after_minor = changed_after(s, s->debits.row.id) });
}

static void
credits_of(struct past *s, uint64_t id, struct aging *g)
{
    s->changes.n = 0;
    for (; s->credit_change && s->credit_changes.row.case_id <= id;
         s->credit_change = aging_credit_changes_after_next(&s->credit_changes))
        if (s->credit_changes.row.case_id == id)
            *LIST_ADD(s->l.a, s->changes) =
                (struct change){ .id = s->credit_changes.row.credit_item_id,
                    .minor = s->credit_changes.row.credit_minor };
    sort_changes(s);
    for (; s->credit && s->credits.row.case_id <= id;
         s->credit = aging_credits_on_next(&s->credits))
        if (s->credits.row.case_id == id)
            aging_add_credit(
                g, &(struct aging_credit){ .issued_on = g->as_of,
                       .open_minor = s->credits.row.open_minor,
                       .after_minor = changed_after(s, s->credits.row.id) });
}

static void
merge_past(struct past *s, int32_t as_of)
{
    s->debit = aging_debits_on_next(&s->debits);
    s->debit_change = aging_debit_changes_after_next(&s->debit_changes);
    s->credit = aging_credits_on_next(&s->credits);
    s->credit_change = aging_credit_changes_after_next(&s->credit_changes);
    while (aging_cases_next(&s->cases)) {
        struct aging g;

        aging_begin(&g, &AGING_DEFAULT, as_of);
        debits_of(s, s->cases.row.id, &g);
        credits_of(s, s->cases.row.id, &g);
        add_line(&s->l, &s->cases.row, &g, 0);
    }
}

enum err
aging_lanes_past(struct db *db, struct arena *a, struct aging_report *out)
{
    struct past s = { 0 };
    enum err e = lanes_open(&s.l, db, a, CONNECTIONS);

    if (!e)
        e = aging_cases_open(&s.cases, s.l.db[0]);
    if (!e)
        e = aging_debits_on_open(&s.debits, s.l.db[1], out->as_of);
    if (!e)
        e = aging_debit_changes_after_open(&s.debit_changes, s.l.db[2], out->as_of);
    if (!e)
        e = aging_credits_on_open(&s.credits, s.l.db[3], out->as_of);
    if (!e)
        e = aging_credit_changes_after_open(&s.credit_changes, s.l.db[4], out->as_of);
    if (!e)
        merge_past(&s, out->as_of);
    if (s.cases.at)
        e = first_of(e, aging_cases_close(&s.cases));
    if (s.debits.at)
        e = first_of(e, aging_debits_on_close(&s.debits));
    if (s.debit_changes.at)
        e = first_of(e, aging_debit_changes_after_close(&s.debit_changes));
    if (s.credits.at)
        e = first_of(e, aging_credits_on_close(&s.credits));
    if (s.credit_changes.at)
        e = first_of(e, aging_credit_changes_after_close(&s.credit_changes));
    lanes_close(&s.l);
    out->customers = s.l.lines.at;
    out->customers_n = s.l.lines.n;
    return e;
}
