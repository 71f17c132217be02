#include <stdlib.h>

#include "base/text.h"
#include "handler/collector/mail.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/send_many.h"
#include "store/q_message_job.h"
#include "store/setting.h"

enum { CONFIRM_ABOVE = 25, REASON__MAX = 250 };

/* -- the body --------------------------------------------------------------------- */

static int
by_id(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return a < b ? -1 : a > b;
}

/* Cases by an explicit selection: without any there is nothing to send, ever. */
static enum err
read_cases(struct rq *rq, struct jval *v, uint64_t **out, size_t *n)
{
    struct jval *list = jsonin_array(v, "case_ids", JSONIN_NEED, SEND_MANY__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    size_t kept = 0;

    *n = 0;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        struct customer_case_visible c;
        enum err e;

        if (!jsonin_id(i, NULL, JSONIN_NEED, &ids[*n]))
            continue;
        e = reach_case(rq, ids[*n], &c);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (e)
            jsonin_fault(i, NULL, "is no case");
        (*n)++;
    }
    if (list && *n == 0)
        jsonin_fault(v, "case_ids", "must name the cases: nothing is selected");
    qsort(ids, *n, sizeof *ids, by_id);
    for (size_t k = 0; k < *n; k++)
        if (kept == 0 || ids[kept - 1] != ids[k])
            ids[kept++] = ids[k];
    *n = kept;
    *out = ids;
    return OK;
}

static enum err
read_many(struct rq *rq, struct message_draft *d, uint64_t **ids, size_t *n,
    int64_t *confirm_count)
{
    bool cc_self = false;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    draft_read(v, d, &cc_self);
    d->all_overdue = true;
    jsonin_bool(v, "overdue", JSONIN_MAY, &d->all_overdue);
    d->cc_user_id = cc_self ? actor_user_id(&rq->actor) : 0;
    if (confirm_count)
        jsonin_i64(v, "confirm_count", JSONIN_MAY, 0, SEND_MANY__MAX, confirm_count);
    if ((e = read_cases(rq, v, ids, n)))
        return e;
    return rq_json_end(rq);
}

static enum err
look(struct rq *rq, const struct message_draft *d, const uint64_t *ids, size_t n,
    struct many_look *out)
{
    struct message_desk desk = { .public_url = rq->conf->public_url,
        .now_at = rq->now_us };
    enum err e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                               : rulebook_open(rq->rulebook, rq->db, rq->now_us);

    desk.rules = *rq->rulebook;
    return e ? e : look_at_many(rq->db, rq->arena, &desk, d, ids, n, out);
}

/* -- looking ----------------------------------------------------------------------- */

static void
json_left_out(struct json *j, const struct many_look *m)
{
    json_open(j, "left_out", '[');
    for (size_t k = 0; k < m->out_n; k++) {
        const struct many_out *o = &m->out[k];

        json_open(j, NULL, '{');
        json_id(j, "case_id", o->case_id);
        json_open(j, "customer", '{');
        json_id(j, "id", o->customer_id);
        json_text(j, "number", o->number);
        json_text(j, "name", o->name);
        json_close(j, '}');
        json_text(j, "guard", o->guard);
        json_text(j, "detail", o->detail);
        json_bool(j, "may_confirm", o->may_confirm);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* POST mail/many/preview {case_ids, …} -> 200 how many, how much, who not and why */
enum err
mail_many_preview(struct rq *rq)
{
    struct message_draft d;
    struct many_look m;
    struct json *j;
    uint64_t *ids;
    int64_t above;
    size_t n;
    enum err e;

    if ((e = read_many(rq, &d, &ids, &n, NULL)) || (e = look(rq, &d, ids, n, &m)) ||
        (e = setting_read_i64(
             rq->db, rq->arena, "mail.confirm_above", CONFIRM_ABOVE, &above)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "count", m.count);
    json_u64(j, "copies", m.copies);
    json_bool(j, "type_count", (int64_t)m.count > above);
    json_i64(j, "confirm_above", above);
    json_open(j, "sums", '[');
    for (size_t k = 0; k < m.sums_n; k++) {
        json_open(j, NULL, '{');
        json_u64(j, "count", m.sums[k].count);
        json_money(j, "amount", m.sums[k].minor, m.sums[k].currency);
        json_text(j, "currency", m.sums[k].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_left_out(j, &m);
    json_close(j, '}');
    return OK;
}

/* POST mail/many {case_ids, …, confirm_count?} -> 202 {id} of the job | 409 | 422 */
enum err
mail_many_send(struct rq *rq)
{
    int64_t confirm_count = -1, above;
    struct message_draft d;
    struct many_look m;
    uint64_t *ids, id;
    size_t n;
    enum err e;

    if ((e = read_many(rq, &d, &ids, &n, &confirm_count)) ||
        (e = look(rq, &d, ids, n, &m)) ||
        (e = setting_read_i64(
             rq->db, rq->arena, "mail.confirm_above", CONFIRM_ABOVE, &above)))
        return e;
    if ((int64_t)m.count > above && confirm_count != (int64_t)m.count) {
        faults_add(&rq->faults, "/confirm_count",
            "must be the number of messages, %zu: they are many", m.count);
        return ERR_INVALID;
    }
    if (m.count == 0)
        return rq_problem(
            rq, ERR_CONFLICT, 409, "held", "None of these messages may go.");
    if ((e = queue_messages(rq->db, rq->arena, &rq->actor, &d, ids, n, &id)))
        return e;
    return rq_made(rq, 202, id);
}

/* -- the job --------------------------------------------------------------- */

/* One's own; whoever sees everything sees everybody's. */
static uint64_t
author(const struct rq *rq)
{
    return (rq->who.rights & RIGHT_USERS) ? 0 : actor_user_id(&rq->actor);
}

static void
json_row(struct json *j, const struct message_job_rows *r)
{
    json_open(j, NULL, '{');
    json_id(j, "case_id", r->case_id);
    json_open(j, "customer", '{');
    json_id(j, "id", r->customer_id);
    json_text(j, "number", r->customer_number);
    json_text(j, "name", r->customer_name);
    json_close(j, '}');
    json_text(j, "state", r->state);
    json_text(j, "guard", r->guard);
    json_text(j, "detail", r->detail);
    json_id_or_null(j, "outbox_id", r->outbox_id);
    json_text(j, "message_state", r->message_state);
    json_close(j, '}');
}

/* GET mail/many/{id} -> 200 how far it is, and what became of each | 404 */
enum err
mail_many_get(struct rq *rq)
{
    static const char *const STATES[] = { "planned", "left_out", "failed" };
    struct message_job_rows *rows;
    struct message_job_get job;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = message_job_get(
             rq->db, rq->arena, rq_part_id(rq, "id"), author(rq), &job)) ||
        (e = message_job_rows(rq->db, rq->arena, job.id, &rows, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_id(j, "id", job.id);
    json_text(j, "state", job.state);
    json_u64(j, "done", job.done_n);
    json_u64(j, "total", job.total_n);
    for (size_t s = 0; s < sizeof STATES / sizeof *STATES; s++) {
        uint64_t count = 0;

        for (size_t k = 0; k < n; k++)
            count += text_eq(rows[k].state, STATES[s]);
        json_u64(j, STATES[s], count);
    }
    json_open(j, "rows", '[');
    for (size_t k = 0; k < n; k++)
        json_row(j, &rows[k]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* POST mail/many/{id}/cancel {reason} -> 200 how many were taken back | 404 */
enum err
mail_many_cancel(struct rq *rq)
{
    struct message_job_get job;
    const char *reason = NULL;
    struct jval *v;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = message_job_get(
             rq->db, rq->arena, rq_part_id(rq, "id"), author(rq), &job)) ||
        (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)) ||
        (e = cancel_many(rq->db, rq->arena, &rq->actor, job.id, reason, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "cancelled", n);
    json_close(j, '}');
    return OK;
}
