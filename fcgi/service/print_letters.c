#include <inttypes.h>

#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/letter_work.h"

enum { AT_ONCE = 50 };

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

/* They could be drawn when the letter was fixed: a fault now is ours, and a letter is
 * never printed without. */
static enum err
add_enclosed(struct db *db, struct arena *each, const struct work *w,
    const struct document_enclosed *d, uint64_t outbox_id, struct paper *paper)
{
    struct document_get file;
    const char *why = NULL;
    enum err e;

    arena_reset(each);
    if ((e = document_get(db, each, outbox_id, d->seq, 0, &file)))
        return e;
    if (w->b.duplex)
        paper_front(paper);
    e = paper_add_file(paper, file.content.data, file.content.n, &why);
    if (e != ERR_INVALID)
        return e;
    log_error("enclosure_not_drawn", kv("outbox_id", outbox_id), kv("why", why));
    return ERR_BUG;
}

static enum err
add_one(struct db *db, const struct work *w, struct letter_heads *heads,
    const struct letter_sheets *sheet, struct paper *paper)
{
    struct arena *own = arena_new(), *each = arena_new();
    const struct paper_head *head;
    struct document_enclosed *d;
    struct letter l;
    size_t n;
    enum err e;

    if (!(e = letter_head_of(db, heads, sheet->division, &head)) &&
        !(e = document_enclosed(db, own, sheet->outbox_id, &d, &n))) {
        letter_paper(own, head, sheet, d, n, &l);
        if (w->b.duplex)
            paper_front(paper);
        letter_add(paper, own, &l);
        for (size_t k = 0; k < n && !e; k++)
            e = add_enclosed(db, each, w, &d[k], sheet->outbox_id, paper);
    }
    arena_free(own);
    arena_free(each);
    return e;
}

/* By so many, so that a batch of any length takes the same memory. */
static enum err
add_all(struct db *db, const struct work *w, struct letter_heads *heads,
    struct paper *paper)
{
    struct arena *some = arena_new();
    struct letter_sheets *s;
    uint32_t after = 0;
    size_t n;
    enum err e;

    do {
        arena_reset(some);
        e = letter_sheets(db, some, w->id, after, AT_ONCE, &s, &n);
        for (size_t k = 0; k < n && !e; k++) {
            after = s[k].seq;
            e = add_one(db, w, heads, &s[k], paper);
        }
    } while (!e && n == AT_ONCE);
    arena_free(some);
    return e;
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
