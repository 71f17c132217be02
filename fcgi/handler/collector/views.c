#include <string.h>

#include "base/text.h"
#include "handler/collector/selection.h"
#include "handler/collector/worklist_filter.h"
#include "handler/common.h"
#include "service/save_view.h"
#include "store/q_saved_view.h"

enum { NAME__MAX = 60, VALUE__MAX = 200, COLUMNS_SHOWN__MAX = 40, VIEW__MAX = 32 };

static void
json_view(struct rq *rq, struct json *j, const struct saved_view_list *s)
{
    json_open(j, NULL, '{');
    json_id(j, "id", s->id);
    json_text(j, "name", s->name);
    json_text(j, "base", s->base);
    json_text(j, "sort", s->sort);
    json_raw(j, "filters", s->filters, strlen(s->filters));
    json_words(j, "columns", s->columns);
    json_bool(j, "shared", s->shared);
    json_bool(j, "own", s->user_id == rq->who.user_id);
    json_person(j, "owner", s->user_id, s->user_name);
    json_close(j, '}');
}

/* GET views -> 200 one's own and the shared ones, and which one opens */
enum err
views_list(struct rq *rq)
{
    struct saved_view_default first;
    struct saved_view_divisions *d;
    struct saved_view_list *s;
    struct json *j;
    size_t n, divisions_n;
    enum err none, e;

    none = saved_view_default(rq->db, rq->arena, rq->who.user_id, &first);
    if ((none && none != ERR_NOT_FOUND))
        return none;
    if ((e = saved_view_list(rq->db, rq->arena, rq->who.user_id, &s, &n)) ||
        (e = saved_view_divisions(rq->db, rq->arena, rq->who.scope, &d, &divisions_n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "default", none ? NULL : first.view);
    json_open(j, "views", '[');
    for (size_t i = 0; i < n; i++)
        json_view(rq, j, &s[i]);
    json_close(j, ']');
    json_open(j, "divisions", '[');
    for (size_t i = 0; i < divisions_n; i++)
        json_text(j, NULL, d[i].code);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* Only filters that the worklist has, each a line of text. */
static const char *
read_filters(struct rq *rq, struct jval *v)
{
    struct jval *filters = jsonin_object(v, "filters", JSONIN_NEED);
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, rq->arena);
    json_open(&j, NULL, '{');
    for (const struct param *p = WORKLIST_SUM_PARAMS; p->name; p++) {
        const char *value = NULL;

        if (worklist_filter_known(p->name) &&
            jsonin_text(filters, p->name, JSONIN_MAY, VALUE__MAX, &value) && *value)
            json_text(&j, p->name, value);
    }
    jsonin_end(filters);
    json_close(&j, '}');
    return b.text;
}

/* Names of columns: letters and underscores, as the page calls them. */
static const char *
read_columns(struct rq *rq, struct jval *v)
{
    struct jval *list = jsonin_array(v, "columns", JSONIN_NEED, COLUMNS_SHOWN__MAX);
    struct buf b;

    buf_init(&b, rq->arena);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        const char *name;

        if (!jsonin_text(i, NULL, JSONIN_NEED, VIEW__MAX, &name))
            continue;
        if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789")])
            jsonin_fault(i, NULL, "is no column");
        if (b.len)
            buf_char(&b, ' ');
        buf_text(&b, name);
    }
    return b.text;
}

static size_t
count(const char *const *names)
{
    size_t n = 0;

    while (names[n])
        n++;
    return n;
}

static enum err
save(struct rq *rq, uint64_t id, int status)
{
    struct view_in in = { .id = id };
    size_t base = 0, sort = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in.name);
    jsonin_enum(v, "base", JSONIN_NEED, WORKLIST_VIEW, WORKLIST_VIEWS, &base);
    jsonin_enum(v, "sort", JSONIN_NEED, WORKLIST_SORT, count(WORKLIST_SORT), &sort);
    jsonin_bool(v, "shared", JSONIN_MAY, &in.shared);
    in.filters = read_filters(rq, v);
    in.columns = read_columns(rq, v);
    if ((e = rq_json_end(rq)))
        return e;
    in.base = WORKLIST_VIEW[base];
    in.sort = WORKLIST_SORT[sort];
    e = save_view(rq->db, rq->arena, &rq->actor, &in, &id);
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "conflict", "You have a view of that name.");
    if (e == ERR_LIMIT)
        return rq_problem(rq, ERR_CONFLICT, 409, "too-many",
            "You have %d views; remove one first.", SAVED_VIEWS__MAX);
    return e ? e : rq_made(rq, status, id);
}

/* POST views -> 201 {id} | 409 the name is taken | 422 */
enum err
views_add(struct rq *rq)
{
    return save(rq, 0, 201);
}

/* PUT views/{id} -> 200 {id} | 404 | 409 | 422 */
enum err
views_change(struct rq *rq)
{
    return save(rq, rq_part_id(rq, "id"), 200);
}

/* DELETE views/{id} -> 204 | 404 */
enum err
views_drop(struct rq *rq)
{
    enum err e = drop_view(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}

/* PUT worklist/default-view {view} -> 204; null: what ships */
enum err
views_choose(struct rq *rq)
{
    const char *view = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "view", JSONIN_MAY, VIEW__MAX - 1, &view);
    if ((e = rq_json_end(rq)) || (e = choose_view(rq->db, rq->arena, &rq->actor, view)))
        return e;
    return rq_no_content(rq);
}
