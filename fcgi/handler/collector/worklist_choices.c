#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "handler/collector/worklist.h"
#include "handler/common.h"
#include "store/q_worklist_choice.h"

/* In the order of the answer. */
enum kind { TAG, STRATEGY, ACTION, DIVISION, CURRENCY, PORTFOLIO, OWNER, KIND__MAX };
static const char *const KIND[KIND__MAX] = { "tag", "strategy", "action", "division",
    "currency", "portfolio", "owner" };
static const char *const PLURAL[KIND__MAX] = { "tags", "strategies", "actions",
    "divisions", "currencies", "portfolios", "owners" };

enum { LIST__MIN = 32 };

struct choice {
    const char *value, *label;
};

struct choices {
    struct arena *arena;
    struct list {
        struct choice *of;
        size_t n, room;
    } list[KIND__MAX];
};

/* Once each: they are few. */
static void
add(struct choices *c, enum kind kind, const char *value, const char *label)
{
    struct list *l = &c->list[kind];

    if (!value || !*value)
        return;
    for (size_t i = 0; i < l->n; i++)
        if (text_eq(l->of[i].value, value))
            return;
    if (l->n == l->room) {
        size_t had = l->room;

        l->room = had ? had * 2 : LIST__MIN;
        l->of =
            arena_grow(c->arena, l->of, had * sizeof *l->of, l->room * sizeof *l->of);
    }
    l->of[l->n++] = (struct choice){ value, label };
}

static void
add_rows(struct choices *c, const struct worklist_choice_rows *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < KIND__MAX; k++)
            if (text_eq(row[i].kind, KIND[k]))
                add(c, (enum kind)k, row[i].value, row[i].label);
}

static int
by_label(const void *a, const void *b)
{
    return strcmp(((const struct choice *)a)->label, ((const struct choice *)b)->label);
}

static enum err
add_seen(struct rq *rq, struct choices *c)
{
    struct worklist_choice_seen *row;
    size_t n;
    enum err e = worklist_choice_seen(rq->db, rq->arena, rq->who.scope, &row, &n);

    for (size_t i = 0; !e && i < n; i++) {
        add(c, STRATEGY, row[i].strategy, row[i].strategy);
        add(c, ACTION, row[i].action, row[i].action);
        add(c, CURRENCY, row[i].currency, row[i].currency);
        if (row[i].owner)
            add(c, OWNER,
                arena_fmt(c->arena, "%llu", (unsigned long long)row[i].owner_id),
                row[i].owner);
    }
    for (size_t k = 0; !e && k < KIND__MAX; k++)
        if (c->list[k].n)
            qsort(c->list[k].of, c->list[k].n, sizeof *c->list[k].of, by_label);
    return e;
}

static enum err
read_all(struct rq *rq, struct choices *c)
{
    struct worklist_choice_rows *row;
    enum err e = OK;
    size_t n;

    if (rq->who.scope)
        e = add_seen(rq, c);
    else if (!(e = worklist_choice_rows(rq->db, rq->arena, &row, &n)))
        add_rows(c, row, n);
    if (e || (e = worklist_choice_beside(rq->db, rq->arena, rq->who.scope, &row, &n)))
        return e;
    add_rows(c, row, n);
    return OK;
}

/* GET worklist/choices -> 200 what the worklist may be narrowed to: what there is */
enum err
worklist_choices(struct rq *rq)
{
    struct choices c = { .arena = rq->arena };
    struct json *j;
    enum err e = read_all(rq, &c);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    for (size_t k = 0; k < KIND__MAX; k++) {
        json_open(j, PLURAL[k], '[');
        for (size_t i = 0; i < c.list[k].n; i++) {
            json_open(j, NULL, '{');
            json_text(j, "value", c.list[k].of[i].value);
            json_text(j, "label", c.list[k].of[i].label);
            json_close(j, '}');
        }
        json_close(j, ']');
    }
    json_close(j, '}');
    return OK;
}
