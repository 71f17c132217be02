#include "handler/house.h"

#include <inttypes.h>

#include "base/date.h"
#include "db/migrate.h"
#include "http/http.h"
#include "store/q_house.h"

/* GET /healthz -> 200: the process answers */
enum err
house_alive(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_text(j, "status", "alive");
    json_close(j, '}');
    return OK;
}

static enum err
queue_age(struct rq *rq, int64_t *age_s)
{
    struct house_oldest_planned oldest;
    enum err e;

    if ((e = house_oldest_planned(rq->db, rq->arena, &oldest)))
        return e;
    *age_s = 0;
    if (oldest.not_before != INSTANT_NONE && oldest.not_before < rq->now_us)
        *age_s = (rq->now_us - oldest.not_before) / DATE_US_PER_S;
    return OK;
}

/* GET /readyz -> 200 | 503: database, schema, and how long mail has been waiting */
enum err
house_ready(struct rq *rq)
{
    struct db_migrated m = { 0 };
    int64_t age_s = 0;
    struct json *j;
    bool up, good;

    up = rq->db && !db_ping(rq->db);
    good = up && !db_is_migrated(rq->db, rq->arena, DB_MIGRATIONS, &m) &&
           !queue_age(rq, &age_s);
    j = rq_reply(rq, good ? 200 : 503);
    json_open(j, NULL, '{');
    json_text(j, "status", good ? "ready" : "not ready");
    json_text(j, "database", up ? "up" : "down");
    json_text(j, "schema", m.last);
    json_text(j, "why", m.why);
    json_i64(j, "queue_age_s", age_s);
    json_close(j, '}');
    return OK;
}

static enum err
write_outbox(struct rq *rq)
{
    struct house_outbox_by_state *row;
    int64_t age_s;
    size_t n;
    enum err e;

    if ((e = house_outbox_by_state(rq->db, rq->arena, &row, &n)) ||
        (e = queue_age(rq, &age_s)))
        return e;
    buf_text(&rq->out, "# HELP dunlin_outbox_messages Messages by state.\n"
                       "# TYPE dunlin_outbox_messages gauge\n");
    for (size_t i = 0; i < n; i++)
        buf_fmt(&rq->out, "dunlin_outbox_messages{state=\"%s\"} %" PRIu64 "\n",
            row[i].state, row[i].n);
    buf_fmt(&rq->out,
        "# HELP dunlin_outbox_queue_age_seconds How long the oldest due message "
        "waits.\n"
        "# TYPE dunlin_outbox_queue_age_seconds gauge\n"
        "dunlin_outbox_queue_age_seconds %" PRId64 "\n",
        age_s);
    return OK;
}

static enum err
write_last_run(struct rq *rq)
{
    struct house_last_run run;
    enum err e = house_last_run(rq->db, rq->arena, &run);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    buf_fmt(&rq->out,
        "# HELP dunlin_last_run The newest evaluation run.\n"
        "# TYPE dunlin_last_run gauge\n"
        "dunlin_last_run{what=\"started_seconds\"} %" PRId64 "\n"
        "dunlin_last_run{what=\"cases\"} %" PRIu64 "\n"
        "dunlin_last_run{what=\"messages\"} %" PRIu64 "\n"
        "dunlin_last_run{what=\"failed\"} %" PRIu64 "\n"
        "dunlin_last_run{what=\"milliseconds\"} %" PRIu64 "\n",
        run.started_at / DATE_US_PER_S, run.cases_n, run.messages_n, run.failed_n,
        run.ms);
    return OK;
}

/* GET /metrics -> 200, Prometheus text; what the process knows also without database */
enum err
house_metrics(struct rq *rq)
{
    bool up = rq->db && !db_ping(rq->db);
    enum err e;

    rq_reply(rq, 200);
    rq->type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(rq->http->metrics, &rq->out);
    buf_fmt(&rq->out,
        "# HELP dunlin_db_up Whether the database answers.\n"
        "# TYPE dunlin_db_up gauge\n"
        "dunlin_db_up %d\n",
        up);
    if (!up)
        return OK;
    if ((e = write_outbox(rq)))
        return e;
    return write_last_run(rq);
}

/* GET /api/openapi.json -> 200 */
enum err
house_openapi(struct rq *rq)
{
    rq_reply(rq, 200);
    buf_add(&rq->out, rq->http->openapi, rq->http->openapi_len);
    return OK;
}
