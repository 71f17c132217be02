#include "service/add_call.h"

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/add_follow_up.h"
#include "service/mention.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_note.h"

/* For the timeline: how it ended, when they want to hear again, and what was said. */
static char *
detail_json(struct arena *a, const struct call_in *in, const char *contact)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "outcome", in->outcome);
    json_text(&j, "contact", contact);
    if (in->call_back_on == DAY_NONE)
        json_nil(&j, "call_back_on");
    else
        json_day(&j, "call_back_on", in->call_back_on);
    json_text(&j, "body", in->body);
    json_close(&j, '}');
    return b.text;
}

static const char *
readable(struct arena *a, const char *outcome)
{
    char *text = arena_str(a, outcome);

    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    return text;
}

static enum err
tell(struct db *db, struct arena *a, const struct actor *by, const struct call_in *in,
    uint64_t id)
{
    struct note_contact_of contact = { 0 };
    const char *body = in->body ? in->body : "";
    struct activity seen = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "call",
        .by = by,
        .ref_kind = "call",
        .ref_id = id };
    struct audit done = { .by = by,
        .action = "call.add",
        .object_kind = "call",
        .object_id = id,
        .customer_id = in->customer_id };
    enum err e = OK;

    if (in->contact_id)
        e = note_contact_of(db, a, in->contact_id, in->customer_id, &contact);
    if (e)
        return e;
    seen.title = arena_fmt(a, "Call%s%s: %s%s%.*s", contact.name ? " to " : "",
        contact.name ? contact.name : "", readable(a, in->outcome), *body ? ". " : "",
        (int)strcspn(body, "\r\n"), body);
    seen.detail = done.after = detail_json(a, in, contact.name);
    e = mention_tell(db, a, by,
        &(struct mention_in){ .customer_id = in->customer_id,
            .case_id = in->case_id,
            .body = in->body,
            .ref_kind = "call",
            .ref_id = id });
    if (!e)
        e = activity_add(db, &seen);
    return e ? e : audit_add(db, &done);
}

static enum err
add_call_back(struct db *db, struct arena *a, const struct actor *by,
    const struct call_in *in, uint64_t *id)
{
    const char *body = in->body ? in->body : "";
    const struct follow_up_in task = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .assignee_id = actor_user_id(by),
        .kind = "call",
        .title = arena_fmt(a, "Call back%s%.*s", *body ? ": " : "",
            (int)(strcspn(body, "\r\n") < 240 ? strcspn(body, "\r\n") : 240), body),
        .due_on = in->call_back_on,
        .priority = 2,
        .item_ids = in->item_ids,
        .item_ids_n = in->item_ids_n };

    *id = 0;
    return in->call_back_on == DAY_NONE ? OK : write_follow_up(db, a, by, &task, id);
}

static enum err
add_items(struct db *db, struct arena *a, const struct call_in *in, uint64_t id)
{
    struct note_call_add_item *row =
        arena_new_n(a, in->item_ids_n + 1, struct note_call_add_item);

    if (!in->item_ids_n)
        return OK;
    for (size_t k = 0; k < in->item_ids_n; k++)
        row[k] = (struct note_call_add_item){ id, in->item_ids[k] };
    return note_call_add_item(db, row, in->item_ids_n, NULL);
}

enum err
write_call(struct db *db, struct arena *a, const struct actor *by,
    const struct call_in *in, struct call_made *out)
{
    struct note_call_insert_in row = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .contact_id = in->contact_id,
        .user_id = actor_user_id(by),
        .outcome = in->outcome,
        .body = in->body,
        .called_at = by->now_us,
        .call_back_on = in->call_back_on };
    enum err e;

    if ((e = add_call_back(db, a, by, in, &row.follow_up_id)) ||
        (e = db_id(db, &row.id)) || (e = note_call_insert(db, &row, NULL)) ||
        (e = add_items(db, a, in, row.id)))
        return e;
    *out = (struct call_made){ row.id, row.follow_up_id };
    return tell(db, a, by, in, row.id);
}

enum err
add_call(struct db *db, struct arena *a, const struct actor *by,
    const struct call_in *in, struct call_made *out)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_call(db, a, by, in, out));
}
