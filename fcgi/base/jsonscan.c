#include "base/jsonscan.h"

#include <string.h>

struct jsonscan
jsonscan(const char *text, size_t n)
{
    return (struct jsonscan){ .at = text, .end = text + n };
}

static void
skip(struct jsonscan *s, const char *set)
{
    while (s->at < s->end && *s->at && strchr(set, *s->at))
        s->at++;
}

/* Past a text that begins at *p; NULL: it does not end. */
static const char *
past_text(const char *p, const char *end)
{
    for (p++; p < end; p++)
        if (*p == '\\')
            p++;
        else if (*p == '"')
            return p + 1;
    return NULL;
}

/* Past an object or list, whatever is in it. */
static const char *
past_brackets(const char *p, const char *end)
{
    int depth = 0;

    while (p < end) {
        if (*p == '"') {
            if (!(p = past_text(p, end)))
                return NULL;
            continue;
        }
        depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
        p++;
        if (depth == 0)
            return p;
    }
    return NULL;
}

static const char *
past_word(const char *p, const char *end)
{
    while (p < end && !strchr(",]} \n", *p))
        p++;
    return p;
}

static enum jsonscan_kind
kind_of(char c)
{
    switch (c) {
    case '"':
        return JSONSCAN_TEXT;
    case '{':
        return JSONSCAN_OBJECT;
    case '[':
        return JSONSCAN_LIST;
    case 't':
        return JSONSCAN_TRUE;
    case 'f':
        return JSONSCAN_FALSE;
    case 'n':
        return JSONSCAN_NULL;
    default:
        return JSONSCAN_NUMBER;
    }
}

bool
jsonscan_value(struct jsonscan *s, struct jsonscan_value *out)
{
    const char *past;

    skip(s, " \n");
    if (s->at >= s->end)
        return false;
    out->kind = kind_of(*s->at);
    out->from = s->at;
    past = out->kind == JSONSCAN_TEXT ? past_text(s->at, s->end)
           : out->kind == JSONSCAN_OBJECT || out->kind == JSONSCAN_LIST
               ? past_brackets(s->at, s->end)
               : past_word(s->at, s->end);
    if (!past || past == s->at || past > s->end) {
        s->failed = true;
        s->at = s->end;
        return false;
    }
    out->n = (size_t)(past - s->at);
    s->at = past;
    return true;
}

struct jsonscan
jsonscan_inside(const struct jsonscan_value *v)
{
    if ((v->kind != JSONSCAN_OBJECT && v->kind != JSONSCAN_LIST) || v->n < 2)
        return (struct jsonscan){ .at = v->from, .end = v->from };
    return jsonscan(v->from + 1, v->n - 2);
}

bool
jsonscan_element(struct jsonscan *s, struct jsonscan_value *value)
{
    skip(s, ", \n");
    return jsonscan_value(s, value);
}

bool
jsonscan_member(
    struct jsonscan *s, struct jsonscan_value *key, struct jsonscan_value *value)
{
    if (!jsonscan_element(s, key))
        return false;
    skip(s, ": \n");
    if (key->kind == JSONSCAN_TEXT && jsonscan_value(s, value))
        return true;
    s->failed = true;
    return false;
}

bool
jsonscan_is(const struct jsonscan_value *text, const char *want)
{
    size_t n = strlen(want);

    return text->kind == JSONSCAN_TEXT && text->n == n + 2 &&
           !memcmp(text->from + 1, want, n);
}

struct jsonscan_value
jsonscan_find(const struct jsonscan_value *object, const char *key)
{
    struct jsonscan in = jsonscan_inside(object);
    struct jsonscan_value name, value;

    while (jsonscan_member(&in, &name, &value))
        if (jsonscan_is(&name, key))
            return value;
    return (struct jsonscan_value){ .kind = JSONSCAN_NULL, .from = "null", .n = 4 };
}

/* Four hex digits of \u; our writer escapes control bytes alone that way. */
static char
code(const char *p)
{
    unsigned v = 0;

    for (int i = 0; i < 4; i++)
        v = v * 16 + (unsigned)(p[i] <= '9' ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
    return v < 0x80 ? (char)v : '?';
}

const char *
jsonscan_text(struct arena *a, const struct jsonscan_value *v)
{
    static const char FROM[] = "ntrbf", TO[] = "\n\t\r\b\f";
    const char *p = v->from + 1, *end = v->from + v->n - 1;
    char *out, *to;

    if (v->kind == JSONSCAN_NULL)
        return "";
    if (v->kind != JSONSCAN_TEXT)
        return arena_strn(a, v->from, v->n);
    if (!memchr(p, '\\', (size_t)(end - p)))
        return arena_strn(a, p, (size_t)(end - p));
    to = out = arena_alloc(a, v->n);
    while (p < end) {
        const char *known;

        if (*p != '\\') {
            *to++ = *p++;
            continue;
        }
        if (p[1] == 'u' && end - p >= 6) {
            *to++ = code(p + 2);
            p += 6;
            continue;
        }
        known = memchr(FROM, p[1], sizeof FROM - 1);
        *to++ = known ? TO[known - FROM] : p[1];
        p += 2;
    }
    *to = '\0';
    return out;
}
