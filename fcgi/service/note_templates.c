#include "service/note_templates.h"

#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_note.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct note_template_in *in;
    uint64_t id;
};

static enum err
tell(struct db *db, const struct work *w, const char *action,
    const struct note_template_by_id *was)
{
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "note_template",
        .object_id = w->id,
        .before =
            was ? AUDIT_TEXTS(w->arena, "title", was->title, "body", was->body) : NULL,
        .after = w->in
                     ? AUDIT_TEXTS(w->arena, "title", w->in->title, "body", w->in->body)
                     : NULL };

    return audit_add(db, &done);
}

static enum err
add(struct db *db, void *arg)
{
    const struct work *w = arg;
    enum err e = note_template_insert(db, w->id, w->in->title, w->in->body,
        actor_user_id(w->by), w->by->now_us, NULL);

    return e ? e : tell(db, w, "note_template.add", NULL);
}

enum err
add_note_template(
    struct db *db, struct arena *a, const struct actor *by, struct note_template_in *in)
{
    enum err e = db_id(db, &in->id);
    struct work w = { a, by, in, in->id };

    return e ? e : db_retry(db, add, &w);
}

static enum err
change(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct note_template_by_id was;
    uint64_t changed;
    enum err e = note_template_by_id(db, w->arena, w->id, &was);

    if (e)
        return e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
    e = note_template_set(db, w->id, w->in->version, w->in->title, w->in->body,
        actor_user_id(w->by), w->by->now_us, &changed);

    if (!e && !changed)
        return ERR_CONFLICT;
    return e ? e : tell(db, w, "note_template.change", &was);
}

enum err
change_note_template(struct db *db, struct arena *a, const struct actor *by,
    const struct note_template_in *in)
{
    struct work w = { a, by, in, in->id };

    return db_retry(db, change, &w);
}

static enum err
drop(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct note_template_by_id was;
    uint64_t changed;
    enum err e = note_template_by_id(db, w->arena, w->id, &was);

    if (e)
        return e;
    e = note_template_remove(db, w->id, w->by->now_us, &changed);

    if (!e && !changed)
        return ERR_NOT_FOUND;
    return e ? e : tell(db, w, "note_template.remove", &was);
}

enum err
remove_note_template(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct work w = { a, by, NULL, id };

    return db_retry(db, drop, &w);
}
