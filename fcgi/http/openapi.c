#include "http/openapi.h"

#include <ctype.h>
#include <string.h>

#include "base/log.h"
#include "http/params.h"
#include "http/schema.h"

/* What every answer that is no good one looks like, and the one type of its own. */
static const struct schema OWN[] = {
    { "money", "amount:amount currency:currency" },
    { "problem", "type:text title:text status:int detail?:text errors?:[problem_error] "
                 "request_id:text" },
    { "problem_error", "pointer:text message:text" },
    { NULL, NULL },
};

static const struct schema *
find_in(const struct schema *s, const char *name, size_t n)
{
    for (; s && s->name; s++)
        if (strlen(s->name) == n && !memcmp(s->name, name, n))
            return s;
    return NULL;
}

static bool
known(const void *ctx, const char *name)
{
    const struct http *h = ctx;
    size_t n = strlen(name);

    if (find_in(OWN, name, n))
        return true;
    for (size_t i = 0; h->tables[i]; i++)
        if (find_in(h->tables[i]->schemas, name, n))
            return true;
    return false;
}

static void
write_param_type(struct json *j, const struct param *p)
{
    json_open(j, "schema", '{');
    switch (p->kind) {
    case PARAM_INT:
        json_text(j, "type", "integer");
        json_i64(j, "minimum", p->min);
        json_i64(j, "maximum", p->max);
        break;
    case PARAM_BOOL:
        json_text(j, "type", "boolean");
        break;
    default:
        json_text(j, "type", "string");
    }
    if (p->kind == PARAM_DAY)
        json_text(j, "format", "date");
    if (p->kind == PARAM_ENUM) {
        json_open(j, "enum", '[');
        for (size_t i = 0; p->names[i]; i++)
            json_text(j, NULL, p->names[i]);
        json_close(j, ']');
    }
    json_close(j, '}');
}

static void
write_param(struct json *j, const char *in, const struct param *p)
{
    json_open(j, NULL, '{');
    json_text(j, "name", p->name);
    json_text(j, "in", in);
    json_bool(j, "required", p->need);
    if (p->summary)
        json_text(j, "description", p->summary);
    write_param_type(j, p);
    json_close(j, '}');
}

static void
write_params(struct json *j, struct arena *a, const struct route *r)
{
    static const struct param page[] = {
        { .name = "limit", .kind = PARAM_INT, .min = 1, .max = PARAMS_LIMIT__MAX },
        { .name = "cursor", .summary = "next of the page before" },
    };

    json_open(j, "parameters", '[');
    for (const char *p = r->pattern; (p = strchr(p, '{')); p++) {
        struct param part = { .name = arena_strn(a, p + 1, strcspn(p + 1, "}")),
            .need = true };
        write_param(j, "path", &part);
    }
    for (const struct param *p = r->params; p && p->name; p++)
        write_param(j, "query", p);
    for (size_t i = 0; r->flags & ROUTE_LIST && i < 2; i++)
        write_param(j, "query", &page[i]);
    if (!strcmp(r->method, "POST") && r->audience != AUDIENCE_PUBLIC)
        write_param(j, "header",
            &(struct param){
                .name = "Idempotency-Key", .need = r->flags & ROUTE_NEED_KEY });
    json_close(j, ']');
}

/* The name without its '?', checked. */
static const char *
body_schema(const struct http *h, struct arena *a, const char *text)
{
    size_t n = strlen(text);
    const char *name = arena_strn(a, text, n - (text[n - 1] == '?'));

    return known(h, name) ? name : NULL;
}

static void
write_list_of(struct json *j, const char *name)
{
    json_open(j, "schema", '{');
    json_text(j, "type", "object");
    json_open(j, "properties", '{');
    json_open(j, "rows", '{');
    json_text(j, "type", "array");
    schema_ref(j, "items", name);
    json_close(j, '}');
    json_open(j, "next", '{');
    json_raw(j, "type", "[\"string\",\"null\"]", 17);
    json_close(j, '}');
    json_close(j, '}');
    json_raw(j, "required", "[\"rows\",\"next\"]", 15);
    json_close(j, '}');
}

static void
write_answer(struct json *j, const struct route *r, const char *name)
{
    char status[8] = { 0 };
    int code = r->status ? r->status : 200;

    status[0] = (char)('0' + code / 100);
    status[1] = (char)('0' + code / 10 % 10);
    status[2] = (char)('0' + code % 10);
    json_open(j, "responses", '{');
    json_open(j, status, '{');
    json_text(j, "description", "as asked for");
    if (name) {
        json_open(j, "content", '{');
        json_open(j, "application/json", '{');
        if (r->flags & ROUTE_LIST)
            write_list_of(j, name);
        else
            schema_ref(j, "schema", name);
        json_close(j, '}');
        json_close(j, '}');
    }
    json_close(j, '}');
    json_open(j, "default", '{');
    json_text(j, "description", "a problem, RFC 9457");
    json_open(j, "content", '{');
    json_open(j, "application/problem+json", '{');
    schema_ref(j, "schema", "problem");
    json_close(j, '}');
    json_close(j, '}');
    json_close(j, '}');
    json_close(j, '}');
}

static void
write_security(struct json *j, enum audience who)
{
    static const char *const scheme[AUDIENCE__MAX] = { NULL, "staff", "staff", "portal",
        "integrator" };

    json_open(j, "security", '[');
    if (scheme[who]) {
        json_open(j, NULL, '{');
        json_open(j, scheme[who], '[');
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* get_collector_customers_id */
static char *
operation_id(struct arena *a, const struct route *r)
{
    char *out = arena_fmt(a, "%s%s", r->method, r->pattern), *to = out;

    for (const char *p = out; *p; p++)
        if (isalnum((unsigned char)*p))
            *to++ = (char)tolower((unsigned char)*p);
        else if (to > out && to[-1] != '_')
            *to++ = '_';
    while (to > out && to[-1] == '_')
        to--;
    *to = '\0';
    return out;
}

static enum err
write_route(
    const struct http *h, struct json *j, struct arena *a, const struct route *r)
{
    const char *request = r->request ? body_schema(h, a, r->request) : NULL;
    const char *answer = r->answer ? body_schema(h, a, r->answer) : NULL;
    char method[8] = { 0 };

    if ((r->request && !request) || (r->answer && !answer)) {
        log_error(
            "route_without_schema", kv("method", r->method), kv("pattern", r->pattern));
        return ERR_INVALID;
    }
    for (size_t i = 0; i < sizeof method - 1 && r->method[i]; i++)
        method[i] = (char)tolower((unsigned char)r->method[i]);
    json_open(j, method, '{');
    json_text(j, "operationId", operation_id(a, r));
    json_text(j, "summary", r->summary);
    write_params(j, a, r);
    if (request) {
        json_open(j, "requestBody", '{');
        json_bool(j, "required", r->request[strlen(r->request) - 1] != '?');
        json_open(j, "content", '{');
        json_open(j, "application/json", '{');
        schema_ref(j, "schema", request);
        json_close(j, '}');
        json_close(j, '}');
        json_close(j, '}');
    }
    write_answer(j, r, answer);
    write_security(j, r->audience);
    json_close(j, '}');
    return OK;
}

static bool
written_before(const struct http *h, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(h->routes[k]->pattern, h->routes[i]->pattern))
            return true;
    return false;
}

static enum err
write_paths(const struct http *h, struct json *j, struct arena *a)
{
    enum err e;

    json_open(j, "paths", '{');
    for (size_t i = 0; i < h->n_routes; i++) {
        if (written_before(h, i))
            continue;
        json_open(j, h->routes[i]->pattern, '{');
        for (size_t k = i; k < h->n_routes; k++)
            if (!strcmp(h->routes[k]->pattern, h->routes[i]->pattern) &&
                (e = write_route(h, j, a, h->routes[k])))
                return e;
        json_close(j, '}');
    }
    json_close(j, '}');
    return OK;
}

static enum err
write_schemas(
    const struct http *h, struct json *j, struct arena *a, const struct schema *s)
{
    const char *why;

    for (; s && s->name; s++)
        if (schema_write(j, a, s->name, s, known, h, &why)) {
            log_error("schema_is_wrong", kv("schema", s->name), kv("why", why));
            return ERR_INVALID;
        }
    return OK;
}

enum err
openapi_write(const struct http *h, struct arena *a, struct buf *out)
{
    static const char security[] =
        "{\"staff\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"dunlin_session\"}"
        ","
        "\"portal\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"dunlin_portal\"},"
        "\"integrator\":{\"type\":\"http\",\"scheme\":\"bearer\",\"bearerFormat\":"
        "\"JWT\"}}";
    struct json j = { .out = out };
    enum err e;

    json_open(&j, NULL, '{');
    json_text(&j, "openapi", "3.1.0");
    json_open(&j, "info", '{');
    json_text(&j, "title", "Dunlin");
    json_text(&j, "version", "1");
    json_close(&j, '}');
    if ((e = write_paths(h, &j, a)))
        return e;
    json_open(&j, "components", '{');
    json_raw(&j, "securitySchemes", security, sizeof security - 1);
    json_open(&j, "schemas", '{');
    e = write_schemas(h, &j, a, OWN);
    for (size_t i = 0; !e && h->tables[i]; i++)
        e = write_schemas(h, &j, a, h->tables[i]->schemas);
    json_close(&j, '}');
    json_close(&j, '}');
    json_close(&j, '}');
    return e;
}
