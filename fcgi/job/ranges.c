#include "job/ranges.h"

#include "store/q_evaluate.h"

enum { RANGE_CASES = 4000, GAP_IDS = 512 };

/* The next id, ascending, goes into the last range or begins one. */
static void
add(struct ranges *out, struct arena *a, uint64_t id)
{
    struct range *last = out->n ? &out->list[out->n - 1] : NULL;

    out->cases++;
    if (last && last->cases < RANGE_CASES && id - last->hi <= GAP_IDS) {
        last->hi = id;
        last->cases++;
    } else {
        if (!out->n)
            out->list = arena_new_of(a, struct range);
        else if (!(out->n & (out->n - 1))) /* doubles at each power of two */
            out->list = arena_grow(a, out->list, out->n * sizeof *out->list,
                2 * out->n * sizeof *out->list);
        out->list[out->n++] = (struct range){ id, id, 1 };
    }
}

enum err
ranges_read(struct db *db, struct arena *a, int64_t now_at, bool full, uint64_t case_id,
    struct ranges *out)
{
    struct eval_due_case_stream s;
    enum err e;

    *out = (struct ranges){ 0 };
    if (case_id) {
        add(out, a, case_id);
        return OK;
    }
    if ((e = eval_due_case_open(&s, db, now_at, full)))
        return e;
    while (eval_due_case_next(&s))
        add(out, a, s.row.id);
    return eval_due_case_close(&s);
}
