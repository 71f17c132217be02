#include "service/save_view.h"

#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_saved_view.h"

static enum err
insert(struct db *db, struct arena *a, const struct actor *by, const struct view_in *in,
    uint64_t *id)
{
    struct saved_view_count have;
    struct saved_view_insert_in row = { .user_id = actor_user_id(by),
        .name = in->name,
        .base = in->base,
        .sort = in->sort,
        .filters = in->filters,
        .columns = in->columns,
        .shared = in->shared,
        .at = by->now_us };
    enum err e;

    if ((e = saved_view_count(db, a, actor_user_id(by), &have)))
        return e;
    if (have.n >= SAVED_VIEWS__MAX)
        return ERR_LIMIT;
    if ((e = db_id(db, &row.id)))
        return e;
    *id = row.id;
    return saved_view_insert(db, &row, NULL);
}

static enum err
change(struct db *db, struct arena *a, const struct actor *by, const struct view_in *in,
    struct saved_view_lock *was, uint64_t *id)
{
    const struct saved_view_change_in row = { .id = in->id,
        .name = in->name,
        .base = in->base,
        .sort = in->sort,
        .filters = in->filters,
        .columns = in->columns,
        .shared = in->shared,
        .at = by->now_us };
    enum err e = saved_view_lock(db, a, in->id, actor_user_id(by), was);

    if (e)
        return e;
    *id = in->id;
    return saved_view_change(db, &row, NULL);
}

static char *
was_json(struct arena *a, const struct saved_view_lock *v)
{
    return v->id ? AUDIT_TEXTS(a, "name", v->name, "base", v->base, "sort", v->sort,
                       "filters", v->filters, "columns", v->columns, "shared",
                       v->shared ? "true" : "false")
                 : NULL;
}

static char *
is_json(struct arena *a, const struct view_in *v)
{
    return AUDIT_TEXTS(a, "name", v->name, "base", v->base, "sort", v->sort, "filters",
        v->filters, "columns", v->columns, "shared", v->shared ? "true" : "false");
}

static enum err
record(struct db *db, const struct actor *by, const char *action, uint64_t id,
    const char *before, const char *after)
{
    const struct audit done = { .by = by,
        .action = action,
        .object_kind = "view",
        .object_id = id,
        .before = before,
        .after = after };

    return audit_add(db, &done);
}

enum err
save_view(struct db *db, struct arena *a, const struct actor *by,
    const struct view_in *in, uint64_t *id)
{
    struct saved_view_lock was = { 0 };
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = in->id ? change(db, a, by, in, &was, id) : insert(db, a, by, in, id);
    return db_end(db,
        e ? e : record(db, by, "view.save", *id, was_json(a, &was), is_json(a, in)));
}

enum err
drop_view(struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct saved_view_lock mine;
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = saved_view_lock(db, a, id, actor_user_id(by), &mine);
    if (!e)
        e = saved_view_delete(db, id, NULL);
    return db_end(
        db, e ? e : record(db, by, "view.drop", id, was_json(a, &mine), NULL));
}

enum err
choose_view(struct db *db, struct arena *a, const struct actor *by, const char *view)
{
    uint64_t self = actor_user_id(by);
    struct saved_view_default was = { 0 };
    struct audit done = { .by = by,
        .action = "view.choose",
        .object_kind = "user",
        .object_id = self,
        .after = AUDIT_TEXTS(a, "view", view) };
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = saved_view_default(db, a, self, &was);
    if (!e)
        done.before = AUDIT_TEXTS(a, "view", was.view);
    if (!e || e == ERR_NOT_FOUND)
        e = view ? saved_view_default_set(db, self, view, NULL)
                 : saved_view_default_clear(db, self, NULL);
    return db_end(db, e ? e : audit_add(db, &done));
}
