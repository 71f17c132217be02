#include "handler/collector/selection.h"

#include <stdlib.h>
#include <string.h>

#include "handler/collector/worklist_filter.h"
#include "handler/common.h"
#include "store/case.h"
#include "store/q_bulk.h"

enum { CHOSEN__MAX = 10000, CURRENCIES__MAX = 64, NAMES__MAX = 5, ROOM__MIN = 256 };

/* -- what a bulk action would take ----------------------------------------- */

enum action { FOLLOW_UP, ASSIGN, MESSAGE, NOTE, CALL, ACTION__MAX };
enum left { LEFT_BUSY, LEFT_SAME, LEFT_HIDDEN, LEFT_GONE, LEFT__MAX };
static const char *const LEFT_NAME[LEFT__MAX] = { "busy", "same", "hidden", "gone" };

struct preview {
    enum action action;
    bool busy_too;
    uint64_t to; /* of ASSIGN, of FOLLOW_UP; 0: nobody */
    uint64_t *except;
    size_t except_n;
    struct worklist_selection *row; /* taken */
    size_t n, room;
    struct {
        uint64_t n;
        const char *name[NAMES__MAX];
    } left[LEFT__MAX];
};

static int
by_u64(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static bool
is_excepted(const struct preview *p, uint64_t id)
{
    return bsearch(&id, p->except, p->except_n, sizeof id, by_u64) != NULL;
}

static void
leave_out(struct preview *p, enum left why, const char *name)
{
    if (p->left[why].n < NAMES__MAX)
        p->left[why].name[p->left[why].n] = name;
    p->left[why].n++;
}

static void
judge(struct arena *a, struct preview *p, const struct worklist_selection *w)
{
    if (is_excepted(p, w->case_id))
        return;
    if (p->action == FOLLOW_UP && w->busy && !p->busy_too) {
        leave_out(p, LEFT_BUSY, arena_str(a, w->customer_name));
        return;
    }
    if (p->action == ASSIGN && w->assignee_id == p->to) {
        leave_out(p, LEFT_SAME, arena_str(a, w->customer_name));
        return;
    }
    if (p->n == p->room) {
        size_t had = p->room;

        p->room = had ? had * 2 : ROOM__MIN;
        p->row = arena_grow(a, p->row, had * sizeof *p->row, p->room * sizeof *p->row);
    }
    p->row[p->n] = *w;
    p->row[p->n++].customer_name = arena_str(a, w->customer_name);
}

static enum err
look_at_chosen(struct rq *rq, struct preview *p, const uint64_t *ids, size_t n)
{
    struct worklist_selection *row;
    size_t found;
    enum err e = worklist_chosen(rq->db, rq->arena, case_ids_json(rq->arena, ids, n),
        rq->who.scope, &row, &found);

    for (size_t i = 0; !e && i < found; i++)
        judge(rq->arena, p, &row[i]);
    for (size_t i = found; !e && i < n; i++)
        leave_out(p, LEFT_GONE, "");
    return e;
}

/* Sorted, for those that ask. */
static enum err
read_busy(
    struct rq *rq, const struct preview *p, struct worklist_busy **busy, size_t *n)
{
    enum err e = OK;

    *n = 0;
    if (p->action == FOLLOW_UP && !p->busy_too)
        e = worklist_busy(rq->db, rq->arena, busy, n);
    if (*n)
        qsort(*busy, *n, sizeof **busy, by_u64);
    return e;
}

static enum err
look_at_view(struct rq *rq, struct preview *p)
{
    struct worklist_filter filter;
    struct worklist_selection_stream s;
    struct worklist_busy *busy;
    size_t n;
    enum err e;

    if ((e = worklist_filter_read(rq, &filter)) || (e = read_busy(rq, p, &busy, &n)) ||
        (e = worklist_selection_open(
             &s, rq->db, &(struct worklist_selection_in){ WORKLIST_FILTER(&filter) })))
        return e;
    while (worklist_selection_next(&s)) {
        s.row.busy = n && bsearch(&s.row.case_id, busy, n, sizeof *busy, by_u64);
        judge(rq->arena, p, &s.row);
    }
    return worklist_selection_close(&s);
}

/* Who is given a task must see what it is about. */
static enum err
leave_out_hidden(struct rq *rq, struct preview *p)
{
    uint64_t *ids = arena_new_n(rq->arena, p->n + 1, uint64_t);
    struct bulk_cases *seen;
    size_t n, kept = 0;
    enum err e;

    for (size_t i = 0; i < p->n; i++)
        ids[i] = p->row[i].case_id;
    if ((e = bulk_cases(
             rq->db, rq->arena, case_ids_json(rq->arena, ids, p->n), p->to, &seen, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        ids[i] = seen[i].id;
    for (size_t i = 0; i < p->n; i++)
        if (bsearch(&p->row[i].case_id, ids, n, sizeof *ids, by_u64))
            p->row[kept++] = p->row[i];
        else
            leave_out(p, LEFT_HIDDEN, arena_str(rq->arena, p->row[i].customer_name));
    p->n = kept;
    return OK;
}

static void
json_sums(struct json *j, const struct preview *p)
{
    char seen[CURRENCIES__MAX][4];
    int64_t sum[CURRENCIES__MAX];
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        size_t k = 0;

        while (k < n && memcmp(seen[k], p->row[i].currency, sizeof seen[k]) != 0)
            k++;
        if (k == CURRENCIES__MAX)
            continue;
        if (k == n) {
            memcpy(seen[n], p->row[i].currency, sizeof seen[n]);
            sum[n++] = 0;
        }
        sum[k] += p->row[i].overdue_minor;
    }
    json_open(j, "overdue", '[');
    for (size_t k = 0; k < n; k++)
        json_amount(j, NULL, sum[k], seen[k]);
    json_close(j, ']');
}

/* Each customer once, though several of its cases are in it. */
static void
json_customers(struct rq *rq, struct json *j, const struct preview *p)
{
    uint64_t *ids = arena_new_n(rq->arena, p->n + 1, uint64_t);

    for (size_t i = 0; i < p->n; i++)
        ids[i] = p->row[i].customer_id;
    qsort(ids, p->n, sizeof *ids, by_u64);
    json_open(j, "customer_ids", '[');
    for (size_t i = 0; i < p->n; i++)
        if (i == 0 || ids[i] != ids[i - 1])
            json_id(j, NULL, ids[i]);
    json_close(j, ']');
}

static void
json_left(struct json *j, const struct preview *p)
{
    json_open(j, "left_out", '[');
    for (size_t k = 0; k < LEFT__MAX; k++) {
        if (!p->left[k].n)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "reason", LEFT_NAME[k]);
        json_u64(j, "cases", p->left[k].n);
        json_open(j, "names", '[');
        for (size_t i = 0; i < NAMES__MAX && i < p->left[k].n; i++)
            if (*p->left[k].name[i])
                json_text(j, NULL, p->left[k].name[i]);
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static uint64_t *
read_ids(struct rq *rq, struct jval *v, const char *key, enum jsonin_need need,
    size_t max, size_t *n, bool *there)
{
    struct jval *list = jsonin_array(v, key, need, max);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);

    *n = 0;
    *there = list != NULL;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        *n += jsonin_id(i, NULL, JSONIN_NEED, &ids[*n]);
    return ids;
}

/* POST worklist/preview {action, case_ids | nothing: all of the view, but for except}
 * -> 200 how many, how much, who is left out and why; and the ids to go on with */
enum err
selection_preview(struct rq *rq)
{
    static const char *const ACTION[ACTION__MAX] = { "follow_up", "assign", "message",
        "note", "call" };
    struct preview *p = arena_new_of(rq->arena, struct preview);
    size_t action = 0, n;
    uint64_t *ids;
    bool chosen, any;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "action", JSONIN_NEED, ACTION, ACTION__MAX, &action);
    jsonin_id(v, "assignee_id", JSONIN_MAY, &p->to);
    jsonin_bool(v, "busy_too", JSONIN_MAY, &p->busy_too);
    ids = read_ids(rq, v, "case_ids", JSONIN_MAY, CHOSEN__MAX, &n, &chosen);
    p->except = read_ids(rq, v, "except", JSONIN_MAY, CHOSEN__MAX, &p->except_n, &any);
    if ((e = rq_json_end(rq)))
        return e;
    p->action = (enum action)action;
    qsort(p->except, p->except_n, sizeof *p->except, by_u64);
    if ((e = chosen ? look_at_chosen(rq, p, ids, n) : look_at_view(rq, p)))
        return e;
    if (p->action == FOLLOW_UP && p->to && p->n && (e = leave_out_hidden(rq, p)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_sums(j, p);
    json_left(j, p);
    json_open(j, "case_ids", '[');
    for (size_t i = 0; i < p->n; i++)
        json_id(j, NULL, p->row[i].case_id);
    json_close(j, ']');
    json_customers(rq, j, p);
    json_close(j, '}');
    return OK;
}
