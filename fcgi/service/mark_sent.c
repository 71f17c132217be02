#include "service/mark_sent.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/tx.h"
#include "service/claim_fees.h"
#include "store/case.h"
#include "store/q_follow_up.h"
#include "store/q_outbox.h"

enum { REASON__SIZE = 300, REPLY__SIZE = 500, BACK_OFF__MAX_MINUTES = 60 };

static const int64_t GIVE_UP_AFTER_US = DATE_US_PER_DAY;

struct work {
    struct arena *arena;
    const struct delivery *d;
    const struct sent *s;
    int64_t real_at;
    struct outbox_lock row;
    struct outbox_case about_case;
    struct delivery_about about;
    char reply[REPLY__SIZE];
};

int64_t
sent_back_off_us(uint32_t n)
{
    int64_t minutes = n > 6 ? BACK_OFF__MAX_MINUTES : INT64_C(1) << (n > 0 ? n - 1 : 0);

    if (minutes > BACK_OFF__MAX_MINUTES)
        minutes = BACK_OFF__MAX_MINUTES;
    return minutes * DATE_US_PER_MINUTE;
}

static const char *
reply_or_null(const struct work *w)
{
    return *w->reply ? w->reply : NULL;
}

static enum err
add_attempt(struct db *db, const struct work *w, const char *outcome)
{
    return outbox_attempt_add(
        db, w->s->id, w->s->attempt, w->real_at, outcome, reply_or_null(w), NULL);
}

/* -- handed over ----------------------------------------------------------- */

/* What the server said of each; `handed`: it took the message for the others. */
static enum err
mark_recipients(struct db *db, struct work *w, bool handed, size_t *rejected)
{
    struct outbox_recipient_result *rows =
        arena_new_n(w->arena, w->s->rcpt_n + 1, struct outbox_recipient_result);
    size_t n = 0;

    *rejected = 0;
    for (size_t k = 0; k < w->s->rcpt_n; k++) {
        const struct sent_rcpt *r = &w->s->rcpt[k];
        char *detail;

        if (!r->rejected)
            continue;
        detail = arena_alloc(w->arena, REPLY__SIZE);
        text_copy(detail, REPLY__SIZE, r->detail ? r->detail : "");
        rows[n++] = (struct outbox_recipient_result){
            .state = "rejected",
            .detail = *detail ? detail : NULL,
            .at = w->s->now_at,
            .outbox_id = w->s->id,
            .email = r->email,
        };
    }
    *rejected = n;
    if (n > 0) {
        enum err e = outbox_recipient_result(db, rows, n, NULL);

        if (e)
            return e;
    }
    return handed ? outbox_recipients_handed(db, w->s->id, w->s->now_at, NULL) : OK;
}

/* Others got it, one did not: not urgent, but somebody should mend the address. */
static enum err
tell_rejected(struct db *db, const struct work *w)
{
    const struct sent_rcpt *first = NULL;
    struct delivery_task task = { .kind = "undeliverable", .priority = 3 };

    for (size_t k = 0; k < w->s->rcpt_n && !first; k++)
        if (w->s->rcpt[k].rejected)
            first = &w->s->rcpt[k];
    if (!first)
        return OK;
    task.dedup_key = arena_fmt(w->arena, "rejected:%llu", (unsigned long long)w->s->id);
    task.title = arena_fmt(w->arena, "The address %s was refused: %.150s", first->email,
        first->detail ? first->detail : "");
    return delivery_ask_person(db, &w->about, &task);
}

static enum err
hand_over_in_case(struct db *db, struct work *w)
{
    enum err e;

    if (!w->row.case_id)
        return OK;
    if ((e = outbox_lines_handed(db, w->s->id, w->about.today, NULL)) ||
        (e = outbox_contacted(
             db, w->row.case_id, w->s->now_at, w->about.today, w->row.beside, NULL)))
        return e;
    if (sent_only_touches(w->s))
        return OK;
    return claim_fees(db, w->arena, w->d, &w->about_case, &w->about);
}

/* Whether a person may have been asked what became of it. */
static bool
asked(const struct work *w)
{
    return w->s->attempt > 1 || !text_eq(w->row.state, "sending");
}

static enum err
hand_over(struct db *db, struct work *w)
{
    const char *key =
        arena_fmt(w->arena, "uncertain:%llu", (unsigned long long)w->s->id);
    size_t rejected;
    enum err e;

    if ((e = mark_recipients(db, w, true, &rejected)) ||
        (e = outbox_handed_over(db, w->s->id,
             OUTBOX_CAUSE_NAME[rejected ? CAUSE_ADDRESS_REFUSED : CAUSE_NONE],
             w->s->now_at, w->about.today, reply_or_null(w), NULL)) ||
        (e = add_attempt(db, w, "handed_over")) ||
        (asked(w) && (e = follow_up_end_for(
                          db, key, "it was handed over", w->s->now_at, 0, NULL))) ||
        (e = delivery_tell(db, w->arena, &w->about, "mail_sent",
             arena_fmt(w->arena, "%s %s: %s", delivery_noun(&w->about),
                 w->about.letter ? "posted" : "sent", w->about.subject),
             NULL)) ||
        (rejected > 0 && (e = tell_rejected(db, w))))
        return e;
    return hand_over_in_case(db, w);
}

/* -- not, or not known ----------------------------------------------------- */

static enum err
refuse(struct db *db, struct work *w, enum outbox_cause cause, const char *reason)
{
    size_t rejected;
    enum err e;

    if ((e = mark_recipients(db, w, false, &rejected)) ||
        (e = add_attempt(db, w, "failed")))
        return e;
    return delivery_fail(db, w->arena, &w->about,
        rejected ? CAUSE_ADDRESS_REFUSED : cause, reason, w->reply);
}

static enum err
put_off(struct db *db, struct work *w)
{
    struct outbox_retries before;
    char reason[REASON__SIZE];
    enum err e = outbox_retries(db, w->arena, w->s->id, &before);

    if (e)
        return e;
    if (before.n > 0 && w->real_at - before.first_at >= GIVE_UP_AFTER_US)
        return refuse(db, w, CAUSE_SERVER_SILENT, "not accepted within a day");
    text_copy(reason, sizeof reason,
        arena_fmt(w->arena, "try %u: %s", w->s->attempt, w->reply));
    if ((e = add_attempt(db, w, "retry")))
        return e;
    return outbox_later(db, w->s->id, reason, reply_or_null(w),
        w->real_at + sent_back_off_us(before.n + 1), NULL);
}

static enum err
leave_uncertain(struct db *db, struct work *w)
{
    static const char WHY[] = "whether it went out is unknown";
    const struct delivery_task task = { .kind = "uncertain_mail",
        .title = arena_fmt(w->arena,
            "Did the mail \"%.150s\" go out? Nobody knows: send it again or let it be",
            w->about.subject),
        .dedup_key =
            arena_fmt(w->arena, "uncertain:%llu", (unsigned long long)w->s->id),
        .priority = 1 };
    enum err e;

    if ((e = outbox_end(db, w->s->id, "uncertain", OUTBOX_CAUSE_NAME[CAUSE_UNKNOWN],
             WHY, reply_or_null(w), NULL)) ||
        (e = add_attempt(db, w, "uncertain")) ||
        (e = delivery_tell(db, w->arena, &w->about, "mail_uncertain",
             arena_fmt(w->arena, "Mail \"%s\": %s", w->about.subject, WHY),
             w->reply)) ||
        (e = delivery_ask_person(db, &w->about, &task)))
        return e;
    return w->row.case_id ? case_touch(db, w->row.case_id, "mail_uncertain") : OK;
}

/* -- the transaction ------------------------------------------------------- */

static bool
is_ours(const struct work *w)
{
    if (!text_eq(w->row.claimed_by, w->s->worker) || w->row.attempts != w->s->attempt)
        return false;
    return text_eq(w->row.state, "sending") ||
           (text_eq(w->row.state, "uncertain") && w->s->fate == SENT_HANDED_OVER);
}

static enum err
lock(struct db *db, struct work *w)
{
    enum err e = outbox_lock_sent(db, w->arena, w->s->id, &w->row);

    if (e)
        return e;
    if (!is_ours(w))
        return ERR_NOT_FOUND;
    w->about = (struct delivery_about){ .outbox_id = w->s->id,
        .customer_id = w->row.customer_id,
        .case_id = w->row.case_id,
        .subject = w->row.subject ? w->row.subject : w->row.template,
        .letter = text_eq(w->row.channel, "letter"),
        .today = date_of_instant(w->s->now_at),
        .now_at = w->s->now_at };
    if (!w->row.case_id)
        return OK;
    if (w->s->message && w->s->message->about.customer_id)
        w->about_case = w->s->message->about;
    else if ((e = outbox_case(db, w->arena, w->row.case_id, &w->about_case)))
        return e;
    w->about.today = w->s->on
                         ? w->s->on
                         : zone_day(zone_find(w->about_case.time_zone), w->s->now_at);
    return OK;
}

static enum err
mark(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = lock(db, w);

    if (e)
        return e;
    switch (w->s->fate) {
    case SENT_HANDED_OVER:
        return hand_over(db, w);
    case SENT_LATER:
        return put_off(db, w);
    case SENT_REFUSED:
        return refuse(db, w, CAUSE_REFUSED, "refused by the mail server");
    case SENT_UNKNOWN:
        break;
    }
    return leave_uncertain(db, w);
}

static struct work
begin_work(struct arena *a, const struct delivery *d, const struct sent *s)
{
    struct work w = { .arena = a, .d = d, .s = s, .real_at = clock_real_us() };

    text_copy(w.reply, sizeof w.reply, s->reply ? s->reply : "");
    return w;
}

enum err
mark_sent(
    struct db *db, struct arena *a, const struct delivery *d, const struct sent *s)
{
    struct work w = begin_work(a, d, s);

    return db_retry(db, mark, &w);
}

bool
sent_only_touches(const struct sent *s)
{
    return s->fate == SENT_HANDED_OVER && s->message && !s->message->claims;
}

enum err
mark_sent_inside(
    struct db *db, struct arena *a, const struct delivery *d, const struct sent *s)
{
    struct work w = begin_work(a, d, s);

    return mark(db, &w);
}
