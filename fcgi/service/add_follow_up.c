#include "service/add_follow_up.h"

#include "base/json.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/notify.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_follow_up.h"

static enum err
add_items(struct db *db, const struct follow_up_in *in, uint64_t id)
{
    uint64_t changed;
    enum err e;

    for (size_t i = 0; i < in->item_ids_n; i++) {
        e = follow_up_add_item(db, id, in->item_ids[i], in->customer_id, &changed);
        if (e && e != ERR_CONFLICT) /* the same item twice is once */
            return e;
    }
    return OK;
}

/* What was asked for, for the audit. */
static const char *
as_json(struct arena *a, const struct follow_up_in *in)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "kind", in->kind);
    json_text(&j, "title", in->title);
    json_day(&j, "due_on", in->due_on);
    json_i64(&j, "priority", in->priority);
    json_id(&j, "assignee_id", in->assignee_id);
    json_close(&j, '}');
    return b.text;
}

enum err
write_follow_up(struct db *db, struct arena *a, const struct actor *by,
    const struct follow_up_in *in, uint64_t *id)
{
    struct follow_up_insert_in row = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = in->kind,
        .title = in->title,
        .due_on = in->due_on,
        .priority = (int32_t)in->priority,
        .assignee_id = in->assignee_id,
        .origin = actor_kind_name(by->kind),
        .origin_id = by->id,
        .created_at = by->now_us };
    struct activity seen = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "follow_up",
        .by = by,
        .ref_kind = "follow_up",
        .title = in->title };
    struct audit done = { .by = by,
        .action = "follow_up.add",
        .object_kind = "follow_up",
        .customer_id = in->customer_id };
    enum err e;

    if ((in->case_id && (e = case_lock(db, in->case_id))) || (e = db_id(db, &row.id)) ||
        (e = follow_up_insert(db, &row, NULL)) || (e = add_items(db, in, row.id)))
        return e;
    seen.ref_id = done.object_id = *id = row.id;
    done.after = as_json(a, in);
    if ((e = activity_add(db, &seen)) || (e = audit_add(db, &done)))
        return e;
    if (in->assignee_id != actor_user_id(by) &&
        (e = notify(db, a, in->assignee_id, NOTIFY_ASSIGNED, in->title, "follow_up",
             *id, in->customer_id, NULL)))
        return e;
    /* the worklist names what is to be done first */
    return in->case_id ? case_touch(db, in->case_id, "follow_up") : OK;
}

enum err
add_follow_up(struct db *db, struct arena *a, const struct actor *by,
    const struct follow_up_in *in, uint64_t *id)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_follow_up(db, a, by, in, id));
}
