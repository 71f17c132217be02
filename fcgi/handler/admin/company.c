#include "base/json.h"
#include "base/text.h"
#include "handler/admin/settings.h"
#include "handler/common.h"
#include "service/change_division.h"
#include "service/settings.h"
#include "store/q_division.h"
#include "store/q_setting.h"

enum { VALUE__MAX = 70000, CHANGES__MAX = 64 };

/* -- settings -------------------------------------------------------------- */

static const struct setting_all *
stands(const struct setting_all *all, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(all[i].name, name))
            return &all[i];
    return NULL;
}

static void
json_setting(struct json *j, const struct setting_def *d, const struct setting_all *now)
{
    json_open(j, NULL, '{');
    json_text(j, "name", d->name);
    json_text(j, "group", d->group);
    json_text(j, "kind", setting_kind_name(d->kind));
    json_text(j, "value", now ? now->value : NULL);
    json_text(j, "absent", d->absent);
    json_i64(j, "min", d->min);
    json_i64(j, "max", d->max);
    json_open(j, "names", '[');
    for (const char *const *n = d->names; n && *n; n++)
        json_text(j, NULL, *n);
    json_close(j, ']');
    json_instant_or_null(j, "changed_at", now ? now->known_from : INSTANT_NONE);
    json_text(j, "changed_by", now ? now->user_name : NULL);
    json_close(j, '}');
}

/* GET settings -> 200 */
enum err
settings_list(struct rq *rq)
{
    struct setting_state state;
    struct setting_all *all;
    const char *currency;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = setting_state(rq->db, rq->arena, &state)) ||
        (e = setting_all(rq->db, rq->arena, &all, &n)) ||
        (e = company_currency(rq, &currency)))
        return e;
    rq_etag(rq, state.changes);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "version", state.changes);
    json_text(j, "currency", currency);
    json_open(j, "settings", '[');
    for (const struct setting_def *d = SETTINGS; d->name; d++)
        json_setting(j, d, stands(all, n, d->name));
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* One value of the request as text; NULL: back to the default. */
static void
read_value(struct rq *rq, struct jval *values, const struct setting_def *d,
    struct setting_change *out)
{
    const char *pointer = arena_fmt(rq->arena, "/values/%s", d->name), *text = NULL;
    bool there = d->kind == SETTING_PROSE
                     ? jsonin_prose(values, d->name, JSONIN_MAY, VALUE__MAX, &text)
                     : jsonin_text(values, d->name, JSONIN_MAY, VALUE__MAX, &text);

    out->def = d;
    if (there && *text)
        setting_check(rq->arena, d, text, pointer, &rq->faults, &out->value);
    else if (text_eq(d->name, "base_currency") || text_eq(d->name, "company.name"))
        jsonin_fault(values, d->name, "must be there");
}

/* PUT settings {values: {name: text or null}} -> 204 | 412 | 422; all or nothing */
enum err
settings_change(struct rq *rq)
{
    struct setting_change changes[CHANGES__MAX] = { 0 };
    struct setting_state state;
    struct jval *v, *values;
    size_t n = 0;
    enum err e;

    if ((e = setting_state(rq->db, rq->arena, &state)) ||
        (e = rq_if_match(rq, state.changes)) || (e = rq_json(rq, &v)))
        return e;
    values = jsonin_object(v, "values", JSONIN_NEED);
    for (const struct setting_def *d = SETTINGS; values && d->name; d++)
        if (jsonin_has(values, d->name))
            read_value(rq, values, d, &changes[n++]);
    jsonin_end(values);
    if ((e = rq_json_end(rq)))
        return e;
    e = change_settings(rq->db, rq->arena, &rq->actor, changes, n);
    return e ? e : rq_no_content(rq);
}

/* GET settings/{name}/versions -> 200 newest first | 404 */
enum err
setting_versions(struct rq *rq)
{
    const char *name = rq_part(rq, "name");
    struct setting_history *h;
    struct json *j;
    size_t n;
    enum err e;

    if (!setting_find(name))
        return ERR_NOT_FOUND;
    if ((e = setting_history(rq->db, rq->arena, name, &h, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "value", h[i].value);
        json_instant(j, "from", h[i].known_from);
        json_instant_or_null(j, "to", h[i].known_to);
        json_text(j, "by", h[i].user_name);
        json_close(j, '}');
    }
    rq_list_close(rq, "setting-versions", NULL);
    return OK;
}

/* -- divisions ------------------------------------------------------------- */

/* GET divisions -> 200 by code */
enum err
divisions_list(struct rq *rq)
{
    struct division_list *d;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = division_list(rq->db, rq->arena, &d, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", d[i].id);
        json_text(j, "code", d[i].code);
        json_text(j, "name", d[i].name);
        json_text(j, "country", d[i].country);
        json_text(j, "region", d[i].region);
        json_text(j, "time_zone", d[i].time_zone);
        json_text(j, "currency", d[i].currency);
        json_text(j, "cash_authority", d[i].cash_authority);
        json_u64(j, "customers", d[i].customers);
        json_u64(j, "version", d[i].version);
        json_close(j, '}');
    }
    rq_list_close(rq, "divisions", NULL);
    return OK;
}

static void
read_division(struct jval *v, struct division_in *in)
{
    static const char *const AUTHORITY[] = { "erp", "dunlin" };
    size_t authority = 0;

    jsonin_text(v, "name", JSONIN_NEED, 200, &in->name);
    jsonin_text(v, "country", JSONIN_NEED, 2, &in->country);
    jsonin_text(v, "region", JSONIN_MAY, 8, &in->region);
    jsonin_text(v, "time_zone", JSONIN_NEED, 64, &in->time_zone);
    jsonin_text(v, "currency", JSONIN_NEED, 3, &in->currency);
    jsonin_enum(v, "cash_authority", JSONIN_NEED, AUTHORITY, 2, &authority);
    in->cash_authority = AUTHORITY[authority];
    if (in->region && !*in->region)
        in->region = NULL;
}

/* POST divisions -> 201 {id} | 409 | 422 */
enum err
divisions_add(struct rq *rq)
{
    struct division_in in = { 0 };
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "code", JSONIN_NEED, 32, &in.code);
    read_division(v, &in);
    if ((e = rq_json_end(rq)))
        return e;
    e = add_division(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id);
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "conflict", "There is a division with this code already.");
    return e ? e : rq_made(rq, 201, id);
}

/* PUT divisions/{id} -> 200 {id} | 404 | 412 | 422 */
enum err
divisions_change(struct rq *rq)
{
    struct division_in in = { 0 };
    struct division_by_id now;
    struct jval *v;
    uint64_t id = rq_part_id(rq, "id");
    enum err e;

    if ((e = division_by_id(rq->db, rq->arena, id, &now)) ||
        (e = rq_if_match(rq, now.version)) || (e = rq_json(rq, &v)))
        return e;
    read_division(v, &in);
    if ((e = rq_json_end(rq)))
        return e;
    e = change_division(
        rq->db, rq->arena, &rq->actor, id, now.version, &in, &rq->faults);
    return e ? e : rq_made(rq, 200, id);
}
