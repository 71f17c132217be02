#include "job/ranges.h"

#include <stdlib.h>
#include <string.h>

#include "store/q_evaluate.h"

enum { RANGE_CASES = 4000, GAP_IDS = 512 };

/* Due ids as they come; sorted afterwards. */
struct ids {
    uint64_t *list;
    size_t n, room;
};

static void
ids_add(struct ids *ids, uint64_t id)
{
    if (ids->n == ids->room) {
        size_t room = ids->room ? ids->room * 2 : 1024;
        uint64_t *list = realloc(ids->list, room * sizeof *list);

        if (!list)
            abort();
        ids->list = list;
        ids->room = room;
    }
    ids->list[ids->n++] = id;
}

static int
by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return a < b ? -1 : a > b;
}

static void
cut(const struct ids *ids, struct arena *a, struct ranges *out)
{
    size_t in_range = 0;

    out->list = arena_new_n(a, ids->n + 1, struct range);
    out->cases = ids->n;
    for (size_t i = 0; i < ids->n; i++) {
        struct range *last = out->n ? &out->list[out->n - 1] : NULL;

        if (last && in_range < RANGE_CASES && ids->list[i] - last->hi <= GAP_IDS) {
            last->hi = ids->list[i];
            in_range++;
        } else {
            out->list[out->n++] = (struct range){ ids->list[i], ids->list[i] };
            in_range = 1;
        }
    }
}

enum err
ranges_read(struct db *db, struct arena *a, int64_t now_at, bool full, uint64_t case_id,
    struct ranges *out)
{
    struct eval_due_case_stream s;
    struct ids ids = { 0 };
    enum err e;

    *out = (struct ranges){ 0 };
    if (case_id) {
        ids_add(&ids, case_id);
    } else {
        if ((e = eval_due_case_open(&s, db, now_at, full)))
            return e;
        while (eval_due_case_next(&s))
            ids_add(&ids, s.row.id);
        if ((e = eval_due_case_close(&s))) {
            free(ids.list);
            return e;
        }
        if (ids.n)
            qsort(ids.list, ids.n, sizeof *ids.list, by_value);
    }
    cut(&ids, a, out);
    free(ids.list);
    return OK;
}
