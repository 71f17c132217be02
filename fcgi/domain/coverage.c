#include "domain/coverage.h"

#include <stdlib.h>

/* Where to find an instalment by its item or its own id. */
struct place {
    uint64_t key;
    size_t at;
};

static int
by_key_then_place(const void *va, const void *vb)
{
    const struct place *a = va, *b = vb;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

enum key { BY_ITEM, BY_INSTALMENT };

static struct place *
index_of(const struct snapshot *s, enum key key, struct arena *a)
{
    struct place *list = arena_new_n(a, s->instalments_n, struct place);

    for (size_t k = 0; k < s->instalments_n; k++)
        list[k] = (struct place){
            key == BY_ITEM ? s->instalments[k].item_id : s->instalments[k].id,
            k,
        };
    qsort(list, s->instalments_n, sizeof *list, by_key_then_place);
    return list;
}

/* The first place with that key; n when there is none. */
static size_t
find(const struct place *list, size_t n, uint64_t key)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (list[mid].key < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && list[lo].key == key ? lo : n;
}

/* Covers up to *left cents of what nothing else covers yet. */
static void
cover(struct open_instalment *i, int64_t *part, int64_t *left)
{
    int64_t take = instalment_free_minor(i);

    if (*left < take)
        take = *left;
    if (take <= 0)
        return;
    *part += take;
    *left -= take;
}

static void
apply_disputes(struct snapshot *s, const struct place *items)
{
    size_t n = s->instalments_n;

    for (size_t k = 0; k < s->disputes_n; k++) {
        const struct snap_dispute *d = &s->disputes[k];
        int64_t left = d->amount_minor;

        for (size_t m = find(items, n, d->item_id);
             m < n && items[m].key == d->item_id && left > 0; m++) {
            struct open_instalment *i = &s->instalments[items[m].at];

            cover(i, &i->disputed_minor, &left);
        }
    }
}

static void
apply_promise_items(
    struct snapshot *s, const struct snap_promise *p, const struct place *places)
{
    int64_t whole = p->amount_minor - p->kept_minor;

    for (size_t m = 0; m < p->items_n && whole > 0; m++) {
        int64_t left = p->items[m].minor - p->items[m].kept_minor, before;
        size_t at = find(places, s->instalments_n, p->items[m].instalment_id);
        struct open_instalment *i;

        if (at == s->instalments_n)
            continue;
        if (left > whole)
            left = whole;
        before = left;
        i = &s->instalments[places[at].at];
        cover(i, &i->promised_minor, &left);
        whole -= before - left;
    }
}

/* Promises for certain items first: the others take what those leave. */
static void
apply_promises(struct snapshot *s, const struct place *places)
{
    for (size_t k = 0; k < s->promises_n; k++)
        if (s->promises[k].state == PROMISE_OPEN && s->promises[k].items_n > 0)
            apply_promise_items(s, &s->promises[k], places);
    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];
        int64_t left = p->amount_minor - p->kept_minor;

        if (p->state != PROMISE_OPEN || p->items_n > 0)
            continue;
        for (size_t m = 0; m < s->instalments_n && left > 0; m++)
            cover(&s->instalments[m], &s->instalments[m].promised_minor, &left);
    }
}

static void
apply_holds(struct snapshot *s, const struct place *items)
{
    size_t n = s->instalments_n;

    for (size_t k = 0; k < s->holds_n; k++) {
        const struct snap_hold *h = &s->holds[k];
        int64_t left = h->amount_minor < 0 ? INT64_MAX : h->amount_minor;

        if (h->item_id == 0) {
            for (size_t m = 0; m < n && left > 0; m++)
                cover(&s->instalments[m], &s->instalments[m].held_minor, &left);
            continue;
        }
        for (size_t m = find(items, n, h->item_id);
             m < n && items[m].key == h->item_id && left > 0; m++) {
            struct open_instalment *i = &s->instalments[items[m].at];

            cover(i, &i->held_minor, &left);
        }
    }
}

void
coverage_apply(struct snapshot *s, struct arena *a)
{
    struct place *items, *places;

    for (size_t k = 0; k < s->instalments_n; k++) {
        s->instalments[k].disputed_minor = 0;
        s->instalments[k].promised_minor = 0;
        s->instalments[k].held_minor = 0;
    }
    if (s->instalments_n == 0 ||
        (s->disputes_n == 0 && s->promises_n == 0 && s->holds_n == 0))
        return;
    items = index_of(s, BY_ITEM, a);
    places = index_of(s, BY_INSTALMENT, a);
    apply_disputes(s, items);
    apply_promises(s, places);
    apply_holds(s, items);
}

/* -- what covers it ------------------------------------------------------- */

static void
sooner(int32_t *until_on, int32_t day)
{
    if (*until_on == DAY_NONE || day < *until_on)
        *until_on = day;
}

static bool
promises_it(const struct snap_promise *p, uint64_t instalment_id)
{
    if (p->state != PROMISE_OPEN)
        return false;
    for (size_t m = 0; m < p->items_n; m++)
        if (p->items[m].instalment_id == instalment_id)
            return true;
    return p->items_n == 0;
}

enum guard
coverage_guard(
    const struct snapshot *s, const struct open_instalment *i, int32_t *until_on)
{
    if (instalment_free_minor(i) > 0)
        return GUARD_NONE;
    *until_on = DAY_NONE;
    if (i->promised_minor > 0)
        for (size_t k = 0; k < s->promises_n; k++)
            if (promises_it(&s->promises[k], i->id))
                sooner(until_on, s->promises[k].judged_on + 1);
    if (i->held_minor > 0)
        for (size_t k = 0; k < s->holds_n; k++)
            if ((s->holds[k].item_id == 0 || s->holds[k].item_id == i->item_id) &&
                s->holds[k].until_on != DAY_NONE)
                sooner(until_on, s->holds[k].until_on + 1);
    if (i->held_minor >= i->disputed_minor && i->held_minor >= i->promised_minor)
        return GUARD_HOLD;
    return i->disputed_minor >= i->promised_minor ? GUARD_DISPUTE : GUARD_PROMISE;
}
