#include "service/assign_customers.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_customer.h"
#include "store/q_team.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct assign_in *in;
    struct team_standing *was; /* of those that are in sight */
    struct assign_result *result;
    size_t n;
};

static enum assign_skip
judge(const struct assign_in *in, const struct team_standing *s)
{
    bool same =
        s->user_id == in->user_id && s->assignments <= 1 &&
        (!in->portfolio || (s->portfolio && text_eq(s->portfolio, in->portfolio)));

    if (s->foreign_n)
        return ASSIGN_FOREIGN;
    return same ? ASSIGN_SAME : ASSIGN_DONE;
}

/* How they stand, and what may be done with each. */
static enum err
look(struct db *db, struct work *w)
{
    const char *ids = case_ids_json(w->arena, w->in->customer_ids, w->in->n);
    struct team_standing *all;
    size_t all_n;
    enum err e = team_standing(db, w->arena, ids, w->in->scope, &all, &all_n);

    if (e)
        return e;
    w->was = arena_new_n(w->arena, all_n + 1, struct team_standing);
    w->result = arena_new_n(w->arena, all_n + 1, struct assign_result);
    w->n = 0;
    for (size_t i = 0; i < all_n; i++) {
        if (w->n && w->was[w->n - 1].customer_id == all[i].customer_id)
            continue;
        if (w->in->scope && !all[i].seen_n)
            continue;
        w->was[w->n] = all[i];
        w->result[w->n++] = (struct assign_result){ .customer_id = all[i].customer_id,
            .name = all[i].name,
            .skip = judge(w->in, &all[i]),
            .was_user_id = all[i].user_id,
            .was_portfolio = all[i].portfolio };
    }
    return OK;
}

static const char *
change_json(const struct work *w, const struct team_standing *s)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    if (s->user_id)
        json_id(&j, "from", s->user_id);
    if (w->in->user_id)
        json_id(&j, "to", w->in->user_id);
    if (w->in->portfolio)
        json_text(&j, "portfolio", w->in->portfolio);
    json_close(&j, '}');
    return b.text;
}

static enum err
tell(struct db *db, const struct work *w, const struct team_standing *s)
{
    const char *change = change_json(w, s);
    const struct activity seen = { .customer_id = s->customer_id,
        .kind = "assignment",
        .by = w->by,
        .title = w->in->user_id
                     ? arena_fmt(w->arena, "Assigned to %s", w->in->user_name)
                     : "Assigned to nobody",
        .detail = change };
    const struct audit done = { .by = w->by,
        .action = "customer.assign",
        .object_kind = "customer",
        .object_id = s->customer_id,
        .customer_id = s->customer_id,
        .after = change };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

static enum err
write_rows(struct db *db, const struct work *w, const uint64_t *ids, size_t n,
    struct team_assignment_add *rows)
{
    const char *json = case_ids_json(w->arena, ids, n);
    enum err e = team_assignment_end(db, json, w->by->now_us, NULL);

    if (!e && w->in->user_id)
        e = team_assignment_add(db, rows, n, NULL);
    if (!e)
        e = team_worklist_move(db, json, w->in->user_id, NULL);
    for (size_t i = 0; !e && i < w->n; i++)
        if (w->result[i].skip == ASSIGN_DONE && w->was[i].user_id)
            e = team_tasks_move(db, case_ids_json(w->arena, &w->was[i].customer_id, 1),
                w->was[i].user_id, w->in->user_id, NULL);
    return e;
}

static enum err
write_all(struct db *db, struct work *w)
{
    uint64_t *ids = arena_new_n(w->arena, w->n + 1, uint64_t);
    struct team_assignment_add *rows =
        arena_new_n(w->arena, w->n + 1, struct team_assignment_add);
    size_t n = 0;
    enum err e = OK;

    for (size_t i = 0; !e && i < w->n; i++) {
        const struct team_standing *s = &w->was[i];

        if (w->result[i].skip != ASSIGN_DONE)
            continue;
        rows[n] = (struct team_assignment_add){ .customer_id = s->customer_id,
            .user_id = w->in->user_id,
            .portfolio = w->in->portfolio ? w->in->portfolio : s->portfolio,
            .known_from = w->by->now_us };
        ids[n] = s->customer_id;
        if (!(e = db_id(db, &rows[n++].id)))
            e = tell(db, w, s);
    }
    if (e || !n)
        return e;
    return write_rows(db, w, ids, n, rows);
}

static enum err
assign(struct db *db, void *arg)
{
    struct work *w = arg;
    struct customer_cases *c;
    uint64_t *cases;
    size_t n;
    enum err e;

    if ((e = customer_cases(db, w->arena,
             case_ids_json(w->arena, w->in->customer_ids, w->in->n), &c, &n)))
        return e;
    cases = arena_new_n(w->arena, n + 1, uint64_t);
    for (size_t i = 0; i < n; i++)
        cases[i] = c[i].id;
    if ((e = case_lock_many(db, w->arena, cases, n)) || (e = look(db, w)) ||
        (e = write_all(db, w)))
        return e;
    return case_touch_many(db, w->arena, cases, n, "assignment");
}

enum err
assign_customers(struct db *db, struct arena *a, const struct actor *by,
    const struct assign_in *in, struct assign_result **out, size_t *n)
{
    struct work w = { .arena = a, .by = by, .in = in };
    enum err e = in->n > ASSIGN_CUSTOMERS__MAX ? ERR_LIMIT : db_retry(db, assign, &w);

    *out = w.result;
    *n = w.n;
    return e;
}

enum err
assign_preview(struct db *db, struct arena *a, const struct assign_in *in,
    struct assign_result **out, size_t *n)
{
    struct work w = { .arena = a, .in = in };
    enum err e = look(db, &w);

    *out = w.result;
    *n = w.n;
    return e;
}

const char *
assign_skip_name(enum assign_skip skip)
{
    return skip == ASSIGN_SAME ? "same" : skip == ASSIGN_FOREIGN ? "foreign" : "done";
}
