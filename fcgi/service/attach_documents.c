#include "service/attach_documents.h"

#include "base/date.h"
#include "render/foreign.h"
#include "service/attachment_file.h"
#include "service/make_document.h"
#include "store/case.h"

struct work {
    struct db *db;
    struct arena *arena;
    const struct conf *conf;
    const struct attach_ask *ask;
    struct attached *out;
    size_t pages;
    enum outbox_cause *cause;
    const char **why;
};

static const char *
reason(enum err e)
{
    switch (e) {
    case ERR_LIMIT:
        return "it would be too long";
    case ERR_DOWN:
        return "a font or a file is missing on this machine; see the log";
    case ERR_NOT_FOUND:
        return "there is none";
    default:
        return "see the log";
    }
}

static enum err
broken(struct work *w, const char *what, const char *why)
{
    *w->cause = CAUSE_FILE_BROKEN;
    *w->why = arena_fmt(w->arena, "%s cannot be %s: %s", what,
        w->ask->by_letter ? "enclosed" : "attached", why);
    return ERR_INVALID;
}

/* The fault of one file keeps the message back: it never goes without. */
static enum err
refuse(struct work *w, const char *what, enum err e)
{
    /* of the transaction, which is tried again */
    return e == ERR_CONFLICT ? e : broken(w, what, reason(e));
}

static enum err
too_large(struct work *w)
{
    *w->cause = CAUSE_FILES_TOO_LARGE;
    *w->why = w->ask->by_letter
                  ? arena_fmt(w->arena,
                        "the files are too large for a letter: at most %d pages and %d "
                        "MB in %d files",
                        ENCLOSED_PAGES__MAX, ATTACHED_BYTES__MAX >> 20, ATTACHED__MAX)
                  : arena_fmt(w->arena, ATTACHED_TOO_LARGE, ATTACHED_BYTES__MAX >> 20,
                        ATTACHED__MAX);
    return ERR_INVALID;
}

/* What cannot be drawn is found before the letter is fixed; what we made can be. */
static enum err
count_pages(struct work *w, const char *what, struct document *d)
{
    const char *why = NULL;
    enum err e;

    if (!w->ask->by_letter)
        return OK;
    if (!d->pages &&
        (e = foreign_pages(&(const struct foreign){ d->data, d->n }, &d->pages, &why)))
        return e == ERR_INVALID ? broken(w, what, why) : e;
    w->pages += d->pages;
    return w->pages > ENCLOSED_PAGES__MAX ? too_large(w) : OK;
}

static enum err
keep(struct work *w, const char *kind, uint64_t item_id,
    const struct document_enclosed *as, const struct document *d)
{
    const struct document_put_in in = { .outbox_id = w->ask->outbox_id,
        .seq = (uint32_t)w->out->n + 1,
        .kind = kind,
        .item_id = item_id,
        .file_name = d->file_name,
        .type = d->type,
        .bytes_n = (uint32_t)d->n,
        .pages_n = (uint32_t)d->pages,
        .content = { d->data, d->n },
        .made_at = w->ask->now_at };

    w->out->bytes += d->n;
    if (w->out->bytes > ATTACHED_BYTES__MAX || w->out->n == ATTACHED__MAX)
        return too_large(w);
    w->out->enclosed[w->out->n] = *as;
    w->out->enclosed[w->out->n].pages_n = (uint32_t)d->pages;
    w->out->list[w->out->n++] = (struct mail_attachment){
        .name = d->file_name, .type = d->type, .data = d->data, .n = d->n
    };
    return w->ask->dry ? OK : document_put(w->db, &in, NULL);
}

static char *
asked_json(struct arena *a, const struct look *look)
{
    uint64_t *ids = arena_new_n(a, look->own_n + 1, uint64_t);
    size_t n = 0;

    for (size_t k = 0; k < look->own_n; k++)
        if (look->own[k].ask_minor > 0)
            ids[n++] = look->own[k].instalment_id;
    return case_ids_json(a, ids, n);
}

static enum err
invoices(struct work *w)
{
    struct document_items_of *items;
    size_t n;
    enum err e =
        w->ask->item_ids_n
            ? document_items_named(w->db, w->arena,
                  case_ids_json(w->arena, w->ask->item_ids, w->ask->item_ids_n), &items,
                  &n)
            : document_items_of(
                  w->db, w->arena, asked_json(w->arena, w->ask->look), &items, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const struct item_ask ask = { .id = items[i].item_id,
            .customer_id = w->ask->customer_id,
            .language = w->ask->language,
            .now_at = w->ask->now_at };
        const struct document_enclosed as = { .kind = items[i].kind,
            .number = items[i].number };
        const char *what = arena_fmt(w->arena, "invoice %s", items[i].number);
        struct document d;

        if ((e = make_item_document(w->db, w->arena, w->conf, &ask, &d)))
            return refuse(w, what, e);
        if (!(e = count_pages(w, what, &d)))
            e = keep(w, "invoice", items[i].item_id, &as, &d);
    }
    return e;
}

static enum err
statement(struct work *w)
{
    const struct statement_ask ask = { .customer_id = w->ask->customer_id,
        .currency = w->ask->currency,
        .language = w->ask->language,
        .from_on = DAY_NONE,
        .to_on = DAY_NONE,
        .now_at = w->ask->now_at };
    struct document d;
    enum err e = make_statement(w->db, w->arena, &ask, &d);

    if (e)
        return refuse(w, "the statement", e);
    return (e = count_pages(w, "the statement", &d))
               ? e
               : keep(w, "statement", 0, &(struct document_enclosed){ 0 }, &d);
}

/* The words of the mail on the letterhead, for who files paper. */
static enum err
letter(struct work *w)
{
    struct document d;
    enum err e = make_letter(w->db, w->arena, w->ask->letter, &d);

    if (e)
        return refuse(w, "the letter", e);
    return keep(w, "letter", 0, &(struct document_enclosed){ 0 }, &d);
}

static enum err
handed_over(struct work *w)
{
    struct document_files_of *f;
    size_t n;
    enum err e = document_files_of(w->db, w->arena, w->ask->posted_id, &f, &n);

    for (size_t i = 0; i < n && !e; i++) {
        struct document d = { .file_name = f[i].file_name, .type = f[i].type };
        struct buf content;

        if (f[i].bytes_n > ATTACHED_BYTES__MAX)
            return too_large(w);
        buf_init(&content, w->arena);
        if ((e = attachment_file_get(w->conf, f[i].sha256, f[i].bytes_n, &content)))
            return refuse(w, f[i].file_name, e);
        d.data = content.text;
        d.n = content.len;
        e = keep(w, "file", 0, &(struct document_enclosed){ 0 }, &d);
    }
    return e;
}

enum err
attach_documents(struct db *db, struct arena *a, const struct conf *conf,
    const struct attach_ask *ask, struct attached *out, enum outbox_cause *cause,
    const char **why)
{
    struct work w = { db, a, conf, ask, out, 0, cause, why };
    enum err e;

    *out = (struct attached){ .list =
                                  arena_new_n(a, ATTACHED__MAX, struct mail_attachment),
        .enclosed = arena_new_n(a, ATTACHED__MAX, struct document_enclosed) };
    if (!ask->dry && (e = document_drop(db, ask->outbox_id, NULL)))
        return e;
    if (ask->letter && (e = letter(&w)))
        return e;
    if (ask->invoice && (e = invoices(&w)))
        return e;
    if (ask->statement && (e = statement(&w)))
        return e;
    return ask->posted_id ? handed_over(&w) : OK;
}
