#include "service/chat_notice.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/plan.h"
#include "service/delivery.h"
#include "service/look_notice.h"
#include "service/rulebook.h"
#include "store/case.h"
#include "store/q_chat_notice.h"
#include "store/q_conversation.h"
#include "store/q_inbox.h"

enum { TAKE__MAX = 50, MORNING_MINUTE = 480 };

enum err
chat_notice_wait_for(
    struct db *db, uint64_t conversation_id, uint64_t seq, int64_t now_at)
{
    return chat_notice_wait(
        db, conversation_id, seq, now_at + CHAT_NOTICE_AFTER_S * DATE_US_PER_S, NULL);
}

struct work {
    struct arena *arena;
    const struct rulebook *rules;
    const struct chat_notice_due *due;
    int64_t now_at;
};

/* Now, or in the morning of the reader. */
static int64_t
send_at(const struct work *w, const struct chat_notice_one *n,
    const struct chat_notice_readers *to)
{
    static const struct strategy BY_DAY = { .name = "notice",
        .send_minute = MORNING_MINUTE };
    const char *zone = to->time_zone      ? to->time_zone
                       : n->customer_zone ? n->customer_zone
                       : n->division_zone ? n->division_zone
                                          : "UTC";
    const struct snapshot at = { .now_at = w->now_at,
        .today = zone_day(zone_find(zone), w->now_at),
        .time_zone = zone,
        .division_time_zone = zone };
    struct guard_limits limits =
        rulebook_limits(w->rules, n->country ? n->country : "", at.today);

    return plan_not_before(&at, &BY_DAY, NULL, &limits, NULL);
}

static enum err
plan_mail(struct db *db, const struct work *w, const struct chat_notice_one *n,
    const struct chat_notice_readers *to, uint64_t *outbox_id)
{
    const struct actor by = delivery_actor(w->now_at);
    uint64_t id;
    enum err e;

    if ((e = db_id(db, &id)) ||
        (e = chat_notice_outbox(db, id, n->customer_id, send_at(w, n, to),
             actor_kind_name(by.kind), by.id, w->now_at, NULL)) ||
        (e = inbox_answer_add(db,
             &(struct inbox_answer_add_in){ .outbox_id = id,
                 .posted_id = n->posted_id,
                 .to_email = to->email,
                 .to_name = to->name,
                 .contact_id = to->contact_id,
                 .subject = "",
                 .body = "" },
             NULL)) ||
        (e = inbox_answer_in(db, id, w->due->conversation_id, NULL)))
        return e;
    *outbox_id = id;
    return OK;
}

/* Nobody may be mailed: whose customer it is hears of it, once a stretch. */
static enum err
ask_person(struct db *db, const struct work *w, const struct chat_notice_one *n)
{
    const struct actor by = delivery_actor(w->now_at);
    const char *zone = n->division_zone ? n->division_zone : "UTC";
    struct chat_notice_unheard_in row = { .customer_id = n->customer_id,
        .title = n->item_number
                     ? arena_fmt(w->arena,
                           "What was written about %s in the portal is not read, and "
                           "nobody may be mailed: call",
                           n->item_number)
                     : "What was written in the portal is not read, and nobody may be "
                       "mailed: call",
        .due_on = zone_day(zone_find(zone), w->now_at),
        .dedup_key = arena_fmt(
            w->arena, "unheard:%" PRIu64 ":%" PRIu64, w->due->conversation_id, n->seq),
        .origin_id = by.id,
        .created_at = w->now_at };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = chat_notice_unheard(db, &row, NULL)))
        return e;
    return case_touch_customer(db, n->customer_id, "follow_up");
}

/* The customer's row keeps everybody else away who writes or plans for it; its cases
 * are locked before, for a task may concern them. */
static enum err
plan_one(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct conversation_lock_customer locked;
    struct chat_notice_readers *to;
    struct chat_notice_one n;
    uint64_t outbox_id = 0;
    size_t to_n = 0;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->due->customer_id)) ||
        (e = conversation_lock_customer(db, w->arena, w->due->customer_id, &locked)))
        return e;
    e = chat_notice_one(db, w->arena, w->due->conversation_id, w->now_at, &n);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    if (n.posted_id &&
        ((e = chat_notice_readers(
              db, w->arena, w->due->conversation_id, n.customer_id, &to, &to_n)) ||
            (e = to_n ? plan_mail(db, w, &n, to, &outbox_id) : ask_person(db, w, &n))))
        return e;
    return chat_notice_done(db, w->due->conversation_id, outbox_id, NULL);
}

enum err
plan_chat_notices(struct db *db, struct arena *a, int64_t now_at, bool *more)
{
    struct chat_notice_due *due;
    struct rulebook *rules;
    size_t n = 0;
    enum err e = chat_notice_due(db, a, now_at, TAKE__MAX, &due, &n);

    *more = false;
    if (e || n == 0)
        return e;
    if ((e = rulebook_open(&rules, db, now_at)))
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = db_retry(db, plan_one,
            &(struct work){
                .arena = a, .rules = rules, .due = &due[i], .now_at = now_at });
    rulebook_close(rules);
    *more = !e && n == TAKE__MAX;
    return e;
}
