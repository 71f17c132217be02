#include "service/dispute_trail.h"

#include "db/lock.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_dispute.h"

enum err
dispute_tell(struct db *db, struct arena *a, const struct dispute_trail *t)
{
    const struct activity seen = { .customer_id = t->customer_id,
        .case_id = t->case_id,
        .kind = "dispute",
        .by = t->by,
        .ref_kind = "dispute",
        .ref_id = t->id,
        .title = t->title };
    const struct audit done = { .by = t->by,
        .action = arena_fmt(a, "dispute.%s", t->event),
        .object_kind = "dispute",
        .object_id = t->id,
        .customer_id = t->customer_id,
        .before = t->before,
        .after = t->after };
    struct dispute_event_insert_in row = { .dispute_id = t->id,
        .kind = t->event,
        .at = t->by->now_us,
        .actor_kind = actor_kind_name(t->by->kind),
        .actor_id = t->by->id,
        .detail = t->detail };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = dispute_event_insert(db, &row, NULL)) ||
        (t->title && (e = activity_add(db, &seen))))
        return e;
    return audit_add(db, &done);
}
