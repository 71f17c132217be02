#include "domain/guard.h"

#include <string.h>

#include "domain/coverage.h"
#include "domain/internal.h"

const char *
guard_name(enum guard g)
{
    static const char *const NAMES[GUARD__MAX] = {
        [GUARD_NONE] = "none",
        [GUARD_SETTLED] = "settled",
        [GUARD_NET_ZERO] = "net_zero",
        [GUARD_CUSTOMER] = "customer",
        [GUARD_HOLD] = "hold",
        [GUARD_DISPUTE] = "dispute",
        [GUARD_PROMISE] = "promise",
        [GUARD_UNCERTAIN] = "uncertain",
        [GUARD_EXCLUDED] = "excluded",
        [GUARD_MINIMUM] = "minimum",
        [GUARD_STALE] = "stale",
        [GUARD_RECIPIENT] = "recipient",
        [GUARD_GAP] = "gap",
        [GUARD_PENDING] = "pending",
        [GUARD_CAP] = "cap",
        [GUARD_LEGAL_GAP] = "legal_gap",
        [GUARD_APPROVAL] = "approval",
        [GUARD_YIELD] = "yield",
        [GUARD_NO_ITEM] = "no_item",
        [GUARD_NOT_DUE] = "not_due",
    };

    return (unsigned)g < GUARD__MAX ? NAMES[g] : "unknown";
}

/* What is the same for every proposal of a case, found once. */
struct checking {
    const struct snapshot *s;
    const struct strategy *st;
    const struct proposals *p;
    const struct guard_limits *limits;
    struct arena *a;
    struct snap_sums sums;
    int64_t *due_so_far;      /* of each instalment: open of all due by its day; made
                                 when there are credits */
    const char *excluded;     /* the tag or method; NULL */
    struct held send;         /* what holds every message of the case, from stale on */
    const struct step *asked; /* whether it reaches anybody is known */
    bool reaches;
    const char *nobody_why;
    int64_t min_amount, min_total;
    int64_t overdue_free, open_free;
    bool big[2];       /* something above the minimum amount: overdue, upcoming */
    bool overdue_goes; /* a message about arrears goes out today: one contact */
};

static bool
hold(struct held *h, enum guard g, int32_t until_on, const char *detail)
{
    h->guard = g;
    h->until_on = until_on;
    h->detail = detail;
    return true;
}

/* -- of the case ---------------------------------------------------------- */

static const char *
find_excluded(const struct snapshot *s, const struct strategy *st)
{
    for (size_t k = 0; k < st->exclude_tags_n; k++)
        for (size_t m = 0; m < s->tags_n; m++)
            if (strcmp(st->exclude_tags[k], s->tags[m]) == 0)
                return st->exclude_tags[k];
    for (size_t k = 0; k < st->exclude_methods_n && s->payment_method; k++)
        if (strcmp(st->exclude_methods[k], s->payment_method) == 0)
            return st->exclude_methods[k];
    return NULL;
}

/* Credits settle what is due first; so an instalment is covered when all that is
 * due by its day is. */
static void
sum_by_due(struct checking *c)
{
    const struct snapshot *s = c->s;
    int64_t sum = 0;

    if (c->sums.unapplied_minor == 0)
        return;
    c->due_so_far = arena_new_n(c->a, s->instalments_n + 1, int64_t);
    for (size_t k = 0; k < s->instalments_n; k++)
        c->due_so_far[k] = (sum += s->instalments[k].open_minor);
    for (size_t k = s->instalments_n; k-- > 1;)
        if (s->instalments[k - 1].due_on == s->instalments[k].due_on)
            c->due_so_far[k - 1] = c->due_so_far[k];
}

static bool
stale(struct checking *c)
{
    const struct snapshot *s = c->s;
    int64_t hours;

    if (c->limits->stale_after_us == 0 || s->synced_at == INSTANT_NONE ||
        s->now_at - s->synced_at <= c->limits->stale_after_us)
        return false;
    hours = (s->now_at - s->synced_at) / (INT64_C(3600) * 1000000);
    return hold(&c->send, GUARD_STALE, DAY_NONE,
        arena_fmt(c->a, "the newest cash data is %lld hours old", (long long)hours));
}

static bool
too_soon(struct checking *c)
{
    int32_t until_on;

    if (c->s->last_contact_on == DAY_NONE ||
        (c->limits->by_person && c->limits->confirmed))
        return false;
    until_on = c->s->last_contact_on + c->st->min_gap_days;
    if (c->s->today >= until_on)
        return false;
    return hold(&c->send, GUARD_GAP, until_on,
        arena_fmt(c->a, "last contact on %s, minimum gap %u days",
            day_words(c->a, c->s->last_contact_on), (unsigned)c->st->min_gap_days));
}

static bool
too_many(struct checking *c)
{
    if (c->st->max_contacts_30d == 0 || c->s->contacts_30d < c->st->max_contacts_30d ||
        (c->limits->by_person && c->limits->confirmed))
        return false;
    return hold(&c->send, GUARD_CAP, DAY_NONE,
        arena_fmt(c->a, "%u messages in the last 30 days, at most %u",
            (unsigned)c->s->contacts_30d, (unsigned)c->st->max_contacts_30d));
}

static void
check_case(struct checking *c)
{
    const struct snapshot *s = c->s;

    snapshot_sums(s, &c->sums);
    sum_by_due(c);
    c->excluded = find_excluded(s, c->st);
    c->min_amount = per_currency_get(&c->st->min_amount, s->currency);
    c->min_total = per_currency_get(&c->st->min_total, s->currency);
    for (size_t k = 0; k < s->instalments_n; k++) {
        int64_t rest = instalment_free_minor(&s->instalments[k]);

        c->open_free += rest;
        if (s->instalments[k].due_on < s->today)
            c->overdue_free += rest;
    }
    /* the recipient stands between stale and these, and depends on the step */
    if (stale(c) || too_soon(c))
        return;
    if (s->contact_pending)
        hold(&c->send, GUARD_PENDING, DAY_NONE, "a message is already on its way");
    else
        (void)too_many(c);
}

/* -- of one proposal ------------------------------------------------------ */

/* What holds it is no person but the customer's own paying; NULL: it is not. */
static const char *
paying_words(struct checking *c, const struct open_instalment *i)
{
    for (size_t k = 0; k < c->s->holds_n; k++) {
        const struct snap_hold *h = &c->s->holds[k];

        if (h->item_id != i->item_id)
            continue;
        if (h->autopay)
            return "it is collected by autopay";
        if (h->transfer)
            return arena_fmt(c->a, "a transfer of it is announced, waited for until %s",
                day_words(c->a, h->until_on));
    }
    return NULL;
}

static const char *
covered_words(
    struct checking *c, const struct open_instalment *i, enum guard g, int32_t until_on)
{
    const char *what = g == GUARD_HOLD      ? "on hold"
                       : g == GUARD_DISPUTE ? "disputed"
                                            : "promised",
               *paying = paying_words(c, i);

    if (g == GUARD_HOLD && paying)
        return paying;
    if (until_on == DAY_NONE)
        return arena_fmt(c->a, "all of it is %s", what);
    return arena_fmt(
        c->a, "all of it is %s until %s", what, day_words(c->a, until_on - 1));
}

static bool
customer_stops(const struct checking *c, struct held *h)
{
    switch (c->s->status) {
    case CUSTOMER_ACTIVE:
        return false;
    case CUSTOMER_ON_HOLD:
        return hold(h, GUARD_CUSTOMER, DAY_NONE, "the customer is on hold");
    case CUSTOMER_LEGAL:
        return hold(h, GUARD_CUSTOMER, DAY_NONE, "the customer is at law");
    case CUSTOMER_CLOSED:
        break;
    }
    return hold(h, GUARD_CUSTOMER, DAY_NONE, "the customer is closed");
}

static bool
net_zero(const struct checking *c, const struct proposal *p)
{
    const struct snap_sums *sums = &c->sums;

    if (sums->unapplied_minor == 0)
        return false;
    if (p->step->upcoming)
        return c->due_so_far[p->instalment] <= sums->unapplied_minor;
    return sums->overdue_minor <= sums->unapplied_minor;
}

/* Guards in order, up to and with the minimum. */
static bool
item_holds(struct checking *c, const struct proposal *p, struct held *h)
{
    const struct open_instalment *i = &c->s->instalments[p->instalment];
    bool mail = p->step->kind == STEP_SEND;
    int32_t until_on = DAY_NONE;
    enum guard g;

    if (i->open_minor <= 0)
        return hold(h, GUARD_SETTLED, DAY_NONE, "nothing is open");
    if (mail && net_zero(c, p))
        return hold(h, GUARD_NET_ZERO, DAY_NONE, "unapplied credit covers what is due");
    if (customer_stops(c, h))
        return true;
    if ((g = coverage_guard(c->s, i, &until_on)))
        return hold(h, g, until_on, covered_words(c, i, g, until_on));
    if (mail && c->s->mail_uncertain)
        return hold(h, GUARD_UNCERTAIN, DAY_NONE,
            "it is unknown whether an earlier mail went out");
    if (c->excluded)
        return hold(h, GUARD_EXCLUDED, DAY_NONE,
            arena_fmt(c->a, "the strategy leaves out %s", c->excluded));
    return false;
}

/* Whether the case carries enough for a message, whatever single items are. */
static bool
case_below_minimum(const struct checking *c, const struct proposal *p, struct held *h)
{
    int64_t asked = p->step->upcoming ? c->open_free : c->overdue_free;

    if (p->below_share)
        return hold(h, GUARD_MINIMUM, DAY_NONE, "too small a share of the balance");
    if (c->min_total > 0 && asked - c->sums.unapplied_minor < c->min_total)
        return hold(h, GUARD_MINIMUM, DAY_NONE, "the total is below the minimum");
    return false;
}

static bool
is_small(const struct checking *c, const struct proposal *p)
{
    return c->min_amount > 0 &&
           instalment_free_minor(&c->s->instalments[p->instalment]) < c->min_amount;
}

static bool
nobody_receives(struct checking *c, const struct proposal *p, struct held *h)
{
    if (c->asked != p->step) {
        c->asked = p->step;
        c->reaches = snapshot_reaches(
            c->s, p->step->to_role, p->step->by_letter, &c->nobody_why);
    }
    return !c->reaches && hold(h, GUARD_RECIPIENT, DAY_NONE, c->nobody_why);
}

/* The country's interval counts between reminders of the same claim. */
static bool
legal_gap(struct checking *c, const struct proposal *p, struct held *h)
{
    const struct open_instalment *i = &c->s->instalments[p->instalment];
    int32_t last_on = DAY_NONE, until_on;

    if (c->limits->legal_min_gap_days == 0 || p->step->upcoming)
        return false;
    for (size_t k = 0; k < i->taken_n; k++)
        if (!i->taken[k].task && i->taken[k].on_day > i->due_on &&
            i->taken[k].on_day > last_on)
            last_on = i->taken[k].on_day;
    if (last_on == DAY_NONE)
        return false;
    until_on = last_on + c->limits->legal_min_gap_days;
    if (c->s->today >= until_on)
        return false;
    return hold(h, GUARD_LEGAL_GAP, until_on,
        arena_fmt(c->a, "reminded on %s, the law wants %u days between",
            day_words(c->a, last_on), (unsigned)c->limits->legal_min_gap_days));
}

static bool
gives_way(struct checking *c, const struct proposal *p, struct held *h)
{
    const struct open_instalment *i = &c->s->instalments[p->instalment];
    int32_t overdue_on = c->p->next_overdue_on, again_on;

    if (!p->step->upcoming || c->overdue_goes || overdue_on == DAY_NONE ||
        overdue_on >= c->s->today + c->st->min_gap_days)
        return false;
    again_on = overdue_on + c->st->min_gap_days;
    return hold(h, GUARD_YIELD, again_on <= i->due_on ? again_on : DAY_NONE,
        arena_fmt(
            c->a, "gives way to the reminder of %s", day_words(c->a, overdue_on)));
}

/* Guards in order, from stale on; messages only. */
static bool
send_holds(struct checking *c, const struct proposal *p, struct held *h)
{
    if (c->send.guard == GUARD_STALE)
        return hold(h, GUARD_STALE, DAY_NONE, c->send.detail);
    if (nobody_receives(c, p, h))
        return true;
    if (c->send.guard)
        return hold(h, c->send.guard, c->send.until_on, c->send.detail);
    if (legal_gap(c, p, h))
        return true;
    if (p->step->approval && !c->limits->by_person)
        return hold(h, GUARD_APPROVAL, DAY_NONE,
            arena_fmt(c->a, "%s has to agree first", p->step->approval));
    return gives_way(c, p, h);
}

/* The guards of messages, for those about arrears or for upcoming notices. */
static void
check_sends(struct checking *c, struct held *item, bool upcoming)
{
    for (size_t k = 0; k < c->p->n; k++) {
        const struct proposal *x = &c->p->list[k];
        struct held *h = &item[k];

        if (h->guard || x->step->kind != STEP_SEND || x->step->upcoming != upcoming)
            continue;
        if (is_small(c, x) && !c->big[upcoming])
            hold(h, GUARD_MINIMUM, DAY_NONE, "the amount is below the minimum");
        else if (!send_holds(c, x, h) && !upcoming)
            c->overdue_goes = true;
    }
}

void
guard_check(const struct snapshot *s, const struct strategy *st,
    const struct proposals *p, const struct guard_limits *limits, struct arena *a,
    bool *pass, struct held *held, size_t *held_n)
{
    struct checking c = { .s = s, .st = st, .p = p, .limits = limits, .a = a };
    struct held *item;

    *held_n = 0;
    if (p->n == 0)
        return;
    check_case(&c);
    item = arena_new_n(a, p->n, struct held);
    for (size_t k = 0; k < p->n; k++) {
        const struct proposal *x = &p->list[k];

        item[k].proposal = k;
        if (item_holds(&c, x, &item[k]) || x->step->kind != STEP_SEND ||
            case_below_minimum(&c, x, &item[k]))
            continue;
        if (!is_small(&c, x))
            c.big[x->step->upcoming] = true;
    }
    check_sends(&c, item, false);
    check_sends(&c, item, true);
    for (size_t k = 0; k < p->n; k++) {
        pass[k] = item[k].guard == GUARD_NONE;
        if (!pass[k])
            held[(*held_n)++] = item[k];
    }
}

/* -- a message about no item ------------------------------------------------ */

static bool
all_is_held(const struct snapshot *s, struct held *h)
{
    for (size_t k = 0; k < s->holds_n; k++) {
        const struct snap_hold *x = &s->holds[k];

        if (x->item_id == 0 && x->amount_minor == -1)
            return hold(h, GUARD_HOLD,
                x->until_on == DAY_NONE ? DAY_NONE : x->until_on + 1,
                "everything is on hold");
    }
    return false;
}

bool
guard_contact(const struct snapshot *s, const struct strategy *st,
    const struct guard_limits *limits, const struct step *step, struct arena *a,
    struct held *h)
{
    struct checking c = { .s = s, .st = st, .limits = limits, .a = a };
    const char *why;

    *h = (struct held){ .guard = GUARD_NONE };
    if (customer_stops(&c, h) || all_is_held(s, h))
        return true;
    if (!snapshot_reaches(s, step->to_role, step->by_letter, &why))
        return hold(h, GUARD_RECIPIENT, DAY_NONE, why);
    if (!too_soon(&c) && s->contact_pending && !limits->beside)
        return hold(h, GUARD_PENDING, DAY_NONE, "a message is already on its way");
    if (!c.send.guard && !too_many(&c))
        return false;
    return hold(h, c.send.guard, c.send.until_on, c.send.detail);
}

bool
guard_may_confirm(enum guard g)
{
    return g == GUARD_GAP || g == GUARD_CAP;
}
