#include <inttypes.h>

#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "render/foreign.h"
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

/* -- parts ----------------------------------------------------------------- */

struct printing {
    struct db *db;
    const struct work *w;
    struct letter_heads *heads;
    const char *title;
    FILE *to;
    struct paper_join *join; /* NULL: nothing is enclosed, all goes to `to` at once */
    /* of the part that is open */
    FILE *part;
    struct paper *paper; /* NULL: none is */
    size_t pages;        /* of those that are done */
};

static enum err
open_part(struct printing *p)
{
    p->part = p->join ? tmpfile() : p->to;
    if (!p->part)
        return ERR_DOWN;
    return paper_open_file(&p->paper, p->w->arena, p->part, p->title,
        p->heads->n ? p->heads->list[0].head.name : "", p->w->b.made_at);
}

static enum err
close_part(struct printing *p, enum err e)
{
    size_t pages = 0;
    enum err closed = OK;

    if (p->paper) {
        if (!e && p->w->b.duplex)
            paper_front(p->paper);
        closed = paper_close(p->paper, &pages);
    }
    p->paper = NULL;
    p->pages += pages;
    if (!e)
        e = closed;
    if (!p->join || !p->part)
        return e;
    if (!e)
        e = paper_join_add(p->join, p->part);
    fclose(p->part);
    p->part = NULL;
    return e;
}

/* -- letters --------------------------------------------------------------- */

/* What is enclosed with one letter, as a part of its own. It could be drawn when the
 * letter was fixed: a fault now is ours, and a letter is never printed without. */
static enum err
draw_enclosed(
    struct printing *p, const struct foreign *file, size_t n, uint64_t outbox_id)
{
    FILE *part = tmpfile();
    const char *why = NULL;
    size_t pages = 0;
    enum err e;

    if (!part)
        return ERR_DOWN;
    if (!(e = foreign_draw(file, n, p->w->b.duplex, part, &pages, &why)))
        e = paper_join_add(p->join, part);
    fclose(part);
    p->pages += pages;
    if (e != ERR_INVALID)
        return e;
    log_error("enclosure_not_drawn", kv("outbox_id", outbox_id), kv("why", why));
    return ERR_BUG;
}

static enum err
add_enclosed(struct printing *p, struct arena *own, const struct document_enclosed *d,
    size_t n, uint64_t outbox_id)
{
    struct foreign *file = arena_new_n(own, n, struct foreign);
    struct document_get got;
    enum err e = close_part(p, OK);

    for (size_t k = 0; k < n && !e; k++) {
        e = document_get(p->db, own, outbox_id, d[k].seq, 0, &got);
        if (!e)
            file[k] = (struct foreign){ got.content.data, got.content.n };
    }
    return e ? e : draw_enclosed(p, file, n, outbox_id);
}

static enum err
add_one(struct printing *p, const struct letter_sheets *sheet)
{
    struct arena *own = arena_new();
    const struct paper_head *head;
    struct document_enclosed *d;
    struct letter l;
    size_t n;
    enum err e;

    if (!(e = letter_head_of(p->db, p->heads, sheet->division, &head)) &&
        !(e = document_enclosed(p->db, own, sheet->outbox_id, &d, &n))) {
        letter_paper(own, head, sheet, d, n, &l);
        if (p->w->b.duplex)
            paper_front(p->paper);
        letter_add(p->paper, own, &l);
        if (n)
            e = add_enclosed(p, own, d, n, sheet->outbox_id);
    }
    arena_free(own);
    return e;
}

/* By so many, so that a batch of any length takes the same memory. */
static enum err
add_all(struct printing *p)
{
    struct arena *some = arena_new();
    struct letter_sheets *s;
    uint32_t after = 0;
    size_t n;
    enum err e;

    do {
        arena_reset(some);
        e = letter_sheets(p->db, some, p->w->id, after, AT_ONCE, &s, &n);
        for (size_t k = 0; k < n && !e; k++) {
            after = s[k].seq;
            if (p->paper || !(e = open_part(p)))
                e = add_one(p, &s[k]);
        }
    } while (!e && n == AT_ONCE);
    arena_free(some);
    return close_part(p, e);
}

enum err
print_letter_batch(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, FILE *f, size_t *pages)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };
    struct letter_heads heads = { 0 };
    struct printing p = { .db = db,
        .w = &w,
        .heads = &heads,
        .title = arena_fmt(a, "Letters %" PRIu64, id),
        .to = f };
    struct letter_last_seq last;
    enum err e;

    if ((e = db_retry(db, open_batch, &w)) || (e = read_heads(db, a, id, &heads)) ||
        (e = letter_last_seq(db, a, id, &last)))
        return e;
    if (last.files_n)
        p.join = paper_join_open(a, f);
    if ((e = add_all(&p)) || (p.join && (e = paper_join_close(p.join))))
        return e;
    if (pages)
        *pages = p.pages;
    if (!fflush(f) && !ferror(f))
        return OK;
    log_error("letters_not_written", kv("batch_id", id));
    return ERR_DOWN;
}
