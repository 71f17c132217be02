#include "http/schema.h"

#include <stdio.h>
#include <string.h>

struct ctx {
    struct json *j;
    struct arena *arena;
    schema_known *known;
    const void *known_ctx;
    const char *why;
};

static const struct {
    const char *name, *json;
} SCALAR[] = {
    { "text", "{\"type\":\"string\"}" },
    { "id", "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}" },
    { "int", "{\"type\":\"integer\"}" },
    { "bool", "{\"type\":\"boolean\"}" },
    { "day", "{\"type\":\"string\",\"format\":\"date\"}" },
    { "instant", "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "amount", "{\"type\":\"string\",\"pattern\":\"^-?[0-9]+([.][0-9]+)?$\"}" },
    { "currency", "{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}" },
    { "any", "{}" },
};

void
schema_ref(struct json *j, const char *key, const char *name)
{
    json_open(j, key, '{');
    char ref[128];
    snprintf(ref, sizeof ref, "#/components/schemas/%s", name);
    json_text(j, "$ref", ref);
    json_close(j, '}');
}

static void
write_names(struct ctx *c, const char *key, const char *type)
{
    json_open(c->j, key, '{');
    json_open(c->j, "enum", '[');
    while (*type) {
        size_t n = strcspn(type, "|");

        json_textn(c->j, NULL, type, n);
        type += n + (type[n] == '|');
    }
    json_close(c->j, ']');
    json_close(c->j, '}');
}

static bool
write_plain(struct ctx *c, const char *key, const char *type)
{
    for (size_t i = 0; i < sizeof SCALAR / sizeof *SCALAR; i++)
        if (!strcmp(SCALAR[i].name, type)) {
            json_raw(c->j, key, SCALAR[i].json, strlen(SCALAR[i].json));
            return true;
        }
    if (strchr(type, '|')) {
        write_names(c, key, type);
        return true;
    }
    if (c->known(c->known_ctx, type)) {
        schema_ref(c->j, key, type);
        return true;
    }
    c->why = arena_fmt(c->arena, "there is no type '%s'", type);
    return false;
}

static bool
write_type(struct ctx *c, const char *key, char *type)
{
    size_t n = strlen(type);
    bool good;

    if (n && type[n - 1] == '?') {
        type[n - 1] = '\0';
        json_open(c->j, key, '{');
        json_open(c->j, "anyOf", '[');
        good = write_type(c, NULL, type);
        json_raw(c->j, NULL, "{\"type\":\"null\"}", 15);
        json_close(c->j, ']');
        json_close(c->j, '}');
        return good;
    }
    if (n > 2 && type[0] == '[' && type[n - 1] == ']') {
        type[n - 1] = '\0';
        json_open(c->j, key, '{');
        json_text(c->j, "type", "array");
        good = write_type(c, "items", type + 1);
        json_close(c->j, '}');
        return good;
    }
    return write_plain(c, key, type);
}

/* "name?:type" from *at on; false at the end. */
static bool
next_member(struct ctx *c, const char **at, char **name, char **type, bool *may_miss)
{
    const char *p = *at + strspn(*at, " ");
    size_t n = strcspn(p, " "), colon = strcspn(p, ":");

    if (!n)
        return false;
    if (colon >= n || !colon) {
        c->why = arena_fmt(c->arena, "cannot read '%.*s'", (int)n, p);
        return false;
    }
    *may_miss = p[colon - 1] == '?';
    *name = arena_strn(c->arena, p, colon - *may_miss);
    *type = arena_strn(c->arena, p + colon + 1, n - colon - 1);
    *at = p + n;
    return true;
}

enum err
schema_write(struct json *j, struct arena *a, const char *key, const struct schema *s,
    schema_known *known, const void *known_ctx, const char **why)
{
    struct ctx c = { j, a, known, known_ctx, NULL };
    const char *at = s->text;
    char *name, *type;
    bool may_miss;

    json_open(j, key, '{');
    json_text(j, "type", "object");
    json_open(j, "properties", '{');
    while (next_member(&c, &at, &name, &type, &may_miss) && write_type(&c, name, type))
        ;
    json_close(j, '}');
    json_open(j, "required", '[');
    at = s->text;
    while (!c.why && next_member(&c, &at, &name, &type, &may_miss))
        if (!may_miss)
            json_text(j, NULL, name);
    json_close(j, ']');
    json_bool(j, "additionalProperties", false);
    json_close(j, '}');
    *why = c.why;
    return c.why ? ERR_INVALID : OK;
}
