#include "domain/promise.h"

#include <stdlib.h>

/* One allocation with its reversals taken off. */
struct cash {
    uint64_t id, instalment_id, credit_item_id;
    int32_t on_day;
    int64_t left_minor;
};

static int
by_id(const void *va, const void *vb)
{
    const struct cash *a = va, *b = vb;

    return (a->id > b->id) - (a->id < b->id);
}

/* By instalment, then oldest first. */
static int
by_instalment(const void *va, const void *vb)
{
    const struct cash *a = va, *b = vb;

    if (a->instalment_id != b->instalment_id)
        return a->instalment_id < b->instalment_id ? -1 : 1;
    if (a->on_day != b->on_day)
        return a->on_day < b->on_day ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Oldest first. */
static int
by_day(const void *va, const void *vb)
{
    const struct cash *a = va, *b = vb;

    if (a->on_day != b->on_day)
        return a->on_day < b->on_day ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The one that falls due first is served first. */
static int
by_promised(const void *va, const void *vb)
{
    const struct snap_promise *a = *(struct snap_promise *const *)va;
    const struct snap_promise *b = *(struct snap_promise *const *)vb;

    if (a->promised_on != b->promised_on)
        return a->promised_on < b->promised_on ? -1 : 1;
    if (a->made_on != b->made_on)
        return a->made_on < b->made_on ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static struct cash *
find_id(struct cash *list, size_t n, uint64_t id)
{
    struct cash key = { .id = id };

    return n ? bsearch(&key, list, n, sizeof *list, by_id) : NULL;
}

/* Allocations up to today, each net of what reversed it. Ordered by id. */
static struct cash *
net_facts(const struct promise_fact *facts, size_t facts_n, int32_t today,
    struct arena *a, size_t *n)
{
    struct cash *list = arena_new_n(a, facts_n + 1, struct cash);

    *n = 0;
    for (size_t k = 0; k < facts_n; k++)
        if (facts[k].reverses_id == 0 && facts[k].effective_on <= today)
            list[(*n)++] = (struct cash){
                .id = facts[k].id,
                .instalment_id = facts[k].instalment_id,
                .credit_item_id = facts[k].credit_item_id,
                .on_day = facts[k].effective_on,
                .left_minor = facts[k].debit_minor,
            };
    qsort(list, *n, sizeof *list, by_id);
    for (size_t k = 0; k < facts_n; k++) {
        struct cash *c;

        if (facts[k].reverses_id == 0 || facts[k].effective_on > today)
            continue;
        if ((c = find_id(list, *n, facts[k].reverses_id)))
            c->left_minor += facts[k].debit_minor;
    }
    return list;
}

static struct cash *
payment_cash(const struct promise_payment *payments, size_t payments_n, int32_t today,
    struct arena *a, size_t *n)
{
    struct cash *list = arena_new_n(a, payments_n + 1, struct cash);

    *n = 0;
    for (size_t k = 0; k < payments_n; k++)
        if (payments[k].on_day <= today)
            list[(*n)++] = (struct cash){
                .id = payments[k].item_id,
                .on_day = payments[k].on_day,
                .left_minor = payments[k].minor,
            };
    qsort(list, *n, sizeof *list, by_id);
    return list;
}

/* The first entry of an instalment; n when there is none. */
static size_t
first_of(const struct cash *list, size_t n, uint64_t instalment_id)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (list[mid].instalment_id < instalment_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Takes what counts for the promise out of one amount of money. */
static int64_t
take(struct snap_promise *p, struct cash *c, int64_t room)
{
    int64_t minor = c->left_minor;

    if (c->on_day < p->made_on || c->on_day > p->judged_on || minor <= 0 || room <= 0)
        return 0;
    if (minor > room)
        minor = room;
    if (minor > p->amount_minor - p->kept_minor)
        minor = p->amount_minor - p->kept_minor;
    c->left_minor -= minor;
    p->kept_minor += minor;
    return minor;
}

static void
serve_items(struct snap_promise *p, struct cash *facts, size_t n, struct cash *payments,
    size_t payments_n)
{
    for (size_t m = 0; m < p->items_n; m++) {
        struct snap_promise_item *item = &p->items[m];

        for (size_t k = first_of(facts, n, item->instalment_id);
             k < n && facts[k].instalment_id == item->instalment_id; k++) {
            int64_t got = take(p, &facts[k], item->minor - item->kept_minor);
            struct cash *c = find_id(payments, payments_n, facts[k].credit_item_id);

            item->kept_minor += got;
            if (c) /* these cents of the payment are spoken for */
                c->left_minor -= got;
        }
    }
}

static enum promise_state
judge(const struct snap_promise *p, int32_t today)
{
    int64_t wanted = 0;

    for (size_t m = 0; m < p->items_n; m++)
        wanted += p->items[m].minor;
    if (p->items_n == 0 || wanted > p->amount_minor)
        wanted = p->amount_minor;
    if (p->kept_minor >= wanted)
        return PROMISE_KEPT;
    if (today <= p->judged_on)
        return PROMISE_OPEN;
    return p->kept_minor > 0 ? PROMISE_PARTLY : PROMISE_BROKEN;
}

void
promise_judge(struct snap_promise *promises, size_t n, const struct promise_fact *facts,
    size_t facts_n, const struct promise_payment *payments, size_t payments_n,
    int32_t today, struct arena *a)
{
    struct snap_promise **order = arena_new_n(a, n + 1, struct snap_promise *);
    size_t order_n = 0, cash_n, received_n;
    struct cash *cash = net_facts(facts, facts_n, today, a, &cash_n);
    struct cash *received = payment_cash(payments, payments_n, today, a, &received_n);

    for (size_t k = 0; k < n; k++) {
        promises[k].kept_minor = 0;
        for (size_t m = 0; m < promises[k].items_n; m++)
            promises[k].items[m].kept_minor = 0;
        if (promises[k].state != PROMISE_CANCELLED)
            order[order_n++] = &promises[k];
    }
    qsort(order, order_n, sizeof(struct snap_promise *), by_promised);
    qsort(cash, cash_n, sizeof *cash, by_instalment);
    for (size_t k = 0; k < order_n; k++)
        serve_items(order[k], cash, cash_n, received, received_n);
    qsort(received, received_n, sizeof *received, by_day);
    for (size_t k = 0; k < order_n; k++)
        for (size_t m = 0; m < received_n && order[k]->items_n == 0; m++)
            (void)take(order[k], &received[m], INT64_MAX);
    for (size_t k = 0; k < order_n; k++)
        order[k]->state = judge(order[k], today);
}

int32_t
promise_judged_on(const struct calendar *c, int32_t promised_on, int tolerance_days)
{
    return calendar_add_business(c, promised_on, tolerance_days);
}

/* -- a broken one that still matters --------------------------------------- */

static bool
still_open(const struct snapshot *s, const struct snap_promise *p)
{
    for (size_t k = 0; k < s->instalments_n; k++) {
        const struct open_instalment *i = &s->instalments[k];

        if (p->items_n == 0 && i->due_on <= p->promised_on)
            return true;
        for (size_t m = 0; m < p->items_n; m++)
            if (p->items[m].instalment_id == i->id)
                return true;
    }
    return false;
}

static bool
is_broken(const struct snap_promise *p)
{
    return p->state == PROMISE_BROKEN || p->state == PROMISE_PARTLY;
}

const struct snap_promise *
promise_broken_now(const struct snapshot *s)
{
    const struct snap_promise *last = NULL;
    int32_t replaced_on = DAY_NONE; /* the latest day a promise not broken was made */

    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];

        if (is_broken(p)) {
            if (!last || p->promised_on > last->promised_on ||
                (p->promised_on == last->promised_on && p->id > last->id))
                last = p;
        } else if (p->state == PROMISE_OPEN && p->made_on > replaced_on) {
            replaced_on = p->made_on;
        }
    }
    if (!last || replaced_on > last->promised_on || !still_open(s, last))
        return NULL;
    return last;
}
