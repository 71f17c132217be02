#include "base/date.h"
#include "base/text.h"
#include "db/stmt.h"
#include "handler/collector/follow_ups.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_follow_up.h"

enum { BESIDE_CASE = 50, KIND__MAX = 32 };
enum state { OPEN, DONE, CANCELLED, ALL };
enum { PAST, TODAY, LATER, DAYS };

static const char *const STATE[] = { "open", "done", "cancelled", "all", NULL };

const struct param FOLLOW_UPS_PARAMS[] = {
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = "due", .kind = PARAM_DAY, .summary = "due and not snoozed by that day" },
    { .name = "overdue",
        .kind = PARAM_BOOL,
        .summary = "due before today, and not snoozed" },
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "kind", .max = KIND__MAX },
    { .name = "assignee_id", .kind = PARAM_ID },
    { .name = "mine", .kind = PARAM_BOOL },
    { .name = "free", .kind = PARAM_BOOL, .summary = "assigned to nobody" },
    { .name = "q",
        .summary = "part of the customer's name or number, or of what is to do" },
    { .name = NULL },
};

static void
json_follow_up(struct json *j, const char *key, const struct follow_up_page *f)
{
    json_open(j, key, '{');
    json_id(j, "id", f->id);
    json_open(j, "customer", '{');
    json_id(j, "id", f->customer_id);
    json_text(j, "number", f->customer_number);
    json_text(j, "name", f->customer_name);
    json_close(j, '}');
    json_id_or_null(j, "case_id", f->case_id);
    json_text(j, "kind", f->kind);
    json_text(j, "title", f->title);
    json_day(j, "due_on", f->due_on);
    json_i64(j, "priority", f->priority);
    json_person(j, "assignee", f->assignee_id, f->assignee_name);
    json_text(j, "state", f->state);
    json_text(j, "outcome", f->outcome);
    json_text(j, "origin", f->origin);
    json_instant(j, "created_at", f->created_at);
    json_instant_or_null(j, "ended_at", f->ended_at);
    json_day_or_null(j, "snoozed_to", f->snoozed_to);
    json_id_or_null(j, "outbox_id", f->outbox_id);
    if (f->decides) {
        json_open(j, "decides", '{');
        json_text(j, "kind", f->decides);
        json_id(j, "id", f->decides_id);
        json_close(j, '}');
    } else {
        json_nil(j, "decides");
    }
    json_u64(j, "version", f->version);
    json_close(j, '}');
}

/* -- the list ----------------------------------------------------------------- */

/* What is due by a day, and what is late, are both said by the latest day. */
static enum err
due_by(struct rq *rq, int32_t *day)
{
    int32_t today;
    enum err e;

    *day = rq_day(rq, "due", DAY_NONE);
    if (!rq_bool(rq, "overdue", false))
        return OK;
    if ((e = company_today(rq, &today)))
        return e;
    if (*day == DAY_NONE || *day >= today)
        *day = today - 1;
    return OK;
}

static void
rows_out(struct rq *rq, const char *tag, const struct follow_up_page *row, size_t n,
    bool by_end)
{
    bool more = n > rq->limit;
    struct rq_cursor last = { 0 };

    if (more) {
        n = rq->limit;
        last =
            (struct rq_cursor){ .key = by_end ? row[n - 1].ended_at : row[n - 1].due_on,
                .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_follow_up(&rq->json, NULL, &row[i]);
    rq_list_close(rq, tag, more ? &last : NULL);
}

/* Those that are over, the last ended first. */
static enum err
over(struct rq *rq, const struct follow_up_page_in *as)
{
    static const char tag[] = "follow-ups:over";
    struct rq_cursor at = { .key = rq->now_us + 1, .id = UINT64_MAX };
    struct follow_up_page *row;
    bool first;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, tag, &at, &first)))
        return e;
    const struct follow_up_over_in in = { .scope = as->scope,
        .customer_id = as->customer_id,
        .state = as->state,
        .kind = as->kind,
        .assignee_id = as->assignee_id,
        .free = as->free,
        .q = as->q,
        .before_at = at.key,
        .before_id = at.id,
        .take = as->take };

    if ((e = follow_up_over(rq->db, rq->arena, &in, &row, &n)))
        return e;
    rows_out(rq, tag, row, n, true);
    return OK;
}

/* GET follow-ups -> 200, the earliest due first; what is over: the last ended first */
enum err
follow_ups_list(struct rq *rq)
{
    static const char tag[] = "follow-ups";
    size_t state = rq_enum(rq, "state", OPEN);
    struct rq_cursor after = { .key = DATE_DAY__MIN };
    struct follow_up_page_in in = { .scope = rq->who.scope,
        .customer_id = rq_id(rq, "customer_id"),
        .state = state == ALL ? NULL : STATE[state],
        .kind = rq_text(rq, "kind"),
        .assignee_id =
            rq_bool(rq, "mine", false) ? rq->who.user_id : rq_id(rq, "assignee_id"),
        .free = rq_bool(rq, "free", false),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .take = (uint32_t)rq->limit + 1 };
    struct follow_up_page *row;
    bool first;
    size_t n;
    enum err e;

    if ((e = reach_listed(rq)))
        return e;
    if (state == DONE || state == CANCELLED)
        return over(rq, &in);
    if ((e = due_by(rq, &in.due_by)) || (e = rq_cursor(rq, tag, &after, &first)))
        return e;
    in.after_on = (int32_t)after.key;
    in.after_id = after.id;
    if ((e = follow_up_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    rows_out(rq, tag, row, n, false);
    return OK;
}

enum err
json_follow_ups(struct rq *rq, struct json *j, const char *key, uint64_t customer_id,
    uint64_t case_id)
{
    const struct follow_up_page_in in = { .scope = rq->who.scope,
        .customer_id = customer_id,
        .case_id = case_id,
        .state = "open",
        .due_by = DAY_NONE,
        .after_on = DATE_DAY__MIN,
        .take = BESIDE_CASE };
    struct follow_up_page *row;
    size_t n;
    enum err e;

    if ((e = follow_up_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++)
        json_follow_up(j, NULL, &row[i]);
    json_close(j, ']');
    return OK;
}

/* -- how many ----------------------------------------------------------------- */

static bool
always(const struct follow_up_sums *s)
{
    (void)s;
    return true;
}

static bool
mine(const struct follow_up_sums *s)
{
    return s->mine;
}

static bool
nobodys(const struct follow_up_sums *s)
{
    return s->free;
}

static void
json_count(struct json *j, const char *key, const struct follow_up_sums *s, size_t n,
    bool (*in)(const struct follow_up_sums *))
{
    int64_t count[DAYS] = { 0 };

    for (size_t i = 0; i < n; i++)
        if (in(&s[i]))
            count[s[i].day_is] += s[i].tasks_n;
    json_open(j, key, '{');
    json_i64(j, "open", count[PAST] + count[TODAY] + count[LATER]);
    json_i64(j, "overdue", count[PAST]);
    json_i64(j, "today", count[TODAY]);
    json_close(j, '}');
}

static void
json_kinds(struct json *j, const struct follow_up_sums *s, size_t n)
{
    json_open(j, "kinds", '[');
    for (size_t i = 0; i < n;) {
        const char *kind = s[i].kind;
        int64_t count = 0;

        for (; i < n && text_eq(s[i].kind, kind); i++)
            count += s[i].tasks_n;
        json_open(j, NULL, '{');
        json_text(j, "kind", kind);
        json_i64(j, "open", count);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* GET follow-ups/summary -> 200 */
enum err
follow_ups_summary(struct rq *rq)
{
    struct follow_up_sums *s;
    struct json *j;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = company_today(rq, &today)) ||
        (e = follow_up_sums(
             rq->db, rq->arena, rq->who.scope, rq->who.user_id, today, &s, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_count(j, "mine", s, n, mine);
    json_count(j, "all", s, n, always);
    json_count(j, "free", s, n, nobodys);
    json_kinds(j, s, n);
    json_close(j, '}');
    return OK;
}
