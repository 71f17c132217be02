#include "handler/admin/scripts.h"

#include <string.h>

#include "base/sha.h"
#include "base/text.h"
#include "handler/common.h"
#include "service/activate_script.h"
#include "service/save_script.h"
#include "store/q_rulebook.h"
#include "store/q_script.h"

enum { BODY__MAX = 1 << 20, COMMENT__MAX = 500, NAME__MAX = 64 };

static const struct jsonin_limits LIMITS = { 3 << 20, 100, 4 };

/* Who, for a person: the user's name, else which part of the house. */
static const char *
actor_text(const char *kind, const char *id, const char *name)
{
    if (name)
        return name;
    return kind && strcmp(kind, "system") == 0 ? id : kind;
}

static void
json_hash(struct json *j, const uint8_t hash[static SHA_BYTES])
{
    char hex[SHA_HEX__SIZE];

    json_text(j, "sha256", sha_hex(hash, hex));
}

/* -- reading ------------------------------------------------------------- */

/* What is wrong with the active text; NULL when it loads. */
static enum err
active_error(struct rq *rq, uint64_t script_id, const struct rule_script *active,
    size_t n, const char **error)
{
    *error = NULL;
    for (size_t i = 0; i < n; i++) {
        struct script_text text = {
            .name = active[i].name,
            .body = active[i].body,
            .len = strlen(active[i].body),
        };
        struct script_check check;
        enum err e;

        if (active[i].script_id != script_id ||
            script_kind_parse(active[i].kind, &text.kind))
            continue;
        if ((e = check_script(rq->db, rq->arena, NULL, &text, &check)))
            return e;
        if (check.errors_n)
            *error = check.errors[0].message;
    }
    return OK;
}

static void
json_script(struct json *j, const struct script_list *s, const char *error)
{
    json_id(j, "id", s->id);
    json_text(j, "kind", s->kind);
    json_text(j, "name", s->name);
    if (s->version_no == U32_NONE) {
        json_text(j, "active", NULL);
    } else {
        json_open(j, "active", '{');
        json_u64(j, "version_no", s->version_no);
        json_hash(j, s->sha256);
        json_instant_or_null(j, "activated_at", s->activated_at);
        json_text(j, "by", actor_text(s->by_kind, s->by_id, s->by_name));
        json_close(j, '}');
    }
    json_u64(j, "latest_version_no", s->latest_no);
    json_text(j, "error", error);
}

/* GET scripts -> 200 all of them, by kind and name */
enum err
scripts_list(struct rq *rq)
{
    struct script_list *row;
    struct rule_script *active;
    struct json *j;
    size_t n, active_n;
    enum err e;

    if ((e = script_list(rq->db, rq->arena, &row, &n)) ||
        (e = rule_script(rq->db, rq->arena, &active, &active_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        const char *error;

        if ((e = active_error(rq, row[i].id, active, active_n, &error)))
            return e;
        json_open(j, NULL, '{');
        json_script(j, &row[i], error);
        json_close(j, '}');
    }
    rq_list_close(rq, "scripts", NULL);
    return OK;
}

static enum err
find(struct rq *rq, struct script_list *out)
{
    struct script_list *row;
    size_t n;
    enum err e;

    if ((e = script_list(rq->db, rq->arena, &row, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(row[i].kind, rq_part(rq, "kind")) == 0 &&
            strcmp(row[i].name, rq_part(rq, "name")) == 0) {
            *out = row[i];
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static void
json_version(struct json *j, const struct script_versions *v)
{
    json_open(j, NULL, '{');
    json_id(j, "id", v->id);
    json_u64(j, "version_no", v->version_no);
    json_hash(j, v->sha256);
    json_text(j, "state", v->state);
    json_text(j, "comment", v->comment);
    json_text(j, "by", actor_text(v->by_kind, v->by_id, v->by_name));
    json_instant(j, "created_at", v->created_at);
    json_close(j, '}');
}

/* GET scripts/{kind}/{name} -> 200 with its versions, newest first | 404 */
enum err
script_show(struct rq *rq)
{
    struct script_versions *v;
    struct rule_script *active;
    struct script_list row;
    const char *error;
    struct json *j;
    size_t n, active_n;
    enum err e;

    if ((e = find(rq, &row)) ||
        (e = script_versions(rq->db, rq->arena, row.id, &v, &n)) ||
        (e = rule_script(rq->db, rq->arena, &active, &active_n)) ||
        (e = active_error(rq, row.id, active, active_n, &error)))
        return e;
    rq_etag(rq, row.latest_no);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_script(j, &row, error);
    json_open(j, "versions", '[');
    for (size_t i = 0; i < n; i++)
        json_version(j, &v[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* GET scripts/{kind}/{name}/versions/{no} -> 200 with its text | 404 */
enum err
script_version_show(struct rq *rq)
{
    struct script_version_get v;
    struct script_list row;
    struct json *j;
    uint64_t no;
    enum err e;

    if (text_u64(rq_part(rq, "no"), &no) || no == 0 || no > UINT32_MAX)
        return ERR_NOT_FOUND;
    if ((e = find(rq, &row)) ||
        (e = script_version_get(rq->db, rq->arena, row.id, (uint32_t)no, &v)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_id(j, "id", v.id);
    json_text(j, "kind", row.kind);
    json_text(j, "name", row.name);
    json_u64(j, "version_no", v.version_no);
    json_hash(j, v.sha256);
    json_text(j, "state", v.state);
    json_text(j, "comment", v.comment);
    json_instant(j, "created_at", v.created_at);
    json_text(j, "body", v.body);
    json_close(j, '}');
    return OK;
}

/* -- writing ------------------------------------------------------------- */

/* Kind and name as they came, by path or by body. */
static bool
take_name(struct rq *rq, const char *kind, const char *name, struct script_text *out)
{
    if (script_kind_parse(kind, &out->kind) || out->kind >= SCRIPT_TEMPLATE) {
        faults_add(&rq->faults, "/kind", "is no kind of script");
        return false;
    }
    out->name = name;
    return true;
}

static void
take_body(struct jval *v, struct script_text *out)
{
    if (jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &out->body))
        out->len = strlen(out->body);
}

/* POST scripts/check {kind, name, body} -> 200 {ok, errors, cases, declares} | 422 */
enum err
script_try(struct rq *rq)
{
    const char *kind = NULL, *name = NULL;
    struct script_text text = { 0 };
    struct script_check check;
    struct jval *v;
    enum err e;

    if ((e = rq_json_limits(rq, &LIMITS, &v)))
        return e;
    jsonin_text(v, "kind", JSONIN_NEED, NAME__MAX, &kind);
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &name);
    take_body(v, &text);
    if (kind)
        take_name(rq, kind, name, &text);
    if ((e = rq_json_end(rq)) ||
        (e = check_script(rq->db, rq->arena, rq->conf->lua_dir, &text, &check)))
        return e;
    check_json(rq_reply(rq, 200), NULL, &check);
    return OK;
}

static enum err
refuse_text(struct rq *rq, const struct script_check *check)
{
    for (size_t i = 0; i < check->errors_n; i++)
        faults_add(&rq->faults, "/body", "%s", check->errors[i].message);
    return ERR_INVALID;
}

/* POST scripts/{kind}/{name}/versions {body, comment?} -> 201 | 412 | 422 */
enum err
script_keep(struct rq *rq)
{
    struct script_save save = { .lua_dir = rq->conf->lua_dir };
    struct script_saved saved;
    struct script_list row = { 0 };
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json_limits(rq, &LIMITS, &v)))
        return e;
    take_body(v, &save.text);
    jsonin_text(v, "comment", JSONIN_MAY, COMMENT__MAX, &save.comment);
    take_name(rq, rq_part(rq, "kind"), rq_part(rq, "name"), &save.text);
    if ((e = rq_json_end(rq)))
        return e;
    e = find(rq, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if ((e = rq_if_match(rq, row.latest_no)))
        return e;
    save.expected_no = row.latest_no;
    e = save_script(rq->db, rq->arena, &rq->actor, &save, &saved);
    if (e == ERR_INVALID)
        return refuse_text(rq, &saved.check);
    if (e)
        return e;
    rq_etag(rq, saved.version_no);
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", saved.version_id);
    json_u64(j, "version_no", saved.version_no);
    json_text(j, "state", saved.state);
    json_bool(j, "same", saved.same);
    check_json(j, "check", &saved.check);
    json_close(j, '}');
    return OK;
}

/* POST scripts/{kind}/{name}/activate {version_no} -> 200 {effect} | 404 | 422 */
enum err
script_start(struct rq *rq)
{
    struct script_activation in = { 0 };
    struct script_activated done;
    struct script_text text = { 0 };
    struct jval *v;
    struct json *j;
    int64_t no = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_i64(v, "version_no", JSONIN_NEED, 1, UINT32_MAX - 1, &no);
    take_name(rq, rq_part(rq, "kind"), rq_part(rq, "name"), &text);
    if ((e = rq_json_end(rq)))
        return e;
    in.kind = text.kind;
    in.name = text.name;
    in.version_no = (uint32_t)no;
    e = activate_script(rq->db, rq->arena, &rq->actor, &in, &done);
    if (e == ERR_INVALID)
        return refuse_text(rq, &done.check);
    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "version_no", done.version_no);
    json_open(j, "effect", '{');
    json_u64(j, "cases", done.cases);
    json_close(j, '}');
    json_close(j, '}');
    return OK;
}
