#include "handler/collector/outbox.h"

#include <assert.h>
#include <string.h>

#include "base/sha.h"
#include "base/text.h"
#include "domain/outbox_cause.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/change_outbox.h"
#include "store/case.h"
#include "store/q_outbox_view.h"
#include "store/q_tracking.h"

enum { REASON__MAX = 250 };

static const char *const STATE[] = { "planned", "claimed", "sending", "handed_over",
    "failed", "cancelled", "uncertain", NULL };
enum { STATES = 7 };

/* Those of OUTBOX_CAUSE_NAME, and what stands for all of them. */
static const char *const CAUSE[] = { "any", "unknown", "server_busy", "server_silent",
    "refused", "address_refused", "not_written", "not_arrived", "suppressed", "nobody",
    "held", "bounced", "no_address", "file_broken", "files_too_large", NULL };
enum { CAUSES = CAUSE__MAX };
static_assert(sizeof CAUSE / sizeof *CAUSE == CAUSE__MAX + 1);

static const char *const CHANNEL[] = { "email", "letter", NULL };
enum { CHANNELS = 2 };

const struct param OUTBOX_PARAMS[] = {
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = "cause",
        .kind = PARAM_ENUM,
        .names = CAUSE,
        .summary = "why it has not arrived; any: where something is the matter" },
    { .name = "channel", .kind = PARAM_ENUM, .names = CHANNEL },
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "template", .max = 64, .summary = "its code" },
    { .name = "step", .max = 64, .summary = "the highest in the message" },
    { .name = "sent_from", .kind = PARAM_DAY, .summary = "handed over then or later" },
    { .name = "sent_to", .kind = PARAM_DAY, .summary = "and not after that day" },
    { .name = "q", .summary = "part of a customer, subject or address" },
    { .name = NULL },
};

/* When it is tried: by the real clock once it was, else the time it waits for. */
static int64_t
next_try_at(const struct outbox_page *o)
{
    if (!text_eq(o->state, "planned"))
        return INSTANT_NONE;
    return o->retry_at != INSTANT_NONE ? o->retry_at : o->not_before;
}

static void
json_recipients(
    struct json *j, uint64_t id, const struct outbox_recipients_of *r, size_t n)
{
    json_open(j, "recipients", '[');
    for (size_t i = 0; i < n; i++) {
        if (r[i].outbox_id != id)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "email", r[i].email);
        json_text(j, "role", r[i].role);
        json_text(j, "state", r[i].state);
        json_text(j, "detail", r[i].detail);
        json_id_or_null(j, "contact_id", r[i].contact_id);
        json_text(j, "suppressed", r[i].suppressed);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* The members that a row of the list and the whole message share. outbox_one starts
 * with the columns of outbox_page; this takes them by one. */
static void
json_message(struct json *j, const struct outbox_page *o,
    const struct outbox_recipients_of *r, size_t n)
{
    json_id(j, "id", o->id);
    json_text(j, "state", o->state);
    json_text(j, "reason", o->reason);
    json_text(j, "cause", o->cause);
    json_text(j, "remedy", outbox_cause_remedy(o->cause));
    json_bool(j, "may_retry", o->may_retry);
    json_instant_or_null(j, "next_try_at", next_try_at(o));
    json_text(j, "kind", o->kind);
    json_text(j, "channel", o->channel);
    json_text(j, "template", o->template);
    json_text(j, "step", o->step);
    json_open(j, "customer", '{');
    json_id(j, "id", o->customer_id);
    json_text(j, "number", o->customer_number);
    json_text(j, "name", o->customer_name);
    json_close(j, '}');
    json_text(j, "currency", *o->currency ? o->currency : NULL);
    if (o->total_minor == I64_NONE || !*o->currency)
        json_nil(j, "total");
    else
        json_money(j, "total", o->total_minor, o->currency);
    json_recipients(j, o->id, r, n);
    json_instant(j, "not_before", o->not_before);
    json_instant_or_null(j, "handed_at", o->handed_at);
    json_text(j, "subject", o->subject);
    json_text(j, "message_id", o->message_id);
    json_text(j, "reply", o->reply);
}

static enum err
recipients_of(struct rq *rq, const struct outbox_page *row, size_t n,
    struct outbox_recipients_of **r, size_t *r_n)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);

    for (size_t i = 0; i < n; i++)
        ids[i] = row[i].id;
    return outbox_recipients_of(
        rq->db, rq->arena, case_ids_json(rq->arena, ids, n), r, r_n);
}

/* GET outbox -> 200 newest first */
enum err
outbox_list(struct rq *rq)
{
    size_t state = rq_enum(rq, "state", STATES), n, r_n;
    size_t cause = rq_enum(rq, "cause", CAUSES);
    size_t channel = rq_enum(rq, "channel", CHANNELS);
    struct rq_cursor after = { .id = UINT64_MAX }, last;
    struct outbox_recipients_of *r;
    struct outbox_page *row;
    struct outbox_page_in in;
    struct json *j;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "outbox", &after, &first)) || (e = reach_listed(rq)))
        return e;
    in = (struct outbox_page_in){ .scope = rq->who.scope,
        .state = STATE[state],
        .cause = CAUSE[cause],
        .channel = CHANNEL[channel],
        .customer_id = rq_id(rq, "customer_id"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .template = rq_text(rq, "template"),
        .step = rq_text(rq, "step"),
        .sent_from = rq_day(rq, "sent_from", DAY_NONE),
        .sent_to = rq_day(rq, "sent_to", DAY_NONE),
        .after_at = first ? rq->now_us + INT64_C(86400000000) : after.key,
        .after_id = after.id,
        .take = (uint32_t)rq->limit + 1 };
    if ((e = outbox_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].created_at, .id = row[n - 1].id };
    }
    if ((e = recipients_of(rq, row, n, &r, &r_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_message(j, &row[i], r, r_n);
        json_i64(j, "attempts", row[i].attempts);
        json_close(j, '}');
    }
    rq_list_close(rq, "outbox", more ? &last : NULL);
    return OK;
}

static enum err
json_lines(struct rq *rq, struct json *j, uint64_t id)
{
    struct outbox_lines_of *l;
    size_t n;
    enum err e;

    if ((e = outbox_lines_of(rq->db, rq->arena, id, &l, &n)))
        return e;
    json_open(j, "lines", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "number", l[i].number);
        json_i64(j, "instalment", l[i].seq);
        json_day(j, "due_on", l[i].due_on);
        json_money(j, "open", l[i].open_minor, l[i].currency);
        json_text(j, "step", l[i].step);
        json_i64(j, "cycle", l[i].cycle);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_attempts(struct rq *rq, struct json *j, uint64_t id)
{
    struct outbox_attempts_of *t;
    size_t n;
    enum err e;

    if ((e = outbox_attempts_of(rq->db, rq->arena, id, &t, &n)))
        return e;
    json_open(j, "attempts", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_instant(j, "at", t[i].real_at);
        json_text(j, "outcome", t[i].outcome);
        json_text(j, "reply", t[i].reply);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* What readers did with it: nothing where the company does not record that. */
static enum err
json_events(struct rq *rq, struct json *j, uint64_t id)
{
    struct tracking_of *t;
    size_t n;
    enum err e;

    if ((e = tracking_of(rq->db, rq->arena, id, &t, &n)))
        return e;
    json_open(j, "events", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "kind", t[i].kind);
        json_instant(j, "first_at", t[i].first_at);
        json_instant(j, "last_at", t[i].last_at);
        json_i64(j, "times", t[i].times);
        json_text(j, "url", t[i].url);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static void
json_decision(struct json *j, const struct outbox_one *o)
{
    char hex[SHA_HEX__SIZE];

    if (!o->decision_id) {
        json_nil(j, "decision");
        return;
    }
    json_open(j, "decision", '{');
    json_id(j, "id", o->decision_id);
    json_text(j, "script", o->script);
    json_i64(j, "version", o->version_no == U32_NONE ? 0 : o->version_no);
    json_text(j, "sha256", sha_hex(o->script_sha256, hex));
    json_close(j, '}');
}

static struct outbox_page
as_row(const struct outbox_one *o)
{
    struct outbox_page p = { .id = o->id,
        .state = o->state,
        .reason = o->reason,
        .kind = o->kind,
        .channel = o->channel,
        .template = o->template,
        .step = o->step,
        .customer_id = o->customer_id,
        .customer_number = o->customer_number,
        .customer_name = o->customer_name,
        .total_minor = o->total_minor,
        .not_before = o->not_before,
        .handed_at = o->handed_at,
        .attempts = o->attempts,
        .subject = o->subject,
        .message_id = o->message_id,
        .reply = o->reply,
        .retry_at = o->retry_at,
        .cause = o->cause,
        .may_retry = o->may_retry };

    memcpy(p.currency, o->currency, sizeof p.currency);
    return p;
}

/* GET outbox/{id} -> 200 with text, lines, attempts and decision | 404 */
enum err
outbox_get(struct rq *rq)
{
    struct outbox_recipients_of *r;
    struct outbox_page row;
    struct outbox_one o;
    struct json *j;
    size_t r_n;
    enum err e;

    if ((e = outbox_one(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &o)))
        return e;
    rq_viewed(rq, "customer", o.customer_id, o.customer_id);
    row = as_row(&o);
    if ((e = recipients_of(rq, &row, 1, &r, &r_n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_message(j, &row, r, r_n);
    json_id_or_null(j, "case_id", o.case_id);
    json_id_or_null(j, "batch_id", o.batch_id);
    json_text(j, "body_text", o.body_text);
    if ((e = json_lines(rq, j, o.id)) || (e = json_attempts(rq, j, o.id)) ||
        (e = json_events(rq, j, o.id)))
        return e;
    json_decision(j, &o);
    json_close(j, '}');
    return OK;
}

/* GET outbox/summary -> 200 how many are in each state */
enum err
outbox_summary(struct rq *rq)
{
    struct outbox_counts *c;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = outbox_counts(rq->db, rq->arena, rq->who.scope, &c, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    for (size_t s = 0; s < STATES; s++) {
        uint64_t count = 0;

        for (size_t i = 0; i < n; i++)
            if (text_eq(c[i].state, STATE[s]))
                count = c[i].n;
        json_u64(j, STATE[s], count);
    }
    json_close(j, '}');
    return OK;
}

/* POST outbox/{id}/cancel {reason} -> 200 {id} | 404 | 409 it is on its way */
enum err
outbox_cancel(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *reason = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)) ||
        (e = cancel_outbox(rq->db, rq->arena, &rq->actor, id, rq->who.scope, reason)))
        return e;
    return rq_made(rq, 200, id);
}

/* POST outbox/{id}/retry {confirm: true, reason} -> 200 {id} | 404 | 409 */
enum err
outbox_retry(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *reason = NULL;
    bool confirm = false;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    if (jsonin_bool(v, "confirm", JSONIN_NEED, &confirm) && !confirm)
        jsonin_fault(v, "confirm", "must be true: the customer may get it twice");
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)) ||
        (e = retry_outbox(rq->db, rq->arena, &rq->actor, id, rq->who.scope, reason)))
        return e;
    return rq_made(rq, 200, id);
}
