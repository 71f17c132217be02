#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "handler/collector/follow_ups.h"
#include "handler/collector/timeline.h"
#include "handler/collector/worklist.h"
#include "handler/common.h"
#include "store/q_house.h"
#include "store/q_worklist_sum.h"
#include "store/setting.h"

/* "broken_promises" as a person reads it: "Broken promises". */
static char *
label(struct arena *a, const char *name)
{
    char *out = arena_str(a, name);

    for (char *p = out; *p; p++)
        if (*p == '_')
            *p = ' ';
    out[0] = (char)toupper((unsigned char)out[0]);
    return out;
}

static enum err
json_contributions(struct rq *rq, struct json *j, uint64_t case_id)
{
    struct worklist_contributions *c;
    size_t n;
    enum err e;

    if ((e = worklist_contributions(rq->db, rq->arena, case_id, &c, &n)))
        return e;
    json_open(j, "contributions", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", c[i].name);
        json_text(j, "label", label(rq->arena, c[i].name));
        json_milli(j, "points", c[i].milli);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET worklist/{case_id} -> 200 row + contributions, follow_ups, recent | 404 */
enum err
worklist_get(struct rq *rq)
{
    struct worklist_one w;
    struct json *j;
    enum err e;

    e = worklist_one(rq->db, rq->arena, rq_part_id(rq, "case_id"), rq->who.scope, &w);
    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_worklist_members(j, &w);
    if ((e = json_contributions(rq, j, w.case_id)) ||
        (e = json_follow_ups(rq, j, "follow_ups", w.customer_id, w.case_id)) ||
        (e = json_recent(rq, j, "recent", w.customer_id, w.case_id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- the figures above ----------------------------------------------------------------
 */

static void
add_up(struct worklist_sums *all, const struct worklist_sums *s)
{
    all->cases += s->cases;
    all->overdue_base += s->overdue_base;
    all->overdue_cases += s->overdue_cases;
    all->exceptions_seen += s->exceptions_seen;
    all->broken_seen += s->broken_seen;
    all->disputed_seen += s->disputed_seen;
    all->everything += s->everything;
    all->mine += s->mine;
    all->exceptions += s->exceptions;
    all->overdue += s->overdue;
    all->broken += s->broken;
    all->disputed += s->disputed;
    all->held += s->held;
    all->promised += s->promised;
}

static void
json_views(struct json *j, const struct worklist_sums *all)
{
    json_open(j, "views", '{');
    json_u64(j, "all", all->everything);
    json_u64(j, "mine", all->mine);
    json_u64(j, "exceptions", all->exceptions);
    json_u64(j, "overdue", all->overdue);
    json_u64(j, "broken", all->broken);
    json_u64(j, "disputed", all->disputed);
    json_u64(j, "held", all->held);
    json_u64(j, "promised", all->promised);
    json_close(j, '}');
}

static void
json_figures(struct json *j, const struct worklist_sums *s, size_t n, const char *base)
{
    struct worklist_sums all = { 0 };

    for (size_t i = 0; i < n; i++)
        add_up(&all, &s[i]);
    json_text(j, "base_currency", base);
    json_amount(j, "overdue", all.overdue_base, base);
    json_u64(j, "cases", all.cases);
    json_u64(j, "overdue_cases", all.overdue_cases);
    json_u64(j, "exceptions", all.exceptions_seen);
    json_u64(j, "broken_promises", all.broken_seen);
    json_u64(j, "disputed_cases", all.disputed_seen);
    json_views(j, &all);
    json_open(j, "by_currency", '[');
    for (size_t i = 0; i < n; i++) {
        if (!s[i].cases)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "currency", s[i].currency);
        json_money(j, "open", s[i].open_minor, s[i].currency);
        json_money(j, "overdue", s[i].overdue_minor, s[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err
json_sums(struct rq *rq, struct json *j)
{
    struct worklist_sums_in in = { .view = (uint8_t)rq_enum(rq, "view", 0),
        .user_id = rq->who.user_id,
        .scope = rq->who.scope,
        .status = rq_text(rq, "status"),
        .currency = rq_text(rq, "currency"),
        .division = rq_text(rq, "division"),
        .tag = rq_text(rq, "tag"),
        .min_days = (int32_t)rq_i64(rq, "min_days", I32_NONE),
        .q = like_pattern(rq->arena, rq_text(rq, "q")) };
    struct worklist_sums *s;
    const char *base;
    size_t n;
    enum err e;

    if ((e = worklist_min_overdue(rq, &in.min_overdue)) ||
        (e = company_currency(rq, &base)) ||
        (e = worklist_sums(rq->db, rq->arena, &in, &s, &n)))
        return e;
    json_figures(j, s, n, base);
    return OK;
}

static enum err
json_work_beside(struct rq *rq, struct json *j)
{
    struct worklist_due_follow_ups due;
    struct worklist_stuck_mail mail;
    int32_t today;
    enum err e;

    if ((e = company_today(rq, &today)) ||
        (e = worklist_due_follow_ups(rq->db, rq->arena, today, rq->who.scope, &due)) ||
        (e = worklist_stuck_mail(rq->db, rq->arena, rq->who.scope, &mail)))
        return e;
    json_u64(j, "due_follow_ups", due.n);
    json_u64(j, "failed_mail", mail.failed);
    json_u64(j, "uncertain_mail", mail.uncertain);
    return OK;
}

static enum err
json_last_run(struct rq *rq, struct json *j)
{
    struct house_last_run run;
    enum err e = house_last_run(rq->db, rq->arena, &run);

    if (e == ERR_NOT_FOUND) {
        json_nil(j, "run");
        return OK;
    }
    if (e)
        return e;
    json_open(j, "run", '{');
    json_id(j, "id", run.id);
    json_instant_or_null(j, "ended_at", run.ended_at);
    json_text(j, "state", run.state);
    json_u64(j, "cases", run.cases_n);
    json_u64(j, "messages", run.messages_n);
    json_u64(j, "tasks", run.tasks_n);
    json_u64(j, "failed", run.failed_n);
    json_close(j, '}');
    return OK;
}

static enum err
json_stale(struct rq *rq, struct json *j)
{
    struct worklist_stale_sources *s;
    int64_t hours;
    size_t n = 0;
    enum err e;

    if ((e = setting_read_i64(rq->db, rq->arena, "stale_after_hours", 0, &hours)))
        return e;
    if (hours &&
        (e = worklist_stale_sources(rq->db, rq->arena,
             rq->now_us - hours * 3600 * DATE_US_PER_S, rq->who.scope, &s, &n)))
        return e;
    json_open(j, "stale", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "division", s[i].division);
        json_instant_or_null(j, "synced_at", s[i].synced_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET worklist/summary -> 200 */
enum err
worklist_summary(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);
    enum err e;

    json_open(j, NULL, '{');
    if ((e = json_sums(rq, j)) || (e = json_work_beside(rq, j)) ||
        (e = json_last_run(rq, j)) || (e = json_stale(rq, j)))
        return e;
    json_close(j, '}');
    return OK;
}
