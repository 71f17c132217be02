#include "service/assign_inbound.h"

#include "base/text.h"
#include "db/tx.h"
#include "intake/inmail.h"
#include "service/inbound_post.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_inbound.h"
#include "store/q_inbox.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id;
    const struct inbound_owner *owner; /* NULL: dropped */
};

static enum err
lock(struct db *db, const struct work *w, struct inbox_unassigned_lock *row)
{
    enum err e = inbox_unassigned_lock(db, w->arena, w->id, row);

    if (e)
        return e;
    return text_eq(row->state, "unassigned") ? OK : ERR_CONFLICT;
}

static enum err
told(struct db *db, const struct work *w, const char *action, const char *now)
{
    uint64_t customer_id = w->owner ? w->owner->customer_id : 0;

    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = action,
                             .object_kind = "inbound_mail",
                             .object_id = w->id,
                             .customer_id = customer_id,
                             .before = "{\"state\":\"unassigned\"}",
                             .after = AUDIT_TEXTS(w->arena, "state", now, "customer_id",
                                 audit_id(w->arena, customer_id)) });
}

static enum err
assign(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct inbound_owner *o = w->owner;
    struct inbox_unassigned_lock row;
    struct inbound_sender sender = { 0 };
    struct inbound_words x = { .id = w->id,
        .customer_id = o->customer_id,
        .case_id = o->case_id,
        .item_id = o->item_id,
        .item_number = o->item_number,
        .now_at = w->by->now_us };
    uint64_t posted_id;
    enum err e;

    if ((e = lock(db, w, &row)) ||
        (e = case_lock_customer(db, w->arena, o->customer_id)))
        return e;
    if (row.from_email) {
        e = inbound_sender(db, w->arena, o->customer_id, row.from_email, &sender);
        if (e && e != ERR_NOT_FOUND)
            return e;
    }
    x.contact_id = sender.contact_id;
    x.from_email = row.from_email;
    x.from_name = row.from_name;
    x.subject = row.subject;
    x.fresh = inmail_fresh(w->arena, row.body);
    if ((e = inbound_post(db, w->arena, &x, &posted_id)) ||
        (e = inbox_tie(db, w->id, o->customer_id, posted_id, !sender.contact_id,
             actor_user_id(w->by), w->by->now_us, NULL)))
        return e;
    return told(db, w, "inbound_mail.assign", "tied");
}

static enum err
drop(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct inbox_unassigned_lock row;
    enum err e;

    if ((e = lock(db, w, &row)) ||
        (e = inbox_drop(db, w->id, actor_user_id(w->by), w->by->now_us, NULL)))
        return e;
    return told(db, w, "inbound_mail.drop", "dropped");
}

enum err
assign_inbound(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const struct inbound_owner *owner)
{
    struct work w = { .arena = a, .by = by, .id = id, .owner = owner };

    return db_retry(db, assign, &w);
}

enum err
drop_inbound(struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct work w = { .arena = a, .by = by, .id = id };

    return db_retry(db, drop, &w);
}
