#include "domain/allocate.h"

#include <stdlib.h>

static int
by_due_then_id(const void *va, const void *vb)
{
    const struct open_item *a = va, *b = vb;

    if (a->due_on != b->due_on)
        return a->due_on < b->due_on ? -1 : 1;
    return (a->instalment_id > b->instalment_id) -
           (a->instalment_id < b->instalment_id);
}

enum err
allocate_oldest_first(
    int64_t paid_minor, struct open_item *items, size_t n, struct allocation *out)
{
    if (paid_minor <= 0)
        return ERR_INVALID;
    for (size_t k = 0; k < n; k++)
        if (items[k].open_minor <= 0)
            return ERR_INVALID;

    if (n > 0)
        qsort(items, n, sizeof *items, by_due_then_id);
    out->n = 0;
    for (size_t k = 0; k < n && paid_minor > 0; k++) {
        int64_t take =
            items[k].open_minor < paid_minor ? items[k].open_minor : paid_minor;

        out->shares[out->n++] = (struct share){
            .instalment_id = items[k].instalment_id,
            .minor = take,
        };
        paid_minor -= take;
    }
    out->credit_minor = paid_minor;
    return OK;
}

/* Where a document stands in the caller's array. */
struct place {
    uint64_t id;
    struct alloc_open *of;
};

static int
by_id(const void *va, const void *vb)
{
    const struct place *a = va, *b = vb;

    return (a->id > b->id) - (a->id < b->id);
}

static struct place *
places_of(struct alloc_open *list, size_t n, int32_t as_of, struct arena *a)
{
    struct place *places = arena_new_n(a, n + 1, struct place);

    for (size_t k = 0; k < n; k++) {
        list[k].open_minor = list[k].issued_on <= as_of ? list[k].amount_minor : 0;
        places[k] = (struct place){ list[k].id, &list[k] };
    }
    qsort(places, n, sizeof *places, by_id);
    return places;
}

static void
take_off(struct place *places, size_t n, uint64_t id, int64_t minor, int32_t as_of)
{
    struct place key = { .id = id }, *p;

    p = n ? bsearch(&key, places, n, sizeof *places, by_id) : NULL;
    if (p && p->of->issued_on <= as_of)
        p->of->open_minor -= minor;
}

static bool
in_range(const struct alloc_open *list, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (list[k].open_minor < 0 || list[k].open_minor > list[k].amount_minor)
            return false;
    return true;
}

enum err
allocate_open_as_of(const struct alloc_fact *facts, size_t facts_n,
    struct alloc_open *debits, size_t debits_n, struct alloc_open *credits,
    size_t credits_n, int32_t as_of, struct arena *a)
{
    struct place *debit = places_of(debits, debits_n, as_of, a);
    struct place *credit = places_of(credits, credits_n, as_of, a);

    for (size_t k = 0; k < facts_n; k++) {
        const struct alloc_fact *f = &facts[k];

        if (f->effective_on > as_of)
            continue;
        take_off(debit, debits_n, f->instalment_id, f->debit_minor, as_of);
        take_off(credit, credits_n, f->credit_item_id, f->credit_minor, as_of);
    }
    return in_range(debits, debits_n) && in_range(credits, credits_n) ? OK
                                                                      : ERR_CONFLICT;
}
