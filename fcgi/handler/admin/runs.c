#include "handler/admin/runs.h"

#include <inttypes.h>

#include <string.h>

#include "base/date.h"
#include "handler/common.h"
#include "store/audit.h"
#include "store/q_run_view.h"

enum { ERRORS__MAX = 1000 };

static void
json_run(struct json *j, const struct run_page *r)
{
    json_id(j, "id", r->id);
    json_text(j, "kind", r->kind);
    json_instant(j, "started_at", r->started_at);
    json_instant_or_null(j, "ended_at", r->ended_at);
    json_text(j, "state", r->state);
    json_bool(j, "full", r->full_scan);
    json_u64(j, "cases", r->cases_n);
    json_u64(j, "acted", r->acted_n);
    json_u64(j, "messages", r->messages_n);
    json_u64(j, "tasks", r->tasks_n);
    json_u64(j, "held", r->held_n);
    json_u64(j, "failed", r->failed_n);
    json_u64(j, "ms", r->ms);
}

/* GET runs -> 200 newest first */
enum err
runs_list(struct rq *rq)
{
    struct rq_cursor after = { .key = rq->now_us + DATE_US_PER_DAY, .id = UINT64_MAX },
                     last;
    struct run_page *r;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "runs", &after, &first)) ||
        (e = run_page(
             rq->db, rq->arena, after.key, after.id, (uint32_t)rq->limit + 1, &r, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = r[n - 1].started_at, .id = r[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_run(j, &r[i]);
        json_close(j, '}');
    }
    rq_list_close(rq, "runs", more ? &last : NULL);
    return OK;
}

/* GET runs/{id} -> 200 with the cases that failed | 404 */
enum err
runs_get(struct rq *rq)
{
    struct run_errors *x;
    struct run_page r;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = run_one(rq->db, rq->arena, rq_part_id(rq, "id"), &r)) ||
        (e = run_errors(rq->db, rq->arena, r.id, ERRORS__MAX, &x, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_run(j, &r);
    json_open(j, "errors", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "case_id", x[i].case_id);
        json_open(j, "customer", '{');
        json_id(j, "id", x[i].customer_id);
        json_text(j, "number", x[i].customer_number);
        json_text(j, "name", x[i].customer_name);
        json_close(j, '}');
        json_text(j, "script", x[i].script);
        json_i64(j, "version", x[i].version_no == U32_NONE ? 0 : x[i].version_no);
        json_text(j, "fault", x[i].fault);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* POST runs -> 202 {cases}: all of them are due now, the worker takes them at once */
enum err
runs_ask(struct rq *rq)
{
    struct audit done = { .by = &rq->actor, .action = "run.ask", .object_kind = "run" };
    uint64_t cases;
    struct json *j;
    enum err e;

    if ((e = run_ask_now(rq->db, "asked for", &cases)))
        return e;
    done.after = arena_fmt(rq->arena, "{\"cases\":%" PRIu64 "}", cases);
    if ((e = audit_add(rq->db, &done)))
        return e;
    j = rq_reply(rq, 202);
    json_open(j, NULL, '{');
    json_u64(j, "cases", cases);
    json_close(j, '}');
    return OK;
}

/* -- audit ----------------------------------------------------------------- */

const struct param AUDIT_PARAMS[] = {
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "object_kind", .max = 32 },
    { .name = "object_id", .max = 64 },
    { .name = "action", .max = 64, .summary = "exactly this" },
    { .name = "user_id", .kind = PARAM_ID, .summary = "done by this user" },
    { .name = "since", .kind = PARAM_DAY, .summary = "first day, UTC" },
    { .name = "until", .kind = PARAM_DAY, .summary = "last day, UTC" },
    { .name = NULL },
};

static void
json_or_nil(struct json *j, const char *key, const char *text)
{
    if (text)
        json_raw(j, key, text, strlen(text));
    else
        json_nil(j, key);
}

static void
json_event(struct json *j, const struct audit_page *a)
{
    json_open(j, NULL, '{');
    json_id(j, "id", a->id);
    json_instant(j, "at", a->at);
    json_open(j, "actor", '{');
    json_text(j, "kind", a->actor_kind);
    json_text(j, "id", a->actor_id);
    json_text(j, "name", a->actor_name);
    json_close(j, '}');
    json_text(j, "ip", a->ip);
    json_text(j, "request_id", a->request_id);
    json_text(j, "action", a->action);
    json_text(j, "object_kind", a->object_kind);
    json_text(j, "object_id", a->object_id);
    json_text(j, "object_name", a->object_name);
    json_id_or_null(j, "customer_id", a->customer_id);
    if (a->customer_number) {
        json_open(j, "customer", '{');
        json_id(j, "id", a->customer_id);
        json_text(j, "number", a->customer_number);
        json_text(j, "name", a->customer_name);
        json_close(j, '}');
    } else {
        json_nil(j, "customer");
    }
    json_or_nil(j, "before", a->before_json);
    json_or_nil(j, "after", a->after_json);
    json_close(j, '}');
}

/* GET audit -> 200 newest first */
enum err
audit_list(struct rq *rq)
{
    int32_t since = rq_day(rq, "since", DAY_NONE),
            until = rq_day(rq, "until", DAY_NONE);
    struct rq_cursor after = { .id = UINT64_MAX }, last;
    struct audit_page_in in;
    struct audit_page *a;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "audit", &after, &first)))
        return e;
    in = (struct audit_page_in){ .customer_id = rq_id(rq, "customer_id"),
        .object_kind = rq_text(rq, "object_kind"),
        .object_id = rq_text(rq, "object_id"),
        .action = rq_text(rq, "action"),
        .user = rq_text(rq, "user_id"),
        .from_at = since == DAY_NONE ? INSTANT_NONE : date_instant(since),
        .to_at = until == DAY_NONE ? INSTANT_NONE : date_instant(until + 1),
        .after_id = after.id,
        .take = (uint32_t)rq->limit + 1 };
    if ((e = audit_page(rq->db, rq->arena, &in, &a, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .id = a[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_event(&rq->json, &a[i]);
    rq_list_close(rq, "audit", more ? &last : NULL);
    return OK;
}
