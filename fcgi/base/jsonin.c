#include "base/jsonin.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

enum kind {
    KIND_NULL,
    KIND_BOOL,
    KIND_I64,
    KIND_REAL,
    KIND_TEXT,
    KIND_ARRAY,
    KIND_OBJECT
};

struct jval {
    struct jsonin *in;
    struct jval *up, *next, *down;
    const char *key; /* in an object, else NULL */
    size_t index;    /* in an array */
    size_t n;        /* bytes of text, elements or members */
    enum kind kind;
    bool asked;
    union {
        const char *text;
        int64_t i64;
        bool b;
    };
};

const struct jsonin_limits JSONIN_LIMITS = {
    .bytes = 1024 * 1024, .values = 20000, .depth = 16
};

/* -- parsing: jansson's tree becomes ours, in the arena ----------------- */

struct copying {
    struct jsonin *in;
    size_t values_left;
    int depth_left;
};

static bool copy(
    struct copying *c, const json_t *from, struct jval *up, struct jval *to);

static struct jval *
append(struct copying *c, struct jval *up, struct jval **last)
{
    struct jval *v = arena_new_of(c->in->arena, struct jval);

    if (*last)
        (*last)->next = v;
    else
        up->down = v;
    *last = v;
    v->index = up->n++;
    return v;
}

static bool
copy_object(struct copying *c, const json_t *from, struct jval *to)
{
    struct jval *last = NULL;
    const char *key;
    json_t *member;

    json_object_foreach((json_t *)(uintptr_t)from, key, member)
    {
        struct jval *v = append(c, to, &last);

        v->key = arena_str(c->in->arena, key);
        if (!copy(c, member, to, v))
            return false;
    }
    return true;
}

static bool
copy_array(struct copying *c, const json_t *from, struct jval *to)
{
    struct jval *last = NULL;
    size_t i;
    json_t *element;

    json_array_foreach(
        from, i, element) if (!copy(c, element, to, append(c, to, &last))) return false;
    return true;
}

/* False when a limit is reached. */
static bool
copy(struct copying *c, const json_t *from, struct jval *up, struct jval *to)
{
    bool ok = true;

    if (c->values_left-- == 0 || c->depth_left == 0)
        return false;
    to->in = c->in;
    to->up = up;
    c->depth_left--;
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        to->kind = KIND_OBJECT;
        ok = copy_object(c, from, to);
        break;
    case JSON_ARRAY:
        to->kind = KIND_ARRAY;
        ok = copy_array(c, from, to);
        break;
    case JSON_STRING:
        to->kind = KIND_TEXT;
        to->n = json_string_length(from);
        to->text = arena_strn(c->in->arena, json_string_value(from), to->n);
        break;
    case JSON_INTEGER:
        to->kind = KIND_I64;
        to->i64 = json_integer_value(from);
        break;
    case JSON_REAL:
        to->kind = KIND_REAL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = KIND_BOOL;
        to->b = json_is_true(from);
        break;
    case JSON_NULL:
        to->kind = KIND_NULL;
        break;
    }
    c->depth_left++;
    return ok;
}

static enum err
too_large(struct jsonin *in, const struct jsonin_limits *l)
{
    faults_add(in->faults, "", "more than %zu bytes, %zu values or %d levels", l->bytes,
        l->values, l->depth);
    return ERR_LIMIT;
}

enum err
jsonin_parse(struct jsonin *in, struct arena *a, struct faults *f, const char *text,
    size_t len, const struct jsonin_limits *limits)
{
    const struct jsonin_limits *l = limits ? limits : &JSONIN_LIMITS;
    struct copying c = { in, l->values, l->depth };
    json_error_t why;
    json_t *tree;
    bool ok;

    *in = (struct jsonin){ .arena = a, .faults = f };
    if (len > l->bytes)
        return too_large(in, l);
    tree = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    if (!tree && json_error_code(&why) == json_error_stack_overflow)
        return too_large(in, l);
    if (!tree && json_error_code(&why) == json_error_out_of_memory)
        abort();
    if (!tree) {
        faults_add(f, "", "line %d, column %d: %s", why.line, why.column, why.text);
        return ERR_INVALID;
    }
    in->root = arena_new_of(a, struct jval);
    ok = copy(&c, tree, NULL, in->root);
    json_decref(tree);
    if (ok)
        return OK;
    in->root = NULL;
    return too_large(in, l);
}

/* -- where something stands ---------------------------------------------- */

static void
step(struct buf *b, const char *key)
{
    buf_char(b, '/');
    for (; *key; key++)
        if (*key == '~')
            buf_text(b, "~0");
        else if (*key == '/')
            buf_text(b, "~1");
        else
            buf_char(b, *key);
}

static void
way_to(struct buf *b, const struct jval *v)
{
    if (!v->up)
        return;
    way_to(b, v->up);
    if (v->key) {
        step(b, v->key);
    } else {
        buf_char(b, '/');
        buf_u64(b, v->index);
    }
}

const char *
jsonin_pointer(const struct jval *v)
{
    struct buf b;

    buf_init(&b, v->in->arena);
    way_to(&b, v);
    return b.text;
}

void
jsonin_fault(struct jval *v, const char *key, const char *fmt, ...)
{
    struct buf at;
    va_list ap;

    if (!v)
        return;
    buf_init(&at, v->in->arena);
    way_to(&at, v);
    if (key)
        step(&at, key);
    va_start(ap, fmt);
    faults_add(v->in->faults, at.text, "%s", arena_vfmt(v->in->arena, fmt, ap));
    va_end(ap);
}

/* -- getting ---------------------------------------------------------------- */

static struct jval *
member(struct jval *v, const char *key)
{
    struct jval *m = v->kind == KIND_OBJECT ? v->down : NULL;

    while (m && strcmp(m->key, key) != 0)
        m = m->next;
    if (m)
        m->asked = true;
    return m;
}

/* What is to be read, when it is there, not null and of the kind; else NULL and,
 * where that is wrong, a fault. */
static struct jval *
want(struct jval *v, const char *key, enum jsonin_need need, enum kind kind,
    const char *must)
{
    struct jval *m;

    if (!v)
        return NULL;
    if (key && v->kind != KIND_OBJECT) {
        jsonin_fault(v, NULL, "must be an object");
        return NULL;
    }
    m = key ? member(v, key) : v;
    if (!m || m->kind == KIND_NULL) {
        if (need == JSONIN_NEED)
            jsonin_fault(v, key, "is required");
        return NULL;
    }
    if (m->kind == kind)
        return m;
    jsonin_fault(m, NULL, "%s", must);
    return NULL;
}

static bool
has_odd_control(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] != '\n' && s[i] != '\t' && s[i] != '\r' && text_has_control(s + i, 1))
            return true;
    return false;
}

static bool
get_text(struct jval *v, const char *key, enum jsonin_need need, size_t max_bytes,
    bool lines, const char **out)
{
    struct jval *m = want(v, key, need, KIND_TEXT, "must be text");

    if (!m)
        return false;
    if (m->n > max_bytes)
        jsonin_fault(m, NULL, "must not be longer than %zu bytes", max_bytes);
    else if (lines ? has_odd_control(m->text, m->n) : text_has_control(m->text, m->n))
        jsonin_fault(m, NULL, "must not hold control characters");
    else if (need == JSONIN_NEED && m->n == 0)
        jsonin_fault(m, NULL, "must not be empty");
    else {
        *out = m->text;
        return true;
    }
    return false;
}

bool
jsonin_text(struct jval *v, const char *key, enum jsonin_need need, size_t max_bytes,
    const char **out)
{
    return get_text(v, key, need, max_bytes, false, out);
}

bool
jsonin_prose(struct jval *v, const char *key, enum jsonin_need need, size_t max_bytes,
    const char **out)
{
    return get_text(v, key, need, max_bytes, true, out);
}

/* Passes on whether the value was right; when not, says what it must be. */
static bool
verdict(struct jval *m, bool right, const char *must)
{
    if (!right)
        jsonin_fault(m, NULL, "%s", must);
    return right;
}

bool
jsonin_id(struct jval *v, const char *key, enum jsonin_need need, uint64_t *out)
{
    static const char MUST[] = "must be an id: a string of digits";
    struct jval *m = want(v, key, need, KIND_TEXT, MUST);

    return m && verdict(m, m->text[0] != '0' && text_u64(m->text, out) == OK, MUST);
}

bool
jsonin_i64(struct jval *v, const char *key, enum jsonin_need need, int64_t min,
    int64_t max, int64_t *out)
{
    struct jval *m =
        want(v, key, need, KIND_I64, "must be a number without a fraction");

    if (!m)
        return false;
    if (m->i64 < min || m->i64 > max) {
        jsonin_fault(
            m, NULL, "must be from %lld to %lld", (long long)min, (long long)max);
        return false;
    }
    *out = m->i64;
    return true;
}

bool
jsonin_bool(struct jval *v, const char *key, enum jsonin_need need, bool *out)
{
    struct jval *m = want(v, key, need, KIND_BOOL, "must be true or false");

    if (!m)
        return false;
    *out = m->b;
    return true;
}

bool
jsonin_day(struct jval *v, const char *key, enum jsonin_need need, int32_t *out)
{
    static const char MUST[] = "must be a date such as 2026-03-04";
    struct jval *m = want(v, key, need, KIND_TEXT, MUST);

    return m && verdict(m, date_parse(m->text, out) == OK, MUST);
}

bool
jsonin_instant(struct jval *v, const char *key, enum jsonin_need need, int64_t *out)
{
    static const char MUST[] = "must be an instant such as 2026-03-04T11:00:00Z";
    struct jval *m = want(v, key, need, KIND_TEXT, MUST);

    return m && verdict(m, date_parse_instant(m->text, out) == OK, MUST);
}

bool
jsonin_currency(struct jval *v, const char *key, enum jsonin_need need, char out[4])
{
    static const char MUST[] = "must be a currency such as EUR";
    struct jval *m = want(v, key, need, KIND_TEXT, MUST);

    if (!m || !verdict(m, money_known(m->text), MUST))
        return false;
    memcpy(out, m->text, 4);
    return true;
}

bool
jsonin_money(struct jval *v, const char *key, enum jsonin_need need,
    const char *currency, int64_t *out_minor)
{
    static const char MUST[] = "must be a decimal in a string, such as \"1250.00\"";
    struct jval *m = want(v, key, need, KIND_TEXT, MUST);

    if (!m || !money_known(currency))
        return false;
    if (money_parse(m->text, currency, out_minor) == OK)
        return true;
    jsonin_fault(m, NULL, "must be an amount of %s with at most %d decimals", currency,
        money_exponent(currency));
    return false;
}

bool
jsonin_enum(struct jval *v, const char *key, enum jsonin_need need,
    const char *const names[], size_t n, size_t *out)
{
    struct jval *m = want(v, key, need, KIND_TEXT, "must be text");
    struct buf list;

    if (!m)
        return false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(m->text, names[i]) == 0) {
            *out = i;
            return true;
        }
    buf_init(&list, m->in->arena);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&list, "%s%s", i ? ", " : "", names[i]);
    jsonin_fault(m, NULL, "must be one of: %s", list.text);
    return false;
}

struct jval *
jsonin_object(struct jval *v, const char *key, enum jsonin_need need)
{
    return want(v, key, need, KIND_OBJECT, "must be an object");
}

struct jval *
jsonin_array(struct jval *v, const char *key, enum jsonin_need need, size_t max_n)
{
    struct jval *m = want(v, key, need, KIND_ARRAY, "must be a list");

    if (m && m->n > max_n) {
        jsonin_fault(m, NULL, "must not have more than %zu elements", max_n);
        return NULL;
    }
    return m;
}

struct jval *
jsonin_first(struct jval *list)
{
    return list ? list->down : NULL;
}

struct jval *
jsonin_next(struct jval *element)
{
    return element->next;
}

size_t
jsonin_count(const struct jval *list)
{
    return list && (list->kind == KIND_ARRAY || list->kind == KIND_OBJECT) ? list->n
                                                                           : 0;
}

bool
jsonin_has(struct jval *v, const char *key)
{
    return v && member(v, key);
}

bool
jsonin_is_null(struct jval *v, const char *key)
{
    struct jval *m = v ? member(v, key) : NULL;

    return m && m->kind == KIND_NULL;
}

void
jsonin_end(struct jval *object)
{
    if (!object || object->kind != KIND_OBJECT)
        return;
    for (struct jval *m = object->down; m && !object->in->faults->more; m = m->next)
        if (!m->asked)
            jsonin_fault(m, NULL, "is not a field here");
}
