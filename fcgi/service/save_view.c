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
    uint64_t *id)
{
    const struct saved_view_change_in row = { .id = in->id,
        .name = in->name,
        .base = in->base,
        .sort = in->sort,
        .filters = in->filters,
        .columns = in->columns,
        .shared = in->shared,
        .at = by->now_us };
    struct saved_view_lock mine;
    enum err e = saved_view_lock(db, a, in->id, actor_user_id(by), &mine);

    if (e)
        return e;
    *id = in->id;
    return saved_view_change(db, &row, NULL);
}

static enum err
record(struct db *db, const struct actor *by, const char *action, uint64_t id)
{
    const struct audit done = {
        .by = by, .action = action, .object_kind = "view", .object_id = id
    };

    return audit_add(db, &done);
}

enum err
save_view(struct db *db, struct arena *a, const struct actor *by,
    const struct view_in *in, uint64_t *id)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = in->id ? change(db, a, by, in, id) : insert(db, a, by, in, id);
    return db_end(db, e ? e : record(db, by, "view.save", *id));
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
    return db_end(db, e ? e : record(db, by, "view.drop", id));
}

enum err
choose_view(struct db *db, const struct actor *by, const char *view)
{
    return view ? saved_view_default_set(db, actor_user_id(by), view, NULL)
                : saved_view_default_clear(db, actor_user_id(by), NULL);
}
