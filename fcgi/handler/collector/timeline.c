#include "handler/collector/timeline.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/activity.h"
#include "store/case.h"
#include "store/q_activity.h"
#include "store/q_customer_page.h"

enum { RECENT = 10, TIMELINE_FIRST = 30 };

/* A message is read in its conversation. */
static void
json_ref(struct json *j, const struct activity_page *a)
{
    bool message = a->conversation_id != 0;

    if (!a->ref_kind) {
        json_nil(j, "ref");
        return;
    }
    json_open(j, "ref", '{');
    json_text(j, "kind", message ? "conversation" : a->ref_kind);
    json_id(j, "id", message ? a->conversation_id : a->ref_id);
    json_close(j, '}');
}

static void
json_members(struct json *j, const struct activity_page *a)
{
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
    json_text(j, "words", a->words);
    json_ref(j, a);
}

/* -- what messages achieved ------------------------------------------------------- */

static bool
is_sent(const struct activity_page *a)
{
    return text_eq(a->kind, "mail_sent") && text_eq(a->ref_kind, "outbox");
}

static void
json_notice(struct json *j, const struct page_notices *o, int32_t today)
{
    json_open(j, "achieved", '{');
    json_day(j, "handed_on", o->handed_on);
    json_i64(j, "days", today > o->handed_on ? today - o->handed_on : 0);
    json_i64(j, "recipients", o->recipients);
    json_i64(j, "delivered", o->delivered);
    json_i64(j, "failed", o->failed);
    json_instant_or_null(j, "opened_at", o->opened_at);
    json_instant_or_null(j, "clicked_at", o->clicked_at);
    if (*o->currency) {
        json_amount(j, "asked", o->asked_minor, o->currency);
        if (o->named_minor == I64_NONE)
            json_nil(j, "named");
        else
            json_amount(j, "named", o->named_minor, o->currency);
        json_amount(j, "paid_7", o->paid_7, o->currency);
        json_amount(j, "paid_14", o->paid_14, o->currency);
        json_amount(j, "paid_30", o->paid_30, o->currency);
    } else {
        json_nil(j, "asked");
        json_nil(j, "named");
        json_nil(j, "paid_7");
        json_nil(j, "paid_14");
        json_nil(j, "paid_30");
    }
    json_close(j, '}');
}

struct notices {
    struct page_notices *list;
    size_t n;
    int32_t today;
};

static enum err
read_notices(
    struct rq *rq, const struct activity_page *row, size_t n, struct notices *out)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);
    size_t k = 0;
    enum err e;

    *out = (struct notices){ 0 };
    for (size_t i = 0; i < n; i++)
        if (is_sent(&row[i]))
            ids[k++] = row[i].ref_id;
    if (!k)
        return OK;
    if ((e = company_today(rq, &out->today)))
        return e;
    return page_notices(rq->db, rq->arena, case_ids_json(rq->arena, ids, k), out->today,
        &out->list, &out->n);
}

static void
json_entry(struct json *j, const struct activity_page *a, const struct notices *of)
{
    const struct page_notices *o = NULL;

    for (size_t i = 0; is_sent(a) && i < of->n && !o; i++)
        if (of->list[i].outbox_id == a->ref_id && of->list[i].handed_on != DAY_NONE)
            o = &of->list[i];
    json_open(j, NULL, '{');
    json_members(j, a);
    json_text(j, "side", a->by_customer ? "customer" : "us");
    if (o)
        json_notice(j, o, of->today);
    else
        json_nil(j, "achieved");
    json_close(j, '}');
}

/* -- the list -------------------------------------------------------------- */

static const char *const SIDE[] = { "customer", "us", NULL };

const struct param TIMELINE_PARAMS[] = {
    { .name = "kind", .kind = PARAM_ENUM, .names = ACTIVITY_KIND },
    { .name = "side", .kind = PARAM_ENUM, .names = SIDE },
    { .name = "q", .summary = "part of the text" },
    { .name = "case_id", .kind = PARAM_ID },
    { .name = "from_id",
        .kind = PARAM_ID,
        .summary = "start at this one instead of the newest" },
    { .name = NULL },
};

/* Just before the one to start at. */
static enum err
start_at(struct rq *rq, uint64_t customer_id, uint64_t id, struct rq_cursor *after)
{
    struct activity_at one;
    enum err e = activity_at(rq->db, rq->arena, id, customer_id, &one);

    if (!e)
        *after = (struct rq_cursor){ .key = one.at, .id = one.id + 1 };
    return e;
}

static enum err
json_entries(struct rq *rq, struct json *j, struct activity_page_in *in, size_t limit,
    struct rq_cursor *last, bool *more)
{
    struct activity_page *row;
    struct notices of;
    size_t n;
    enum err e;

    in->take = (uint32_t)limit + 1;
    if ((e = activity_page(rq->db, rq->arena, in, &row, &n)))
        return e;
    if ((*more = n > limit)) {
        n = limit;
        *last = (struct rq_cursor){ .key = row[n - 1].at, .id = row[n - 1].id };
    }
    if ((e = read_notices(rq, row, n, &of)))
        return e;
    for (size_t i = 0; i < n; i++)
        json_entry(j, &row[i], &of);
    return OK;
}

/* GET customers/{id}/timeline -> 200 newest first | 404 */
enum err
timeline_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id"), from_id = rq_id(rq, "from_id");
    struct rq_cursor after = { .key = rq->now_us + DATE_US_PER_DAY, .id = UINT64_MAX },
                     last;
    size_t side = rq_enum(rq, "side", SIZE_MAX), kind = rq_enum(rq, "kind", SIZE_MAX);
    struct activity_page_in in;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "timeline", &after, &first)) ||
        (e = reach_customer(rq, customer_id)) ||
        (first && from_id && (e = start_at(rq, customer_id, from_id, &after))))
        return e;
    in = (struct activity_page_in){ .customer_id = customer_id,
        .scope = rq->who.scope,
        .kind = kind == SIZE_MAX ? NULL : ACTIVITY_KIND[kind],
        .side = side == SIZE_MAX ? NULL : SIDE[side],
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .case_id = rq_id(rq, "case_id"),
        .after_at = after.key,
        .after_id = after.id };
    rq_list_open(rq);
    if ((e = json_entries(rq, &rq->json, &in, rq->limit, &last, &more)))
        return e;
    rq_list_close(rq, "timeline", more ? &last : NULL);
    return OK;
}

enum err
json_timeline(struct rq *rq, struct json *j, const char *key, uint64_t customer_id)
{
    struct activity_page_in in = { .customer_id = customer_id,
        .scope = rq->who.scope,
        .after_at = rq->now_us + DATE_US_PER_DAY,
        .after_id = UINT64_MAX };
    struct rq_cursor last;
    bool more;
    enum err e;

    json_open(j, key, '{');
    json_open(j, "rows", '[');
    if ((e = json_entries(rq, j, &in, TIMELINE_FIRST, &last, &more)))
        return e;
    json_close(j, ']');
    json_text(j, "next", more ? rq_cursor_text(rq, "timeline", &last) : NULL);
    json_close(j, '}');
    return OK;
}

enum err
json_recent(struct rq *rq, struct json *j, const char *key, uint64_t customer_id,
    uint64_t case_id)
{
    const struct activity_page_in in = { .customer_id = customer_id,
        .scope = rq->who.scope,
        .case_id = case_id,
        .after_at = rq->now_us + DATE_US_PER_DAY,
        .after_id = UINT64_MAX,
        .take = RECENT };
    struct activity_page *row;
    size_t n;
    enum err e;

    if ((e = activity_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_members(j, &row[i]);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}
