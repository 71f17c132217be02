#include "service/delivery.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "service/notify.h"
#include "store/activity.h"
#include "store/case.h"
#include "store/q_outbox.h"

enum { TITLE__SIZE = 300, REASON__SIZE = 300, REPLY__SIZE = 500 };

struct actor
delivery_actor(int64_t now_at)
{
    return (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "deliver",
        .ip = "",
        .request_id = "",
        .now_us = now_at };
}

const struct step *
delivery_step(const struct delivery *d, uint64_t script_id, const char *step)
{
    const struct strategy *s =
        script_id ? rulebook_strategy(d->rules, script_id) : NULL;

    for (size_t k = 0; s && step && k < s->steps_n; k++)
        if (strcmp(s->steps[k].id, step) == 0)
            return &s->steps[k];
    return NULL;
}

const char *
delivery_noun(const struct delivery_about *m)
{
    return m->letter ? "Letter" : "Mail";
}

struct activity
delivery_line(struct arena *a, const struct delivery_about *m, const struct actor *by,
    const char *kind, const char *title, const char *detail)
{
    struct activity line = { .customer_id = m->customer_id,
        .case_id = m->case_id,
        .kind = kind,
        .by = by,
        .ref_kind = "outbox",
        .ref_id = m->outbox_id,
        .title = title };

    if (detail && *detail) {
        struct buf b;
        struct json j = { .out = &b };

        buf_init(&b, a);
        json_open(&j, NULL, '{');
        json_text(&j, "reason", detail);
        json_close(&j, '}');
        line.detail = b.text;
    }
    return line;
}

enum err
delivery_tell(struct db *db, struct arena *a, const struct delivery_about *m,
    const char *kind, const char *title, const char *detail)
{
    const struct actor by = delivery_actor(m->now_at);
    const struct activity line = delivery_line(a, m, &by, kind, title, detail);

    return activity_add(db, &line);
}

enum err
delivery_ask_person(
    struct db *db, const struct delivery_about *m, const struct delivery_task *t)
{
    char title[TITLE__SIZE];
    struct outbox_follow_up_in in = { .customer_id = m->customer_id,
        .case_id = m->case_id,
        .kind = t->kind,
        .title = title,
        .due_on = m->today,
        .priority = t->priority,
        .dedup_key = t->dedup_key,
        .outbox_id = m->outbox_id,
        .created_at = m->now_at };
    enum err e;

    text_copy(title, sizeof title, t->title);
    if ((e = db_id(db, &in.id)))
        return e;
    return outbox_follow_up(db, &in, NULL);
}

enum err
delivery_fail(struct db *db, struct arena *a, const struct delivery_about *m,
    enum outbox_cause cause, const char *reason, const char *reply)
{
    const char *said = reply && *reply ? reply : reason;
    const struct delivery_task task = { .kind = "undeliverable",
        .title = arena_fmt(a, "%s \"%.120s\" cannot be delivered: %.150s",
            delivery_noun(m), m->subject, said),
        .dedup_key = arena_fmt(a, "failed:%llu", (unsigned long long)m->outbox_id),
        .priority = 1 };
    char why[REASON__SIZE], words[REPLY__SIZE];
    enum err e;

    text_copy(why, sizeof why, reason);
    text_copy(words, sizeof words, reply ? reply : "");
    if ((e = outbox_end(db, m->outbox_id, "failed", OUTBOX_CAUSE_NAME[cause], why,
             *words ? words : NULL, NULL)) ||
        (e = delivery_tell(db, a, m, "mail_failed",
             arena_fmt(a, "%s \"%s\" was not delivered", delivery_noun(m), m->subject),
             said)) ||
        (e = delivery_ask_person(db, m, &task)) ||
        (e = notify_owners(db, a, NOTIFY_UNDELIVERABLE, m->subject, "outbox",
             m->outbox_id, m->customer_id, task.dedup_key)))
        return e;
    return m->case_id ? case_touch(db, m->case_id, "mail_failed") : OK;
}
