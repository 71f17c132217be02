#include "handler/admin/templates.h"

#include <string.h>

#include "base/sha.h"
#include "base/text.h"
#include "handler/common.h"
#include "render/reminder.h"
#include "service/save_text.h"
#include "store/q_template.h"

enum {
    CODE__MAX = 40,
    PURPOSE__MAX = 200,
    COMMENT__MAX = 500,
    LATE__MAX = 36500,
    STAGE__MAX = 99
};

/* -- reading --------------------------------------------------------------- */

static void
json_int_or_null(struct json *j, const char *key, int32_t n)
{
    if (n == I32_NONE)
        json_nil(j, key);
    else
        json_i64(j, key, n);
}

static void
json_template(struct json *j, const struct template_list *t,
    const struct template_texts_all *texts, size_t n)
{
    json_id(j, "id", t->id);
    json_text(j, "code", t->code);
    json_text(j, "base", t->base_code);
    json_text(j, "purpose", t->purpose);
    json_text(j, "topic", t->topic);
    json_i64(j, "stage", t->stage);
    json_text(j, "category", t->category);
    json_int_or_null(j, "late_from", t->late_from);
    json_int_or_null(j, "late_to", t->late_to);
    json_open(j, "texts", '[');
    for (size_t k = 0; k < n; k++) {
        if (texts[k].template_id != t->id)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "language", texts[k].language);
        json_text(j, "channel", texts[k].channel);
        if (texts[k].active_no == U32_NONE)
            json_nil(j, "active_no");
        else
            json_u64(j, "active_no", texts[k].active_no);
        json_u64(j, "latest_no", texts[k].latest_no);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* GET templates -> 200 each before its variants */
enum err
templates_list(struct rq *rq)
{
    struct template_texts_all *texts;
    struct template_list *t;
    struct json *j;
    size_t n, texts_n;
    enum err e;

    if ((e = template_list(rq->db, rq->arena, &t, &n)) ||
        (e = template_texts_all(rq->db, rq->arena, &texts, &texts_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_template(j, &t[k], texts, texts_n);
        json_close(j, '}');
    }
    rq_list_close(rq, "templates", NULL);
    return OK;
}

static void
json_fields(struct json *j, const struct template_row *row, const char *of)
{
    static const char *const KINDS[] = { [TEMPLATE_IS_TEXT] = "text",
        [TEMPLATE_IS_FLAG] = "flag",
        [TEMPLATE_IS_LIST] = "list" };

    for (size_t k = 0; k < row->n; k++) {
        const struct template_field *f = &row->fields[k];

        json_open(j, NULL, '{');
        json_text(j, "name", f->name);
        json_text(j, "kind", KINDS[f->kind]);
        json_bool(j, "optional", f->optional);
        json_text(j, "of", of);
        json_close(j, '}');
        if (f->kind == TEMPLATE_IS_LIST && f->rows_n > 0)
            json_fields(j, &f->rows[0], f->name);
    }
}

/* What texts of a topic may name. */
static enum err
json_palette(struct rq *rq, struct json *j, const char *topic)
{
    struct template_row row;
    struct reminder r;
    enum err e;

    reminder_sample(&r, "en");
    if (reminder_topic_is_message(topic))
        r.subject = r.message = "sample";
    if ((e = reminder_fields(&r, rq->arena, &row)))
        return e;
    json_open(j, "fields", '[');
    json_fields(j, &row, NULL);
    json_close(j, ']');
    return OK;
}

static void
json_version(struct json *j, const struct template_versions *v)
{
    char hex[SHA_HEX__SIZE];

    json_open(j, NULL, '{');
    json_id(j, "id", v->id);
    json_text(j, "language", v->language);
    json_text(j, "channel", v->channel);
    json_u64(j, "version_no", v->version_no);
    json_bool(j, "active", v->active);
    json_text(j, "sha256", sha_hex(v->sha256, hex));
    json_text(j, "comment", v->comment);
    json_text(j, "by", v->by_name ? v->by_name : v->by_id);
    json_instant(j, "created_at", v->created_at);
    json_instant_or_null(j, "activated_at", v->activated_at);
    json_close(j, '}');
}

/* GET templates/{code} -> 200 with its versions and what it may name | 404 */
enum err
template_show(struct rq *rq)
{
    struct template_texts_all *texts;
    struct template_versions *v;
    struct template_list t;
    struct json *j;
    size_t n, texts_n;
    enum err e;

    if ((e = template_one(rq->db, rq->arena, rq_part(rq, "code"), &t)) ||
        (e = template_texts_all(rq->db, rq->arena, &texts, &texts_n)) ||
        (e = template_versions(rq->db, rq->arena, t.id, &v, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_template(j, &t, texts, texts_n);
    json_open(j, "versions", '[');
    for (size_t k = 0; k < n; k++)
        json_version(j, &v[k]);
    json_close(j, ']');
    if ((e = json_palette(rq, j, t.topic)))
        return e;
    json_close(j, '}');
    return OK;
}

/* GET templates/{code}/versions/{version_id} -> 200 with its text | 404 */
enum err
template_version_show(struct rq *rq)
{
    struct template_version_get v;
    struct template_list t;
    struct json *j;
    enum err e;

    if ((e = template_one(rq->db, rq->arena, rq_part(rq, "code"), &t)) ||
        (e = template_version_get(
             rq->db, rq->arena, t.id, rq_part_id(rq, "version_id"), &v)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_id(j, "id", v.id);
    json_text(j, "language", v.language);
    json_text(j, "channel", v.channel);
    json_u64(j, "version_no", v.version_no);
    json_bool(j, "active", v.active);
    json_text(j, "comment", v.comment);
    json_instant(j, "created_at", v.created_at);
    json_text(j, "subject", v.subject);
    json_text(j, "body_text", v.body_text);
    json_text(j, "body_html", v.body_html);
    json_close(j, '}');
    return OK;
}

/* -- writing --------------------------------------------------------------- */

/* Each fault at the member it is about, with its line. */
static enum err
refuse(struct rq *rq, const struct text_saved *s)
{
    for (size_t k = 0; k < s->faults_n; k++)
        faults_add(&rq->faults, arena_fmt(rq->arena, "/%s", s->faults[k].part),
            "line %d: %s", s->faults[k].line, s->faults[k].message);
    return ERR_INVALID;
}

/* "de", "de-CH" */
static void
need_language(struct jval *v, const char **out)
{
    const char *s = NULL;
    size_t n = 0;

    if (!jsonin_text(v, "language", JSONIN_NEED, 16, &s))
        return;
    while ((s[n] | 32) >= 'a' && (s[n] | 32) <= 'z')
        n++;
    if (n != 2 || (s[n] != '\0' && (s[n] != '-' || strlen(s) != 5)))
        jsonin_fault(v, "language", "such as \"de\" or \"de-CH\"");
    *out = s;
}

/* POST templates/{code}/versions -> 201 a draft | 404 | 409 | 422 with part and line */
enum err
template_keep(struct rq *rq)
{
    static const char *const CHANNELS[] = { "email", "letter", "sms" };
    struct text_save in = { .code = rq_part(rq, "code"), .expected_no = U32_NONE };
    int64_t expected = -1;
    struct text_saved out;
    size_t channel = 0;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    need_language(v, &in.language);
    jsonin_enum(v, "channel", JSONIN_MAY, CHANNELS, 3, &channel);
    jsonin_text(v, "subject", JSONIN_NEED, 300, &in.subject);
    jsonin_prose(v, "body_text", JSONIN_NEED, TEMPLATE_SIZE__MAX, &in.body_text);
    jsonin_prose(v, "body_html", JSONIN_NEED, TEMPLATE_SIZE__MAX, &in.body_html);
    jsonin_text(v, "comment", JSONIN_MAY, COMMENT__MAX, &in.comment);
    if (jsonin_i64(v, "expected_no", JSONIN_MAY, 0, UINT32_MAX - 1, &expected))
        in.expected_no = (uint32_t)expected;
    in.channel = CHANNELS[channel];
    if ((e = rq_json_end(rq)))
        return e;
    e = save_text(rq->db, rq->arena, &rq->actor, &in, &out);
    if (e)
        return e == ERR_INVALID ? refuse(rq, &out) : e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", out.version_id);
    json_u64(j, "version_no", out.version_no);
    json_bool(j, "same", out.same);
    json_close(j, '}');
    return OK;
}

/* POST templates/{code}/activate {version_id} -> 200 | 404 | 422 */
enum err
template_start(struct rq *rq)
{
    struct text_saved out;
    uint64_t id = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "version_id", JSONIN_NEED, &id);
    if ((e = rq_json_end(rq)))
        return e;
    e = activate_text(rq->db, rq->arena, &rq->actor, rq_part(rq, "code"), id, &out);
    if (e)
        return e == ERR_INVALID ? refuse(rq, &out) : e;
    return rq_made(rq, 200, id);
}

/* "consumer", "late-payers": what may stand after the dot of a code. */
static void
need_name(struct jval *v, const char **out)
{
    const char *s = NULL;

    if (!jsonin_text(v, "name", JSONIN_NEED, CODE__MAX, &s))
        return;
    if (strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(s))
        jsonin_fault(v, "name", "small letters, digits, - and _");
    *out = s;
}

/* POST templates -> 201 {code} | 409 | 422 */
enum err
template_add_own(struct rq *rq)
{
    static const char *const TOPICS[] = { "reminder", "notice" };
    static const char *const CHANNELS[] = { "email", "letter", "sms" };
    struct text_template in = { 0 };
    size_t topic = 0, channel = 0;
    int64_t stage = 0;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    if (jsonin_text(v, "code", JSONIN_NEED, CODE__MAX, &in.code) &&
        strspn(in.code, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(in.code))
        jsonin_fault(v, "code", "small letters, digits, - and _");
    jsonin_text(v, "purpose", JSONIN_NEED, PURPOSE__MAX, &in.purpose);
    jsonin_enum(v, "topic", JSONIN_NEED, TOPICS, 2, &topic);
    jsonin_i64(v, "stage", JSONIN_MAY, 0, STAGE__MAX, &stage);
    jsonin_enum(v, "channel", JSONIN_MAY, CHANNELS, 3, &channel);
    jsonin_text(v, "from", JSONIN_MAY, 64, &in.from);
    in.topic = TOPICS[topic];
    in.stage = (uint32_t)stage;
    in.channel = CHANNELS[channel];
    if (in.from && !*in.from)
        in.from = NULL;
    if ((e = rq_json_end(rq)))
        return e;
    e = add_template(rq->db, rq->arena, &rq->actor, &in);
    if (e == ERR_NOT_FOUND) {
        faults_add(&rq->faults, "/from", "there is no template %s", in.from);
        return ERR_INVALID;
    }
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "code-taken",
            "There is a template of this code already: choose another code.");
    if (e)
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_text(j, "code", in.code);
    json_close(j, '}');
    return OK;
}

/* POST templates/{code}/variants -> 201 {code} | 404 | 409 | 422 */
enum err
template_variant_add(struct rq *rq)
{
    struct text_variant in = {
        .base = rq_part(rq, "code"), .late_from = I32_NONE, .late_to = I32_NONE
    };
    int64_t from, to;
    const char *code;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    need_name(v, &in.name);
    jsonin_text(v, "purpose", JSONIN_NEED, PURPOSE__MAX, &in.purpose);
    jsonin_text(v, "category", JSONIN_MAY, 64, &in.category);
    if (jsonin_i64(v, "late_from", JSONIN_MAY, -LATE__MAX, LATE__MAX, &from))
        in.late_from = (int32_t)from;
    if (jsonin_i64(v, "late_to", JSONIN_MAY, -LATE__MAX, LATE__MAX, &to))
        in.late_to = (int32_t)to;
    if (in.category && !*in.category)
        in.category = NULL;
    if (!in.category && in.late_from == I32_NONE && in.late_to == I32_NONE)
        jsonin_fault(v, "category",
            "give a category or days past due: without either nobody would get it");
    if (in.late_from != I32_NONE && in.late_to != I32_NONE && in.late_from > in.late_to)
        jsonin_fault(v, "late_to", "is less than late_from");
    if ((e = rq_json_end(rq)) ||
        (e = add_variant(rq->db, rq->arena, &rq->actor, &in, &code)))
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_text(j, "code", code);
    json_close(j, '}');
    return OK;
}
