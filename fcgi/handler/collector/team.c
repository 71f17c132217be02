#include "handler/collector/team.h"

#include "base/date.h"
#include "handler/common.h"
#include "service/assign_customers.h"
#include "service/lead_team.h"
#include "store/q_team.h"

enum { PORTFOLIO__MAX = 64, TARGETS__MAX = 3, COUNT__MAX = 100000 };

/* -- who has what ------------------------------------------------------------------ */

static enum err
json_member(
    struct rq *rq, struct json *j, const struct team_members *m, const char *base)
{
    enum err e;

    json_open(j, NULL, '{');
    json_person(j, "user", m->user_id, m->name);
    json_text(j, "role", m->role);
    json_bool(j, "active", m->active);
    json_text(j, "sees", m->sees);
    json_words(j, "divisions", m->divisions ? m->divisions : "");
    json_u64(j, "customers", m->customers);
    json_u64(j, "cases", m->cases);
    json_u64(j, "exceptions", m->exceptions);
    json_amount(j, "overdue", m->overdue_base, base);
    e = json_progress(rq, j, "targets", m->user_id);
    json_close(j, '}');
    return e;
}

static enum err
json_portfolios(struct rq *rq, struct json *j)
{
    struct team_portfolios *p;
    size_t n;
    enum err e;

    if ((e = team_portfolios(rq->db, rq->arena, &p, &n)))
        return e;
    json_open(j, "portfolios", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", p[i].portfolio);
        json_person(j, "user", p[i].user_id, p[i].user_name);
        json_u64(j, "customers", p[i].customers);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET team/members -> 200 the same people as a list */
enum err
team_members_list(struct rq *rq)
{
    struct team_members *m;
    const char *base;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = company_currency(rq, &base)) ||
        (e = team_members(rq->db, rq->arena, rq->who.scope, &m, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; !e && i < n; i++)
        e = json_member(rq, j, &m[i], base);
    rq_list_close(rq, "team-members", NULL);
    return e;
}

/* GET team -> 200 who has how many cases and has reached what */
enum err
team_get(struct rq *rq)
{
    struct team_unassigned rest;
    struct team_members *m;
    const char *base;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = company_currency(rq, &base)) ||
        (e = team_members(rq->db, rq->arena, rq->who.scope, &m, &n)) ||
        (e = team_unassigned(rq->db, rq->arena, rq->who.scope, &rest)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "members", '[');
    for (size_t i = 0; !e && i < n; i++)
        e = json_member(rq, j, &m[i], base);
    json_close(j, ']');
    json_open(j, "unassigned", '{');
    json_u64(j, "cases", rest.cases);
    json_amount(j, "overdue", rest.overdue_base, base);
    json_close(j, '}');
    if (!e)
        e = json_portfolios(rq, j);
    json_close(j, '}');
    return e;
}

/* -- giving away ------------------------------------------------------------------- */

const struct param TEAM_CUSTOMERS_PARAMS[] = {
    { .name = "user_id", .kind = PARAM_ID, .summary = "those of this collector" },
    { .name = "portfolio",
        .max = PORTFOLIO__MAX,
        .summary = "those in this portfolio" },
    { .name = NULL },
};

/* GET team/customers -> 200 ids of a collector's or a portfolio's customers; without
 * either, of those that are nobody's */
enum err
team_customers_get(struct rq *rq)
{
    struct team_customers *c;
    uint64_t foreign = 0;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = team_customers(rq->db, rq->arena, rq->who.scope, rq_id(rq, "user_id"),
             rq_text(rq, "portfolio"), &c, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "customer_ids", '[');
    for (size_t i = 0; i < n; i++) {
        if (c[i].foreign_n)
            foreign++;
        else
            json_id(j, NULL, c[i].customer_id);
    }
    json_close(j, ']');
    json_u64(j, "foreign", foreign);
    json_close(j, '}');
    return OK;
}

static enum err
read_assignment(struct rq *rq, struct assign_in *in)
{
    uint64_t *ids;
    struct team_user to;
    struct jval *v, *list;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    list = jsonin_array(v, "customer_ids", JSONIN_NEED, ASSIGN_CUSTOMERS__MAX);
    ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        in->n += jsonin_id(i, NULL, JSONIN_NEED, &ids[in->n]);
    in->customer_ids = ids;
    in->scope = rq->who.scope;
    jsonin_id(v, "user_id", JSONIN_MAY, &in->user_id);
    jsonin_text(v, "portfolio", JSONIN_MAY, PORTFOLIO__MAX, &in->portfolio);
    if (in->user_id) {
        e = team_user(rq->db, rq->arena, in->user_id, &to);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (e || !to.active || to.role[0] == 'v')
            jsonin_fault(v, "user_id", "is nobody who could have customers");
        else
            in->user_name = to.name;
    }
    return rq_json_end(rq);
}

static void
json_assigned(struct rq *rq, const struct assign_result *r, size_t n)
{
    struct json *j = rq_reply(rq, 200);
    uint64_t done = 0;

    json_open(j, NULL, '{');
    json_open(j, "left_out", '[');
    for (size_t i = 0; i < n; i++) {
        if (r[i].skip == ASSIGN_DONE) {
            done++;
            continue;
        }
        json_open(j, NULL, '{');
        json_id(j, "customer_id", r[i].customer_id);
        json_text(j, "name", r[i].name);
        json_text(j, "reason", assign_skip_name(r[i].skip));
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "moved", '[');
    for (size_t i = 0; i < n; i++)
        if (r[i].skip == ASSIGN_DONE) {
            json_open(j, NULL, '{');
            json_id(j, "customer_id", r[i].customer_id);
            json_id_or_null(j, "from_id", r[i].was_user_id);
            json_text(j, "portfolio", r[i].was_portfolio);
            json_close(j, '}');
        }
    json_close(j, ']');
    json_u64(j, "done", done);
    json_close(j, '}');
}

/* POST assignments/preview -> 200 how many would move, who not, and why | 422 */
enum err
assignments_preview(struct rq *rq)
{
    struct assign_in in = { 0 };
    struct assign_result *r;
    size_t n;
    enum err e;

    if ((e = read_assignment(rq, &in)) ||
        (e = assign_preview(rq->db, rq->arena, &in, &r, &n)))
        return e;
    json_assigned(rq, r, n);
    return OK;
}

/* POST assignments -> 200 how many moved, who not, and why | 422 */
enum err
assignments_make(struct rq *rq)
{
    struct assign_in in = { 0 };
    struct assign_result *r;
    size_t n;
    enum err e;

    if ((e = read_assignment(rq, &in)) ||
        (e = assign_customers(rq->db, rq->arena, &rq->actor, &in, &r, &n)))
        return e;
    json_assigned(rq, r, n);
    return OK;
}

/* -- limits and targets ------------------------------------------------------------ */

/* PUT team/{id} {sees} -> 200 {id} | 403 oneself | 404 */
enum err
team_change(struct rq *rq)
{
    static const char *const SEES[] = { "all", "own" };
    uint64_t id = rq_part_id(rq, "id");
    size_t sees = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "sees", JSONIN_NEED, SEES, 2, &sees);
    if ((e = rq_json_end(rq)) ||
        (e = limit_sight(rq->db, rq->arena, &rq->actor, id, sees == 1)))
        return e;
    return rq_made(rq, 200, id);
}

static void
read_target(struct jval *v, const char *base, struct target_in *out)
{
    static const char *const PERIOD[] = { "day", "week", "month" };
    static const char *const KIND[] = { "contacts", "promises", "worked" };
    size_t period = 0, kind = 0;

    jsonin_enum(v, "period", JSONIN_NEED, PERIOD, 3, &period);
    out->period = PERIOD[period];
    if (!jsonin_enum(v, "kind", JSONIN_NEED, KIND, 3, &kind)) {
        jsonin_has(v, "target");
        return;
    }
    out->kind = KIND[kind];
    if (kind != 1)
        jsonin_i64(v, "target", JSONIN_NEED, 0, COUNT__MAX, &out->amount);
    else if (jsonin_money(v, "target", JSONIN_NEED, base, &out->amount) &&
             out->amount < 0)
        jsonin_fault(v, "target", "must not be less than nothing");
}

/* PUT team/{id}/targets -> 200 {id}; in force from today | 404 | 422 */
enum err
team_targets_set(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct target_in in[TARGETS__MAX] = { 0 };
    struct jval *v, *list;
    const char *base;
    int32_t today;
    size_t n = 0;
    enum err e;

    if ((e = company_currency(rq, &base)) || (e = company_today(rq, &today)) ||
        (e = rq_json(rq, &v)))
        return e;
    list = jsonin_array(v, "targets", JSONIN_NEED, TARGETS__MAX);
    for (struct jval *i = jsonin_first(list); i && n < TARGETS__MAX;
         i = jsonin_next(i)) {
        read_target(i, base, &in[n++]);
        jsonin_end(i);
    }
    if ((e = rq_json_end(rq)) ||
        (e = set_targets(rq->db, rq->arena, &rq->actor, id, today, in, n)))
        return e;
    return rq_made(rq, 200, id);
}
