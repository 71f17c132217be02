#include "handler/collector/timeline.h"

#include <string.h>

#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_activity.h"

enum { RECENT = 10 };

static void
json_activity(struct json *j, const struct activity_page *a)
{
    json_open(j, NULL, '{');
    json_id(j, "id", a->id);
    json_instant(j, "at", a->at);
    json_text(j, "kind", a->kind);
    json_open(j, "actor", '{');
    json_text(j, "kind", a->actor_kind);
    json_text(j, "id", a->actor_id);
    json_text(j, "name", a->actor_name);
    json_close(j, '}');
    json_text(j, "title", a->title);
    if (a->detail)
        json_raw(j, "detail", a->detail, strlen(a->detail));
    else
        json_nil(j, "detail");
    if (a->ref_kind) {
        json_open(j, "ref", '{');
        json_text(j, "kind", a->ref_kind);
        json_id(j, "id", a->ref_id);
        json_close(j, '}');
    } else {
        json_nil(j, "ref");
    }
    json_close(j, '}');
}

const struct param TIMELINE_PARAMS[] = {
    { .name = "kind", .max = 32 },
    { .name = "case_id", .kind = PARAM_ID },
    { .name = NULL },
};

/* GET customers/{id}/timeline -> 200 newest first */
enum err
timeline_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct rq_cursor after = { .id = UINT64_MAX };
    struct activity_page *row;
    struct activity_page_in in;
    struct rq_cursor last;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "timeline", &after, &first)) ||
        (e = reach_customer(rq, customer_id)))
        return e;
    in = (struct activity_page_in){ .customer_id = customer_id,
        .scope = rq->who.scope,
        .kind = rq_text(rq, "kind"),
        .case_id = rq_id(rq, "case_id"),
        .after_at = first ? rq->now_us + INT64_C(86400000000) : after.key,
        .after_id = after.id,
        .take = (uint32_t)rq->limit + 1 };
    if ((e = activity_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].at, .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_activity(&rq->json, &row[i]);
    rq_list_close(rq, "timeline", more ? &last : NULL);
    return OK;
}

enum err
json_recent(struct rq *rq, struct json *j, const char *key, uint64_t customer_id,
    uint64_t case_id)
{
    const struct activity_page_in in = { .customer_id = customer_id,
        .scope = rq->who.scope,
        .case_id = case_id,
        .after_at = rq->now_us + INT64_C(86400000000),
        .after_id = UINT64_MAX,
        .take = RECENT };
    struct activity_page *row;
    size_t n;
    enum err e;

    if ((e = activity_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++)
        json_activity(j, &row[i]);
    json_close(j, ']');
    return OK;
}
