#include "service/attach_documents.h"

#include "base/date.h"
#include "service/make_document.h"
#include "store/q_document.h"

struct work {
    struct db *db;
    struct arena *arena;
    const struct conf *conf;
    const struct attach_ask *ask;
    struct attached *out;
    size_t bytes;
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

/* The fault of one file keeps the message back: it never goes without. */
static enum err
refuse(struct work *w, const char *what, enum err e)
{
    if (e == ERR_CONFLICT) /* of the transaction, which is tried again */
        return e;
    *w->why = arena_fmt(w->arena, "%s cannot be attached: %s", what, reason(e));
    return ERR_INVALID;
}

static enum err
keep(struct work *w, const char *kind, uint64_t item_id, const struct document *d)
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

    w->bytes += d->n;
    if (w->bytes > ATTACHED_BYTES__MAX || w->out->n == ATTACHED__MAX) {
        *w->why = arena_fmt(w->arena,
            "the files are too large for a mail: at most %d MB in %d files",
            ATTACHED_BYTES__MAX >> 20, ATTACHED__MAX);
        return ERR_INVALID;
    }
    w->out->list[w->out->n++] = (struct mail_attachment){
        .name = d->file_name, .type = d->type, .data = d->data, .n = d->n
    };
    return document_put(w->db, &in, NULL);
}

static enum err
invoices(struct work *w)
{
    struct document_items_of *items;
    size_t n;
    enum err e = document_items_of(w->db, w->arena, w->ask->outbox_id, &items, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const struct item_ask ask = { .id = items[i].item_id,
            .customer_id = w->ask->customer_id,
            .language = w->ask->language,
            .now_at = w->ask->now_at };
        struct document d;

        if ((e = make_item_document(w->db, w->arena, w->conf, &ask, &d)))
            return refuse(w, arena_fmt(w->arena, "invoice %s", items[i].number), e);
        e = keep(w, "invoice", items[i].item_id, &d);
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

    return e ? refuse(w, "the statement", e) : keep(w, "statement", 0, &d);
}

enum err
attach_documents(struct db *db, struct arena *a, const struct conf *conf,
    const struct attach_ask *ask, struct attached *out, const char **why)
{
    struct work w = { db, a, conf, ask, out, 0, why };
    enum err e;

    *out = (struct attached){ .list = arena_new_n(
                                  a, ATTACHED__MAX, struct mail_attachment) };
    if ((e = document_drop(db, ask->outbox_id, NULL)))
        return e;
    if (ask->invoice && (e = invoices(&w)))
        return e;
    if (ask->statement && (e = statement(&w)))
        return e;
    return OK;
}
