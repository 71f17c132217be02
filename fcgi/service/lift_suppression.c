#include "service/lift_suppression.h"

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_contact.h"
#include "store/q_inbound.h"
#include "store/q_suppression.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    struct lift_suppression *l;
    /* as read in this try */
    const struct contact_of_customer *contact;
    struct suppression_standing *standing;
    size_t standing_n;
};

static const char *
as_json(struct arena *a, const char *email, const char *reason, const char *detail,
    const char *lift_reason)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "email", email);
    json_text(&j, "suppressed", reason);
    json_text(&j, "detail", detail);
    if (lift_reason)
        json_text(&j, "reason", lift_reason);
    json_close(&j, '}');
    return b.text;
}

static enum err
tell(struct db *db, const struct work *w, const char *action, const char *title,
    const char *before, const char *after)
{
    const struct activity seen = { .customer_id = w->l->customer_id,
        .kind = "contact",
        .by = w->by,
        .ref_kind = "contact",
        .ref_id = w->l->contact_id,
        .title = title,
        .detail = after };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "contact",
        .object_id = w->l->contact_id,
        .customer_id = w->l->customer_id,
        .before = before,
        .after = after };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch_customer(db, w->l->customer_id, "contact");
}

/* The contact and what stands against its address, under the locks of its cases. */
static enum err
lock(struct db *db, struct work *w)
{
    struct contact_of_customer *k;
    size_t n;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->l->customer_id)) ||
        (e = contact_of_customer(
             db, w->arena, w->l->customer_id, w->l->contact_id, &k, &n)))
        return e;
    if (!n || !k->email)
        return ERR_NOT_FOUND;
    w->contact = k;
    return suppression_standing(db, w->arena, k->email, &w->standing, &w->standing_n);
}

/* Why a person may not lift it; NULL: nothing speaks against it. */
static const char *
refusal(const struct work *w)
{
    if (!w->contact->email_consent)
        return "This contact asked not to be mailed. Only the customer can allow it "
               "again.";
    for (size_t k = 0; k < w->standing_n; k++)
        if (text_eq(w->standing[k].reason, "complaint"))
            return "The reader complained about our mail. Only the customer can allow "
                   "it again.";
    return w->standing_n ? NULL : "Mail to this address is not stopped.";
}

static enum err
lift(struct db *db, void *arg)
{
    struct work *w = arg;
    const char *email, *reason = w->l->reason;
    enum err e = lock(db, w);

    if (e)
        return e;
    if ((w->l->why = refusal(w)))
        return ERR_CONFLICT;
    email = w->contact->email;
    w->l->id = w->standing[0].id;
    if ((e = suppression_lift(
             db, email, w->by->now_us, actor_user_id(w->by), reason, NULL)) ||
        (e = suppression_lift_cause(db, email, NULL)) ||
        (e = suppression_end_tasks(db, w->l->customer_id, email,
             "mail may go there again", w->by->now_us, actor_user_id(w->by), NULL)))
        return e;
    return tell(db, w, "suppression.lift",
        arena_fmt(w->arena, "Mail may go to %s again: %s", email, reason),
        as_json(w->arena, email, w->standing[0].reason, w->standing[0].detail, NULL),
        as_json(w->arena, email, NULL, NULL, reason));
}

enum err
lift_suppression(
    struct db *db, struct arena *a, const struct actor *by, struct lift_suppression *l)
{
    struct work w = { .arena = a, .by = by, .l = l };

    return db_retry(db, lift, &w);
}

static enum err
restore(struct db *db, void *arg)
{
    struct work *w = arg;
    struct suppression_lifted was;
    const char *email;
    uint64_t id;
    enum err e = lock(db, w);

    if (e)
        return e;
    email = w->contact->email;
    if (w->standing_n) {
        w->l->why = "Mail to this address is stopped already.";
        return ERR_CONFLICT;
    }
    if ((e = suppression_lifted(db, w->arena, w->l->id, email, &was)) ||
        (e = db_id(db, &id)) ||
        (e = inbound_suppress(
             db, id, email, was.reason, was.detail, w->by->now_us, NULL)) ||
        (e = suppression_restore_cause(db, email, NULL)) ||
        (e = suppression_reopen_tasks(
             db, w->l->customer_id, email, was.known_to, was.lifted_by, NULL)))
        return e;
    return tell(db, w, "suppression.restore",
        arena_fmt(w->arena, "Mail to %s is stopped again", email),
        as_json(w->arena, email, NULL, NULL, NULL),
        as_json(w->arena, email, was.reason, was.detail, NULL));
}

enum err
restore_suppression(
    struct db *db, struct arena *a, const struct actor *by, struct lift_suppression *l)
{
    struct work w = { .arena = a, .by = by, .l = l };

    return db_retry(db, restore, &w);
}
