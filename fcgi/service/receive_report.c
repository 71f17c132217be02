#include "service/receive_report.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "store/case.h"
#include "store/q_inbound.h"

enum { DETAIL__SIZE = 500, KEY_EMAIL__MAX = 90 };

const char *
report_kind(const struct inmail *mail)
{
    const char *kind = "delivered";

    if (mail->reports_n == 0)
        return "bounce";
    for (size_t i = 0; i < mail->reports_n; i++) {
        if (mail->reports[i].fate == INMAIL_FAILED)
            return "bounce";
        if (mail->reports[i].fate == INMAIL_DELAYED)
            kind = "delay";
    }
    return kind;
}

/* The address as the message has it; NULL when it did not go there. */
static enum err
find_recipient(struct db *db, struct arena *a, uint64_t outbox_id,
    const struct inmail_report *r, const char **email)
{
    const char *said[] = { r->original, r->final };

    *email = NULL;
    for (size_t i = 0; i < 2 && !*email; i++) {
        struct inbound_was_recipient was;
        enum err e;

        if (!said[i])
            continue;
        e = inbound_was_recipient(db, a, outbox_id, said[i], &was);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (!e)
            *email = was.email;
    }
    return OK;
}

static const char *
cause_of(struct arena *a, const struct inmail_report *r)
{
    char *text = arena_alloc(a, DETAIL__SIZE);

    text_copy(text, DETAIL__SIZE,
        arena_fmt(a, "%s%s%s", r->status, *r->status && *r->words ? " " : "",
            strncmp(r->words, r->status, strlen(r->status)) == 0 && *r->status
                ? r->words + strlen(r->status)
                : r->words));
    text = text_trim(a, text);
    return *text ? text : "the server names no reason";
}

/* From here on nothing goes to that address, whoever is written to by it. */
static enum err
suppress(struct db *db, struct arena *a, const struct delivery_about *m,
    const char *email, const char *cause)
{
    struct inbound_suppressed had;
    uint64_t id;
    enum err e = inbound_suppressed(db, a, email, &had);

    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, &id)) ||
        (e = inbound_suppress(db, id, email, "hard_bounce", cause, m->now_at, NULL)))
        return e;
    return case_touch_customer(db, m->customer_id, "suppressed");
}

static enum err
ask_for_address(struct db *db, struct arena *a, const struct delivery_about *m,
    const char *email, const char *cause, bool hard)
{
    const struct delivery_task task = { .kind = "undeliverable",
        .title = arena_fmt(a, "%s: mail to %.100s came back: %.150s",
            hard ? "Find another address" : "Not delivered", email, cause),
        .dedup_key = arena_fmt(
            a, "bounced:%" PRIu64 ":%.*s", m->outbox_id, KEY_EMAIL__MAX, email),
        .priority = hard ? 1 : 2 };

    return delivery_ask_person(db, m, &task);
}

static enum err
failed(struct db *db, struct arena *a, const struct delivery_about *m,
    const struct inmail_report *r, const char *email)
{
    const char *cause = cause_of(a, r);
    enum err e;

    if ((e = inbound_bounced(db, m->outbox_id, email, cause, m->now_at, NULL)) ||
        (e = delivery_tell(db, a, m, "mail_bounced",
             arena_fmt(a, "Mail to %.120s came back", email), cause)) ||
        (r->hard && (e = suppress(db, a, m, email, cause))) ||
        (e = inbound_bounced_cause(db, m->outbox_id,
             OUTBOX_CAUSE_NAME[r->hard ? CAUSE_SUPPRESSED : CAUSE_BOUNCED], NULL)))
        return e;
    return ask_for_address(db, a, m, email, cause, r->hard);
}

/* A forwarded copy, or an address that was never ours to write to. */
static enum err
elsewhere(struct db *db, struct arena *a, const struct delivery_about *m,
    const struct inmail_report *r)
{
    const char *where = r->final ? r->final : r->original;

    return delivery_tell(db, a, m, "mail_bounced",
        arena_fmt(a, "A copy to %.120s, to which we did not write, came back", where),
        cause_of(a, r));
}

static enum err
report_one(struct db *db, struct arena *a, const struct delivery_about *m,
    const struct inmail_report *r)
{
    const char *email;
    enum err e = find_recipient(db, a, m->outbox_id, r, &email);

    if (e)
        return e;
    switch (r->fate) {
    case INMAIL_FAILED:
        return email ? failed(db, a, m, r, email) : elsewhere(db, a, m, r);
    case INMAIL_DELAYED:
        return delivery_tell(db, a, m, "mail_delayed",
            arena_fmt(a, "Mail to %.120s is still on its way",
                email      ? email
                : r->final ? r->final
                           : "somebody"),
            cause_of(a, r));
    case INMAIL_DELIVERED:
        return email ? inbound_delivered(db, m->outbox_id, email, m->now_at, NULL) : OK;
    case INMAIL_RELAYED:
        break;
    }
    return OK;
}

enum err
receive_report(struct db *db, struct arena *a, const struct delivery_about *m,
    const struct inmail *mail)
{
    enum err e = OK;

    if (mail->reports_n == 0)
        return delivery_tell(db, a, m, "mail_bounced",
            "A report of delivery came that names nobody", NULL);
    for (size_t i = 0; i < mail->reports_n && !e; i++)
        e = report_one(db, a, m, &mail->reports[i]);
    if (e || !m->case_id)
        return e;
    return case_touch(db, m->case_id, "mail_report");
}
