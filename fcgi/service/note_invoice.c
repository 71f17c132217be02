#include "service/note_invoice.h"

#include <string.h>

#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_conversation.h"
#include "store/q_invoice_note.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct invoice_note_in *in;
    uint64_t *id;
    uint64_t customer_id, item_id; /* of the one to remove, which is *id */
};

static char *
title(const struct work *w)
{
    const char *body = w->in->body, *name = w->in->author_name;

    return arena_fmt(w->arena, "%s%sNote on %s: %.*s", name ? name : "",
        name ? ": " : "", w->in->item_number, (int)strcspn(body, "\r\n"), body);
}

/* One writer a customer at a time, so that a key is found by whoever comes second. */
static enum err
add(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct invoice_note_in *in = w->in;
    struct conversation_lock_customer locked;
    struct invoice_note_by_key had;
    struct invoice_note_insert_in row = { .customer_id = in->customer_id,
        .item_id = in->item_id,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .client_key = in->client_key,
        .body = in->body,
        .at = w->by->now_us };
    enum err e = conversation_lock_customer(db, w->arena, in->customer_id, &locked);

    if (e)
        return e;
    e = invoice_note_by_key(
        db, w->arena, in->item_id, row.actor_kind, row.actor_id, in->client_key, &had);
    if (!e)
        *w->id = had.id;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, &row.id)) || (e = invoice_note_insert(db, &row, NULL)) ||
        (e = activity_add(db, &(struct activity){ .customer_id = in->customer_id,
                                  .case_id = in->case_id,
                                  .kind = "invoice_note",
                                  .by = w->by,
                                  .ref_kind = "item",
                                  .ref_id = in->item_id,
                                  .title = title(w) })))
        return e;
    *w->id = row.id;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = "invoice_note.add",
                             .object_kind = "invoice_note",
                             .object_id = row.id,
                             .customer_id = in->customer_id,
                             .after = AUDIT_TEXTS(w->arena, "item_id",
                                 audit_id(w->arena, in->item_id), "body", in->body) });
}

enum err
note_invoice(struct db *db, struct arena *a, const struct actor *by,
    const struct invoice_note_in *in, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .id = id };

    return db_retry(db, add, &w);
}

static enum err
take_away(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct invoice_note_own note;
    enum err e = invoice_note_own(db, w->arena, *w->id, w->item_id, w->customer_id,
        actor_kind_name(w->by->kind), w->by->id, &note);

    if (e || (e = invoice_note_remove(db, note.id, w->by->now_us, NULL)))
        return e;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = "invoice_note.remove",
                             .object_kind = "invoice_note",
                             .object_id = note.id,
                             .customer_id = w->customer_id,
                             .before = AUDIT_TEXTS(w->arena, "item_id",
                                 audit_id(w->arena, w->item_id), "body", note.body) });
}

enum err
unnote_invoice(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t item_id, uint64_t id)
{
    struct work w = {
        .arena = a, .by = by, .id = &id, .customer_id = customer_id, .item_id = item_id
    };

    return db_retry(db, take_away, &w);
}
