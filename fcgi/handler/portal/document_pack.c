#include "handler/portal/document_pack.h"

#include <string.h>

#include "base/jsonscan.h"
#include "base/text.h"
#include "handler/export_words.h"
#include "http/list_walk.h"
#include "render/pack.h"
#include "render/sheet.h"
#include "service/make_document.h"

enum { TELL_EVERY = 10, COLUMNS = 9 };

struct packing {
    struct rq *rq;
    const struct portal_download_one *d;
    struct pack *pack;
    struct arena *one; /* a document's own memory */
    FILE *index_file;
    struct sheet *index;
    uint32_t done_n, made_n;
};

static enum err
move(const struct packing *p, const char *state)
{
    return portal_download_move(
        p->rq->db, p->rq->who.customer_id, p->d->id, p->done_n, state, NULL);
}

static const char *
text_of(struct arena *a, const struct jsonscan_value *row, const char *member)
{
    struct jsonscan_value v = jsonscan_find(row, member);

    return v.kind == JSONSCAN_TEXT ? jsonscan_text(a, &v) : NULL;
}

/* "0017 R-1.pdf": in the order of the list, and no name twice. */
static const char *
entry_name(struct arena *a, const char *name, uint32_t place)
{
    const char *dot = strrchr(name, '.');
    int stem = (int)(dot ? (size_t)(dot - name) : strlen(name));

    return arena_fmt(a, "%04u %.*s%s", place, stem, name, dot ? dot : "");
}

static enum err
index_row(struct packing *p, const struct jsonscan_value *row, const char *file)
{
    static const char *const MEMBER[COLUMNS - 1] = { "number", "kind", "issued_on",
        "due_on", "amount", "open", "currency", "status" };
    const char *cells[COLUMNS];

    for (size_t i = 0; i < COLUMNS - 1; i++)
        cells[i] = text_of(p->one, row, MEMBER[i]);
    cells[COLUMNS - 1] = file;
    return sheet_row(p->index, cells);
}

static enum err
add_document(void *ctx, struct arena *page, const struct jsonscan_value *row)
{
    struct packing *p = ctx;
    struct item_ask ask = { .customer_id = p->rq->who.customer_id,
        .only_item_id = p->rq->who.item_id,
        .language = p->d->language,
        .now_at = p->rq->now_us };
    const char *name = NULL;
    struct document made;
    enum err e;

    (void)page;
    arena_reset(p->one);
    if (text_u64(text_of(p->one, row, "id"), &ask.id))
        return ERR_BUG;
    e = make_item_document(p->rq->db, p->one, p->rq->conf, &ask, &made);
    if (!e) {
        name = entry_name(p->one, made.file_name, p->done_n + 1);
        p->made_n++;
        e = pack_add(p->pack, name, made.data, made.n);
    } else if (e == ERR_NOT_FOUND || e == ERR_DOWN) {
        e = OK; /* of a kind that has none, or its file is gone: the index says so */
    }
    if (e || (e = index_row(p, row, name)))
        return e;
    p->done_n++;
    return p->done_n % TELL_EVERY ? OK : move(p, "running");
}

static enum err
open_index(struct packing *p)
{
    static const char *const HEAD[COLUMNS] = { "number", "kind", "issued_on", "due_on",
        "amount", "open", "currency", "status", "file_name" };
    static const struct sheet_head head = { .title = "" };
    struct arena *a = p->rq->arena;
    struct sheet_col *cols = arena_new_n(a, COLUMNS, struct sheet_col);

    if (!(p->index_file = tmpfile()))
        return ERR_DOWN;
    for (size_t i = 0; i < COLUMNS; i++)
        cols[i] = (struct sheet_col){ .head = export_word(a, p->d->language, HEAD[i]),
            .kind = i == 2 || i == 3   ? SHEET_DAY
                    : i == 4 || i == 5 ? SHEET_NUMBER
                                       : SHEET_TEXT };
    p->index = sheet_to(a, p->index_file, &head);
    sheet_table(p->index, "index", cols, COLUMNS);
    return OK;
}

static enum err
add_index(struct packing *p)
{
    enum err e = sheet_close(p->index, true);
    struct buf b;
    char block[16384];
    size_t n;

    if (e)
        return e;
    arena_reset(p->one);
    buf_init(&b, p->one);
    rewind(p->index_file);
    while ((n = fread(block, 1, sizeof block, p->index_file)) > 0)
        buf_add(&b, block, n);
    if (ferror(p->index_file))
        return ERR_DOWN;
    return pack_add(p->pack, "index.csv", b.text, b.len);
}

static enum err
fill(struct packing *p, const char *list)
{
    enum err e = list_walk(p->rq, list, p->d->query, add_document, p);

    if (!e && !p->made_n)
        e = ERR_DOWN;
    return e ? e : add_index(p);
}

enum err
document_pack(
    struct rq *rq, const struct portal_download_one *d, const char *list, FILE *f)
{
    struct packing p = { .rq = rq, .d = d };
    enum err e, closed;

    if ((e = pack_open(&p.pack, rq->arena, f, rq->now_us)))
        return e;
    p.one = arena_new();
    if (!(e = open_index(&p)))
        e = fill(&p, list);
    closed = pack_close(p.pack);
    e = e ? e : closed;
    if (p.index_file)
        fclose(p.index_file);
    arena_free(p.one);
    closed = move(&p, e ? "cut" : "done");
    return e ? e : closed;
}
