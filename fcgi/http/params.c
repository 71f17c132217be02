#include "http/params.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "http/router.h"

enum { TEXT__MAX = 200, CURSOR__MAX = 600 };

static void
fault(struct rq *rq, const char *name, const char *message)
{
    faults_add(&rq->faults, arena_fmt(rq->arena, "?%.64s", name), "%s", message);
}

static void
read_enum(struct rq *rq, const struct param *p, struct rq_value *v)
{
    struct buf known;

    buf_init(&known, rq->arena);
    for (size_t i = 0; p->names[i]; i++) {
        if (!strcmp(p->names[i], v->text)) {
            v->u64 = i;
            return;
        }
        buf_fmt(&known, "%s%s", i ? ", " : "", p->names[i]);
    }
    fault(rq, p->name, arena_fmt(rq->arena, "must be one of: %s", known.text));
}

static void
read_value(struct rq *rq, const struct param *p, struct rq_value *v)
{
    size_t max = p->max ? (size_t)p->max : TEXT__MAX;

    switch (p->kind) {
    case PARAM_TEXT:
        if (strlen(v->text) > max)
            fault(rq, p->name, "is too long");
        return;
    case PARAM_ID:
        if (text_u64(v->text, &v->u64) || !v->u64)
            fault(rq, p->name, "must be an id");
        return;
    case PARAM_INT:
        if (text_i64(v->text, &v->i64) || v->i64 < p->min || v->i64 > p->max)
            fault(rq, p->name,
                arena_fmt(rq->arena, "must be a number from %lld to %lld",
                    (long long)p->min, (long long)p->max));
        return;
    case PARAM_DAY:
        if (date_parse(v->text, &v->day))
            fault(rq, p->name, "must be a date such as 2026-03-04");
        return;
    case PARAM_BOOL:
        v->u64 = !strcmp(v->text, "true");
        if (!v->u64 && strcmp(v->text, "false"))
            fault(rq, p->name, "must be true or false");
        return;
    case PARAM_ENUM:
        read_enum(rq, p, v);
        return;
    case PARAM_CURRENCY:
        if (!money_known(v->text))
            fault(rq, p->name, "is not a currency");
        return;
    }
}

/* limit and cursor of a list; false when the name is neither. */
static bool
read_page(struct rq *rq, const char *name, const char *text)
{
    uint64_t n;

    if (!(rq->route->flags & ROUTE_LIST))
        return false;
    if (!strcmp(name, "limit")) {
        if (text_u64(text, &n) || n < 1 || n > PARAMS_LIMIT__MAX)
            fault(rq, name, "must be a number from 1 to 500");
        else if (rq->limit)
            fault(rq, name, "stands twice");
        else
            rq->limit = (size_t)n;
        return true;
    }
    if (!strcmp(name, "cursor")) {
        if (rq->cursor || strlen(text) > CURSOR__MAX)
            fault(rq, name, "is not a cursor of this list");
        rq->cursor = text;
        return true;
    }
    return false;
}

static void
read_pair(struct rq *rq, const char *name, const char *text)
{
    const struct param *p = rq->route->params;

    for (size_t i = 0; p && p[i].name; i++) {
        if (strcmp(p[i].name, name))
            continue;
        assert(i < RQ_PARAMS__MAX);
        if (rq->value[i].text) {
            fault(rq, name, "stands twice");
        } else if (*text) { /* ?q= is as good as no q */
            rq->value[i].text = text;
            read_value(rq, &p[i], &rq->value[i]);
        }
        return;
    }
    if (!read_page(rq, name, text))
        fault(rq, name, "is not a parameter of this call");
}

static void
read_pairs(struct rq *rq, const char *q)
{
    while (*q) {
        size_t len = strcspn(q, "&"), eq = 0;

        while (eq < len && q[eq] != '=')
            eq++;
        if (len) {
            char *name = router_decode(rq->arena, q, eq, true);
            char *text = eq < len
                             ? router_decode(rq->arena, q + eq + 1, len - eq - 1, true)
                             : arena_str(rq->arena, "");

            if (!name || !text)
                fault(rq, name ? name : "", "is not encoded properly");
            else
                read_pair(rq, name, text);
        }
        q += len + (q[len] == '&');
    }
}

enum err
params_read(struct rq *rq)
{
    const struct param *p = rq->route->params;

    if (strlen(rq->query) > PARAMS_QUERY__MAX)
        fault(rq, "", "the query is too long");
    else
        read_pairs(rq, rq->query);
    if (!rq->limit)
        rq->limit = PARAMS_LIMIT;
    for (size_t i = 0; p && p[i].name; i++)
        if (p[i].need && !rq->value[i].text)
            fault(rq, p[i].name, "is missing");
    return faults_err(&rq->faults);
}

/* -- getters: only names the route has may be asked for ---------------------- */

static const struct rq_value *
value(const struct rq *rq, const char *name)
{
    const struct param *p = rq->route->params;

    for (size_t i = 0; p && p[i].name; i++)
        if (!strcmp(p[i].name, name))
            return &rq->value[i];
    assert(false && "a parameter that the route does not have");
    return NULL;
}

const char *
rq_text(const struct rq *rq, const char *name)
{
    return value(rq, name)->text;
}

uint64_t
rq_id(const struct rq *rq, const char *name)
{
    const struct rq_value *v = value(rq, name);

    return v->text ? v->u64 : 0;
}

int64_t
rq_i64(const struct rq *rq, const char *name, int64_t absent)
{
    const struct rq_value *v = value(rq, name);

    return v->text ? v->i64 : absent;
}

int32_t
rq_day(const struct rq *rq, const char *name, int32_t absent)
{
    const struct rq_value *v = value(rq, name);

    return v->text ? v->day : absent;
}

bool
rq_bool(const struct rq *rq, const char *name, bool absent)
{
    const struct rq_value *v = value(rq, name);

    return v->text ? v->u64 != 0 : absent;
}

size_t
rq_enum(const struct rq *rq, const char *name, size_t absent)
{
    const struct rq_value *v = value(rq, name);

    return v->text ? (size_t)v->u64 : absent;
}

const char *
rq_part(const struct rq *rq, const char *name)
{
    const char *p = rq->route->pattern;

    for (size_t i = 0; (p = strchr(p, '{')); i++) {
        size_t n = strcspn(++p, "}");

        if (n == strlen(name) && !memcmp(p, name, n))
            return rq->part[i];
    }
    assert(false && "a part that the pattern does not have");
    return NULL;
}

uint64_t
rq_part_id(const struct rq *rq, const char *name)
{
    uint64_t id = 0;

    if (text_u64(rq_part(rq, name), &id))
        return 0;
    return id;
}
