#include "handler/collector/reports.h"

#include <string.h>

#include "base/jsonscan.h"
#include "base/text.h"
#include "handler/common.h"
#include "handler/export_words.h"
#include "service/save_report.h"
#include "store/q_saved_report.h"

enum { HOUR__LAST = 23, WEEK_DAYS = 7, MONTH_DAYS = 31 };

static void
json_column(
    struct rq *rq, struct json *j, const struct report_column *c, enum report_kind kind)
{
    const char *language = rq_text(rq, "language");

    json_open(j, NULL, '{');
    json_text(j, "name", c->name);
    json_text(j, "label", export_word(rq->arena, language, c->name));
    json_text(j, "kind", REPORT_KIND[kind]);
    json_text(j, "meaning", c->meaning[language_of(language)]);
    json_close(j, '}');
}

/* GET report-views -> 200 what reports are made of */
enum err
reports_views(struct rq *rq)
{
    enum language language = language_of(rq_text(rq, "language"));
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "views", '[');
    for (const struct report_view *v = REPORT_VIEWS; v->name; v++) {
        json_open(j, NULL, '{');
        json_text(j, "name", v->name);
        json_text(j, "meaning", v->meaning[language]);
        json_open(j, "columns", '[');
        for (size_t i = 0; v->column[i].name; i++)
            json_column(rq, j, &v->column[i], report_column_kind(v, i));
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* -- reading --------------------------------------------------------------- */

static void
json_recipients(struct json *j, const char *ids)
{
    json_open(j, "recipient_ids", '[');
    while (*ids) {
        size_t n = strcspn(ids, ",");

        json_textn(j, NULL, ids, n);
        ids += n + (ids[n] == ',');
    }
    json_close(j, ']');
}

static void
json_report(struct rq *rq, struct json *j, const struct saved_report_list *r)
{
    json_open(j, NULL, '{');
    json_id(j, "id", r->id);
    json_text(j, "name", r->name);
    json_bool(j, "shared", r->shared);
    json_bool(j, "own", r->user_id == rq->who.user_id);
    json_person(j, "owner", r->user_id, r->user_name);
    json_text(j, "view", r->view);
    json_raw(j, "definition", r->definition, strlen(r->definition));
    json_text(j, "every", r->every);
    json_u64(j, "on_day", r->on_day);
    json_u64(j, "at_hour", r->at_hour);
    json_instant_or_null(j, "next_at", r->next_at);
    json_recipients(j, r->recipients);
    json_close(j, '}');
}

/* GET reports -> 200 one's own and the shared ones */
enum err
reports_list(struct rq *rq)
{
    struct saved_report_list *r;
    struct json *j;
    size_t n;
    enum err e = saved_report_list(rq->db, rq->arena, rq->who.user_id, &r, &n);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "reports", '[');
    for (size_t i = 0; i < n; i++)
        json_report(rq, j, &r[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* GET reports/{id} -> 200 | 404 also somebody else's that is not shared */
enum err
reports_get(struct rq *rq)
{
    struct saved_report_list r;
    enum err e =
        saved_report_one(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.user_id, &r);

    if (!e)
        json_report(rq, rq_reply(rq, 200), &r);
    return e;
}

/* -- writing --------------------------------------------------------------- */

static void
read_schedule(struct jval *v, struct report_schedule *out)
{
    int64_t day = 0, hour = 0;
    size_t every = REPORT_NEVER;
    bool has_day, has_hour;

    jsonin_enum(v, "every", JSONIN_MAY, REPORT_EVERY, REPORT_EVERY__N, &every);
    has_day = jsonin_i64(v, "on_day", JSONIN_MAY, 0, MONTH_DAYS, &day);
    has_hour = jsonin_i64(v, "at_hour", JSONIN_MAY, 0, HOUR__LAST, &hour);
    if (every == REPORT_WEEKLY && (!has_day || day < 1 || day > WEEK_DAYS))
        jsonin_fault(v, "on_day", "must be a day of the week, 1 (Monday) to 7");
    if (every == REPORT_MONTHLY && (!has_day || day < 1))
        jsonin_fault(v, "on_day", "must be a day of the month, 1 to 31");
    if (every != REPORT_NEVER && !has_hour)
        jsonin_fault(v, "at_hour", "is missing");
    *out = (struct report_schedule){ .every = (enum report_every)every,
        .on_day = every == REPORT_WEEKLY || every == REPORT_MONTHLY ? (uint32_t)day : 0,
        .hour = every == REPORT_NEVER ? 0 : (uint32_t)hour };
}

static const uint64_t *
read_recipients(struct rq *rq, struct jval *v, enum report_every every, size_t *n)
{
    struct jval *list =
        jsonin_array(v, "recipient_ids", JSONIN_MAY, REPORT_RECIPIENTS__MAX);
    uint64_t *ids = arena_new_n(rq->arena, REPORT_RECIPIENTS__MAX, uint64_t);

    *n = 0;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        if (jsonin_id(i, NULL, JSONIN_NEED, &ids[*n]))
            (*n)++;
    if (every != REPORT_NEVER && !*n)
        jsonin_fault(v, "recipient_ids", "needs somebody to send it to");
    return ids;
}

static enum err
save(struct rq *rq, uint64_t id, int status)
{
    struct report_in in = { .id = id };
    struct report_def def;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "name", JSONIN_NEED, REPORT_NAME__MAX, &in.name);
    jsonin_bool(v, "shared", JSONIN_MAY, &in.shared);
    report_def_in(v, &def);
    read_schedule(v, &in.schedule);
    in.recipients = read_recipients(rq, v, in.schedule.every, &in.recipients_n);
    if ((e = rq_json_end(rq)))
        return e;
    in.def = &def;
    e = save_report(rq->db, rq->arena, &rq->actor, &in, &id);
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "conflict", "You have a report of that name.");
    if (e == ERR_LIMIT)
        return rq_problem(rq, ERR_CONFLICT, 409, "too-many",
            "You have %d reports; remove one first.", SAVED_REPORTS__MAX);
    return e ? e : rq_made(rq, status, id);
}

/* POST reports -> 201 {id} | 409 the name is taken | 422 */
enum err
reports_add(struct rq *rq)
{
    return save(rq, 0, 201);
}

/* PUT reports/{id} -> 200 {id} | 404 | 409 | 422 */
enum err
reports_change(struct rq *rq)
{
    return save(rq, rq_part_id(rq, "id"), 200);
}

/* DELETE reports/{id} -> 204 | 404 */
enum err
reports_drop(struct rq *rq)
{
    enum err e = drop_report(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}
