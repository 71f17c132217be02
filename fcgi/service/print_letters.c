#include <inttypes.h>

#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/letter_work.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope;
    struct letter_batch_lock b;
};

/* Counted before the first page can be on paper: who fetched a file twice sees it. */
static enum err
open_batch(struct db *db, void *arg)
{
    struct work *w = arg;
    struct letter_batch_list now;
    enum err e;

    if ((e = letter_batch_lock(db, w->arena, w->id, w->scope, &w->b)) ||
        (e = letter_batch_one(db, w->arena, w->id, 0, &now)))
        return e;
    if (text_eq(w->b.state, "making") || !now.letters)
        return ERR_CONFLICT;
    if ((e = letter_batch_opened(db, w->id, w->by->now_us, NULL)))
        return e;
    return letter_batch_audit(db, w->by, "letter_batch.open", w->id, NULL, NULL);
}

/* While the letters come off the connection nothing else may be asked of it. */
static enum err
read_heads(struct db *db, struct arena *a, uint64_t id, struct letter_heads *heads)
{
    const struct paper_head *head;
    struct letter_divisions *d;
    size_t n;
    enum err e = letter_divisions(db, a, id, &d, &n);

    heads->arena = a;
    for (size_t k = 0; !e && k < n; k++)
        e = letter_head_of(db, heads, d[k].name, &head);
    return e;
}

static enum err
add_all(struct db *db, const struct work *w, struct letter_heads *heads,
    struct paper *paper)
{
    struct arena *each = arena_new();
    struct letter_sheets_stream s;
    const struct paper_head *head;
    struct letter l;
    enum err e = letter_sheets_open(&s, db, w->id), closed;

    if (e) {
        arena_free(each);
        return e;
    }
    while (!e && letter_sheets_next(&s)) {
        arena_reset(each);
        if ((e = letter_head_of(db, heads, s.row.division, &head)))
            break;
        letter_paper(each, head, &s.row, &l);
        if (w->b.duplex)
            paper_front(paper);
        letter_add(paper, each, &l);
    }
    closed = letter_sheets_close(&s);
    arena_free(each);
    return e ? e : closed;
}

enum err
print_letter_batch(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, FILE *f, size_t *pages)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };
    struct letter_heads heads = { 0 };
    struct paper *paper;
    enum err e, closed;

    if ((e = db_retry(db, open_batch, &w)) || (e = read_heads(db, a, id, &heads)) ||
        (e = paper_open_file(&paper, a, f, arena_fmt(a, "Letters %" PRIu64, id),
             heads.n ? heads.list[0].head.name : "", w.b.made_at)))
        return e;
    e = add_all(db, &w, &heads, paper);
    if (!e && w.b.duplex)
        paper_front(paper);
    closed = paper_close(paper, pages);
    if (e || (e = closed))
        return e;
    if (!fflush(f) && !ferror(f))
        return OK;
    log_error("letters_not_written", kv("batch_id", id));
    return ERR_DOWN;
}
