#include "service/report_sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/money.h"

enum { SLOTS = 1 << 17 }; /* more than twice REPORT_HELD__MAX */

struct report_held {
    struct arena *arena;
    const struct report_def *def;
    const struct report_head *head;
    size_t n; /* columns */
    struct report_cell **row;
    size_t rows, room;
    uint32_t *slot; /* row + 1 by the hash of its group; NULL: not grouped */
};

struct report_held *
report_held_new(struct arena *a, const struct report_def *d,
    const struct report_head *head, size_t n)
{
    struct report_held *h = arena_new_of(a, struct report_held);

    *h = (struct report_held){ .arena = a, .def = d, .head = head, .n = n };
    if (d->grouped)
        h->slot = arena_new_n(a, SLOTS, uint32_t);
    return h;
}

/* -- groups ---------------------------------------------------------------- */

static bool
is_summed(const struct report_held *h, size_t at)
{
    return h->head[at].kind == REPORT_MONEY || at == h->def->columns_n;
}

/* Empty ones first. */
static int
compare_cells(const struct report_cell *a, const struct report_cell *b)
{
    if (a->empty || b->empty)
        return (int)b->empty - (int)a->empty;
    if (a->text)
        return strcmp(a->text, b->text);
    return (a->number > b->number) - (a->number < b->number);
}

static uint64_t
mixed(uint64_t hash, const void *p, size_t n)
{
    for (const unsigned char *c = p; n--; c++)
        hash = (hash ^ *c) * UINT64_C(0x100000001B3);
    return hash;
}

static size_t
hash_of(const struct report_held *h, const struct report_cell *cells)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < h->n; i++) {
        const struct report_cell *c = &cells[i];

        if (is_summed(h, i))
            continue;
        if (c->empty)
            hash = mixed(hash, "\1", 1);
        else if (c->text)
            hash = mixed(hash, c->text, strlen(c->text) + 1);
        else
            hash = mixed(hash, &c->number, sizeof c->number);
    }
    return (size_t)((hash ^ hash >> 32) & (SLOTS - 1));
}

static bool
same_group(const struct report_held *h, const struct report_cell *a,
    const struct report_cell *b)
{
    for (size_t i = 0; i < h->n; i++)
        if (!is_summed(h, i) && compare_cells(&a[i], &b[i]))
            return false;
    return true;
}

static uint32_t *
slot_of(const struct report_held *h, const struct report_cell *cells)
{
    size_t i = hash_of(h, cells);

    while (h->slot[i] && !same_group(h, h->row[h->slot[i] - 1], cells))
        i = (i + 1) & (SLOTS - 1);
    return &h->slot[i];
}

static enum err
add(const struct report_held *h, struct report_cell *to,
    const struct report_cell *cells)
{
    for (size_t i = 0; i < h->n; i++) {
        if (!is_summed(h, i) || cells[i].empty)
            continue;
        if (money_add(to[i].empty ? 0 : to[i].number, cells[i].number, &to[i].number))
            return ERR_INVALID;
        to[i].empty = false;
    }
    return OK;
}

/* -- keeping --------------------------------------------------------------- */

static enum err
keep(struct report_held *h, const struct report_cell *cells)
{
    struct report_cell *row;

    if (h->rows == REPORT_HELD__MAX)
        return ERR_LIMIT;
    if (h->rows == h->room) {
        size_t room = h->room ? h->room * 2 : 64;

        h->row = arena_grow(
            h->arena, h->row, h->room * sizeof *h->row, room * sizeof *h->row);
        h->room = room;
    }
    h->row[h->rows++] = row = arena_new_n(h->arena, h->n, struct report_cell);
    for (size_t i = 0; i < h->n; i++) {
        row[i] = cells[i];
        if (row[i].text)
            row[i].text = arena_str(h->arena, row[i].text);
    }
    return OK;
}

enum err
report_hold(struct report_held *h, const struct report_cell *cells)
{
    uint32_t *slot;
    enum err e;

    if (!h->slot)
        return keep(h, cells);
    slot = slot_of(h, cells);
    if (*slot)
        return add(h, h->row[*slot - 1], cells);
    if (!(e = keep(h, cells)))
        *slot = (uint32_t)h->rows;
    return e;
}

/* -- order ----------------------------------------------------------------- */

struct sorted {
    const struct report_cell *cell;
    size_t came;
};

static int
compare_rows(const void *x, const void *y, void *ctx)
{
    const struct report_held *h = ctx;
    const struct sorted *a = x, *b = y;
    int c = 0;

    for (size_t i = 0; i < h->def->orders_n && !c; i++) {
        size_t at = h->def->order[i].at;

        c = compare_cells(&a->cell[at], &b->cell[at]);
        if (h->def->order[i].descending)
            c = -c;
    }
    for (size_t i = 0; h->slot && i < h->n && !c; i++)
        if (!is_summed(h, i))
            c = compare_cells(&a->cell[i], &b->cell[i]);
    return c ? c : (a->came > b->came) - (a->came < b->came);
}

struct report_cell **
report_held_sorted(struct report_held *h, size_t *n)
{
    struct sorted *s = arena_new_n(h->arena, h->rows ? h->rows : 1, struct sorted);
    struct report_cell **out =
        arena_new_n(h->arena, h->rows ? h->rows : 1, struct report_cell *);

    for (size_t i = 0; i < h->rows; i++)
        s[i] = (struct sorted){ h->row[i], i };
    qsort_r(s, h->rows, sizeof *s, compare_rows, h);
    for (size_t i = 0; i < h->rows; i++)
        out[i] = h->row[s[i].came];
    *n = h->rows;
    return out;
}
