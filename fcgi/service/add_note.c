#include "service/add_note.h"

#include <string.h>

#include "db/lock.h"
#include "db/tx.h"
#include "service/mention.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_note.h"

/* The first line, for the timeline; the whole body stands in the note. */
static char *
first_line(struct arena *a, const char *body)
{
    return arena_strn(a, body, strcspn(body, "\r\n"));
}

/* -- writing -------------------------------------------------------------- */

static enum err
add_items(struct db *db, struct arena *a, const struct note_in *in, uint64_t id)
{
    struct note_add_item *row =
        arena_new_n(a, in->item_ids_n + 1, struct note_add_item);

    if (!in->item_ids_n)
        return OK;
    for (size_t k = 0; k < in->item_ids_n; k++)
        row[k] = (struct note_add_item){ id, in->item_ids[k] };
    return note_add_item(db, row, in->item_ids_n, NULL);
}

static enum err
tell(struct db *db, struct arena *a, const struct actor *by, const struct note_in *in,
    uint64_t id)
{
    const struct mention_in m = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .body = in->body,
        .ref_kind = "note",
        .ref_id = id };

    return mention_tell(db, a, by, &m);
}

enum err
write_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id)
{
    struct note_insert_in row = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .item_id = in->item_id,
        .dispute_id = in->dispute_id,
        .user_id = actor_user_id(by),
        .body = in->body,
        .created_at = by->now_us };
    struct activity seen = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "note",
        .by = by,
        .ref_kind = "note",
        .title = first_line(a, in->body) };
    struct audit done = { .by = by,
        .action = "note.add",
        .object_kind = "note",
        .customer_id = in->customer_id,
        .after = AUDIT_TEXTS(a, "body", in->body, "item_id", audit_id(a, in->item_id),
            "dispute_id", audit_id(a, in->dispute_id)) };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = note_insert(db, &row, NULL)) ||
        (e = add_items(db, a, in, row.id)))
        return e;
    seen.ref_id = done.object_id = *id = row.id;
    if ((e = tell(db, a, by, in, row.id)) || (e = activity_add(db, &seen)))
        return e;
    return audit_add(db, &done);
}

enum err
add_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_note(db, a, by, in, id));
}
