#include "base/date.h"
#include "handler/admin/settings.h"
#include "handler/common.h"
#include "store/q_overview.h"

enum { WINDOW_DAYS = 7 };

static enum err
json_jobs(struct rq *rq, int64_t since)
{
    struct overview_jobs *job;
    size_t n;
    enum err e = overview_jobs(rq->db, rq->arena, since, &job, &n);

    if (e)
        return e;
    json_open(&rq->json, "jobs", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_id(&rq->json, "id", job[i].id);
        json_text(&rq->json, "kind", job[i].kind);
        json_u64(&rq->json, "attempts", job[i].attempts);
        json_instant_or_null(&rq->json, "ended_at", job[i].ended_at);
        json_text(&rq->json, "result", job[i].result);
        json_close(&rq->json, '}');
    }
    json_close(&rq->json, ']');
    return OK;
}

static enum err
json_sources(struct rq *rq)
{
    struct overview_sources *s;
    size_t n;
    enum err e = overview_sources(rq->db, rq->arena, &s, &n);

    if (e)
        return e;
    json_open(&rq->json, "sources", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_text(&rq->json, "division", s[i].division);
        json_text(&rq->json, "source", s[i].source_system);
        json_instant_or_null(&rq->json, "synced_at", s[i].synced_at);
        if (s[i].synced_at == INSTANT_NONE)
            json_nil(&rq->json, "age_hours");
        else
            json_i64(&rq->json, "age_hours",
                (rq->now_us - s[i].synced_at) / (60 * DATE_US_PER_MINUTE));
        json_close(&rq->json, '}');
    }
    json_close(&rq->json, ']');
    return OK;
}

static enum err
json_runs(struct rq *rq, int64_t since)
{
    struct overview_runs *r;
    size_t n;
    enum err e = overview_runs(rq->db, rq->arena, since, &r, &n);

    if (e)
        return e;
    json_open(&rq->json, "runs", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_id(&rq->json, "id", r[i].id);
        json_text(&rq->json, "kind", r[i].kind);
        json_text(&rq->json, "state", r[i].state);
        json_instant(&rq->json, "started_at", r[i].started_at);
        json_u64(&rq->json, "cases", r[i].cases_n);
        json_u64(&rq->json, "failed", r[i].failed_n);
        json_close(&rq->json, '}');
    }
    json_close(&rq->json, ']');
    return OK;
}

/* GET overview -> 200: what an admin has to look at, of the last seven days */
enum err
overview_get(struct rq *rq)
{
    int64_t since = rq->now_us - WINDOW_DAYS * DATE_US_PER_DAY;
    struct overview_counts c;
    struct json *j;
    enum err e = overview_counts(rq->db, rq->arena, since, &c);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "failed_jobs", c.failed_jobs);
    json_u64(j, "failed_mail", c.failed_mail);
    json_u64(j, "uncertain_mail", c.uncertain_mail);
    json_u64(j, "staff_mail", c.staff_mail);
    json_u64(j, "parked_rows", c.parked);
    json_u64(j, "failed_imports", c.failed_imports);
    json_u64(j, "weak_admins", c.weak_admins);
    json_u64(j, "waiting_refunds", c.waiting_refunds);
    if ((e = json_jobs(rq, since)) || (e = json_sources(rq)) ||
        (e = json_runs(rq, since)))
        return e;
    json_close(j, '}');
    return OK;
}
