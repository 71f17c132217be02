#include "handler/collector/desk.h"

#include <stdlib.h>

#include "base/date.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/add_call.h"
#include "service/add_follow_up.h"
#include "service/add_note.h"
#include "service/bulk_work.h"
#include "store/case.h"
#include "store/q_bulk.h"
#include "store/q_user.h"

enum { IDS__MAX = 5000, TITLE__MAX = 280, KIND__MAX = 32, NOTE__MAX = 20000 };
enum target { ITEM, CASE, CUSTOMER };

static const struct jsonin_limits LIMITS = { 1 << 20, 40000, 8 };
static const char *const TARGET[] = { "item", "case", "customer" };

/* One thing that the body named. */
struct named {
    enum target what;
    uint64_t id;
    uint64_t customer_id, case_id; /* 0: not in reach */
    size_t group;                  /* whose group it went into; SIZE_MAX: none */
    bool blind;                    /* the colleague who is to do it may not see it */
};

struct bulk {
    struct named *named;
    size_t n;
    struct bulk_group *groups;
    size_t groups_n;
    bool per_item;     /* each document by itself instead of those of a case together */
    uint64_t for_user; /* who is to do it, where not everything is seen by him */
};

/* -- what is named ------------------------------------------------------------ */

static void
read_ids(struct jval *v, const char *key, enum target what, struct bulk *b)
{
    struct jval *list = jsonin_array(v, key, JSONIN_MAY, IDS__MAX);

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        struct named *x = &b->named[b->n];

        if (b->n == IDS__MAX) {
            jsonin_fault(v, NULL, "names more than %d", IDS__MAX);
            return;
        }
        if (jsonin_id(i, NULL, JSONIN_NEED, &x->id)) {
            x->what = what;
            x->group = SIZE_MAX;
            b->n++;
        }
    }
}

static int
by_what(const void *va, const void *vb)
{
    const struct named *a = va, *b = vb;

    if (a->what != b->what)
        return a->what < b->what ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Named twice is once. */
static void
sort_named(struct bulk *b)
{
    size_t k = 0;

    qsort(b->named, b->n, sizeof *b->named, by_what);
    for (size_t i = 0; i < b->n; i++)
        if (!k || by_what(&b->named[k - 1], &b->named[i]) != 0)
            b->named[k++] = b->named[i];
    b->n = k;
}

static void
found(struct bulk *b, enum target what, uint64_t id, uint64_t customer_id,
    uint64_t case_id)
{
    const struct named key = { .what = what, .id = id };
    struct named *x = bsearch(&key, b->named, b->n, sizeof key, by_what);

    if (x) {
        x->customer_id = customer_id;
        x->case_id = case_id;
    }
}

static char *
ids_of(struct rq *rq, const struct bulk *b, enum target what)
{
    uint64_t *ids = arena_new_n(rq->arena, b->n + 1, uint64_t);
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++)
        if (b->named[i].what == what)
            ids[n++] = b->named[i].id;
    return case_ids_json(rq->arena, ids, n);
}

static enum err
find_named(struct rq *rq, struct bulk *b, uint64_t scope)
{
    struct bulk_items *item;
    struct bulk_cases *one;
    struct bulk_customers *customer;
    size_t n;
    enum err e;

    if ((e = bulk_items(rq->db, rq->arena, ids_of(rq, b, ITEM), scope, &item, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        found(b, ITEM, item[i].id, item[i].customer_id, item[i].case_id);
    if ((e = bulk_cases(rq->db, rq->arena, ids_of(rq, b, CASE), scope, &one, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        found(b, CASE, one[i].id, one[i].customer_id, one[i].id);
    if ((e = bulk_customers(
             rq->db, rq->arena, ids_of(rq, b, CUSTOMER), scope, &customer, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        found(b, CUSTOMER, customer[i].id, customer[i].id, 0);
    return OK;
}

/* What the one who is to do it does not see. */
static enum err
find_blind(struct rq *rq, struct bulk *b)
{
    enum err e = find_named(rq, b, b->for_user);

    for (size_t i = 0; i < b->n; i++) {
        b->named[i].blind = !b->named[i].customer_id;
        b->named[i].customer_id = b->named[i].case_id = 0;
    }
    return e;
}

/* -- groups ------------------------------------------------------------------- */

static int
by_case(const void *va, const void *vb)
{
    const struct named *a = *(struct named *const *)va, *b = *(struct named *const *)vb;

    if (a->case_id != b->case_id)
        return a->case_id < b->case_id ? -1 : 1;
    if (a->customer_id != b->customer_id)
        return a->customer_id < b->customer_id ? -1 : 1;
    return by_what(a, b);
}

/* What is of one case goes together; groups come in the order of their cases. */
static void
make_groups(struct rq *rq, struct bulk *b)
{
    struct named **order = arena_new_n(rq->arena, b->n + 1, struct named *);
    size_t n = 0;

    b->groups = arena_new_n(rq->arena, b->n + 1, struct bulk_group);
    for (size_t i = 0; i < b->n; i++)
        if (b->named[i].customer_id && !b->named[i].blind)
            order[n++] = &b->named[i];
    qsort(order, n, sizeof(struct named *), by_case);
    for (size_t i = 0; i < n; i++) {
        struct bulk_group *g = b->groups_n ? &b->groups[b->groups_n - 1] : NULL;

        if (!g || g->case_id != order[i]->case_id ||
            g->customer_id != order[i]->customer_id ||
            (b->per_item && order[i]->what == ITEM)) {
            g = &b->groups[b->groups_n++];
            *g = (struct bulk_group){ .customer_id = order[i]->customer_id,
                .case_id = order[i]->case_id,
                .item_ids = arena_new_n(rq->arena, b->per_item ? 1 : n - i, uint64_t) };
        }
        if (order[i]->what == ITEM)
            g->item_ids[g->item_ids_n++] = order[i]->id;
        order[i]->group = (size_t)(g - b->groups);
    }
}

static enum err
read_targets(struct rq *rq, struct jval *v, struct bulk *b)
{
    static const char *const PER[] = { "case", "item" };
    size_t per = 0;
    enum err e;

    b->named = arena_new_n(rq->arena, IDS__MAX + 1, struct named);
    read_ids(v, "item_ids", ITEM, b);
    read_ids(v, "case_ids", CASE, b);
    read_ids(v, "customer_ids", CUSTOMER, b);
    jsonin_enum(v, "per", JSONIN_MAY, PER, 2, &per);
    b->per_item = per == 1;
    if (!b->n)
        faults_add(&rq->faults, "", "names nothing it is about");
    if ((e = rq_json_end(rq)))
        return e;
    sort_named(b);
    if ((b->for_user && (e = find_blind(rq, b))) ||
        (e = find_named(rq, b, rq->who.scope)))
        return e;
    make_groups(rq, b);
    return OK;
}

/* -- the answer --------------------------------------------------------------- */

static void
json_result(struct json *j, const struct bulk *b, const struct named *x)
{
    const struct bulk_group *g = x->group == SIZE_MAX ? NULL : &b->groups[x->group];

    json_open(j, NULL, '{');
    json_text(j, "kind", TARGET[x->what]);
    json_id(j, "id", x->id);
    json_text(j, "status",
        !g && x->blind && x->customer_id ? "hidden"
        : !g                             ? "refused"
        : g->failed                      ? "failed"
                                         : "made");
    json_id_or_null(j, "made_id", g && !g->failed ? g->made_id : 0);
    json_text(j, "why",
        !g && x->blind && x->customer_id ? "The colleague may not see this customer."
        : !g                             ? "There is no such thing in your reach."
        : g->failed                      ? "It could not be written; try it again."
                                         : NULL);
    json_close(j, '}');
}

static enum err
answer(struct rq *rq, const struct bulk *b)
{
    struct json *j = rq_reply(rq, 200);
    uint64_t made = 0, refused = 0;

    for (size_t i = 0; i < b->groups_n; i++)
        made += !b->groups[i].failed;
    for (size_t i = 0; i < b->n; i++)
        refused += b->named[i].group == SIZE_MAX || b->groups[b->named[i].group].failed;
    json_open(j, NULL, '{');
    json_u64(j, "named", b->n);
    json_u64(j, "made", made);
    json_u64(j, "refused", refused);
    json_open(j, "results", '[');
    for (size_t i = 0; i < b->n; i++)
        json_result(j, b, &b->named[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* -- the three of them -------------------------------------------------------- */

static enum err
make_follow_up(struct db *db, struct arena *a, const struct actor *by, void *ctx,
    struct bulk_group *g)
{
    struct follow_up_in in = *(const struct follow_up_in *)ctx;

    in.customer_id = g->customer_id;
    in.case_id = g->case_id;
    in.item_ids = g->item_ids;
    in.item_ids_n = g->item_ids_n;
    return write_follow_up(db, a, by, &in, &g->made_id);
}

static enum err
read_assignee(struct rq *rq, uint64_t user_id, struct bulk *b)
{
    struct user_of_customer u;
    enum err e;

    if (!user_id)
        return OK;
    e = user_of_customer(rq->db, rq->arena, user_id, 0, 0, &u);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || !u.active)
        faults_add(&rq->faults, "/assignee_id", "there is no such user");
    else if (u.limited)
        b->for_user = user_id;
    return OK;
}

/* POST follow-ups/bulk -> 200 with a result for each thing named | 422 */
enum err
bulk_follow_ups(struct rq *rq)
{
    struct follow_up_in in = { .kind = "by_hand", .priority = 2 };
    struct bulk b = { 0 };
    struct jval *v;
    enum err e;

    if ((e = rq_json_limits(rq, &LIMITS, &v)))
        return e;
    jsonin_text(v, "title", JSONIN_NEED, TITLE__MAX, &in.title);
    jsonin_text(v, "kind", JSONIN_MAY, KIND__MAX, &in.kind);
    jsonin_day(v, "due_on", JSONIN_NEED, &in.due_on);
    jsonin_i64(v, "priority", JSONIN_MAY, 1, 3, &in.priority);
    jsonin_id(v, "assignee_id", JSONIN_MAY, &in.assignee_id);
    if ((e = read_assignee(rq, in.assignee_id, &b)) || (e = read_targets(rq, v, &b)) ||
        (e = bulk_work(
             rq->db, rq->arena, &rq->actor, make_follow_up, &in, b.groups, b.groups_n)))
        return e;
    return answer(rq, &b);
}

static enum err
make_note(struct db *db, struct arena *a, const struct actor *by, void *ctx,
    struct bulk_group *g)
{
    const struct note_in in = { .customer_id = g->customer_id,
        .case_id = g->case_id,
        .item_id = g->item_ids_n == 1 ? g->item_ids[0] : 0,
        .item_ids = g->item_ids,
        .item_ids_n = g->item_ids_n > 1 ? g->item_ids_n : 0,
        .body = *(const char **)ctx };

    return write_note(db, a, by, &in, &g->made_id);
}

/* POST notes/bulk -> 200 with a result for each thing named | 422 */
enum err
bulk_notes(struct rq *rq)
{
    const char *body = NULL;
    struct bulk b = { 0 };
    struct jval *v;
    enum err e;

    if ((e = rq_json_limits(rq, &LIMITS, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, NOTE__MAX, &body);
    if ((e = read_targets(rq, v, &b)) || (e = bulk_work(rq->db, rq->arena, &rq->actor,
                                              make_note, &body, b.groups, b.groups_n)))
        return e;
    return answer(rq, &b);
}

static enum err
make_call(struct db *db, struct arena *a, const struct actor *by, void *ctx,
    struct bulk_group *g)
{
    struct call_in in = *(const struct call_in *)ctx;
    struct call_made made;
    enum err e;

    in.customer_id = g->customer_id;
    in.case_id = g->case_id;
    in.item_ids = g->item_ids;
    in.item_ids_n = g->item_ids_n;
    e = write_call(db, a, by, &in, &made);
    g->made_id = e ? 0 : made.id;
    return e;
}

/* POST calls/bulk -> 200 with a result for each thing named | 422 */
enum err
bulk_calls(struct rq *rq)
{
    struct call_in in = { 0 };
    struct bulk b = { 0 };
    struct jval *v;
    enum err e;

    if ((e = rq_json_limits(rq, &LIMITS, &v)))
        return e;
    read_call(rq, v, &in);
    if ((e = read_targets(rq, v, &b)) || (e = bulk_work(rq->db, rq->arena, &rq->actor,
                                              make_call, &in, b.groups, b.groups_n)))
        return e;
    return answer(rq, &b);
}
