#include "service/activate_script.h"

#include <string.h>

#include "base/log.h"
#include "db/lock.h"
#include "store/audit.h"
#include "store/q_script.h"

static const char TOUCHED_BY[] = "script";

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct script_activation *in;
    struct script_activated *out;
};

static enum err
find_version(struct db *db, struct work *w, uint64_t script_id,
    struct script_version_get *version)
{
    uint32_t no = w->in->version_no;

    if (!no) {
        struct script_version_latest latest;
        enum err e = script_version_latest(db, w->arena, script_id, &latest);

        if (e)
            return e;
        no = latest.version_no;
    }
    return script_version_get(db, w->arena, script_id, no, version);
}

static enum err
check(struct db *db, struct work *w, const char *body, struct script_check *out)
{
    struct script_text text = {
        .kind = w->in->kind,
        .name = w->in->name,
        .body = body,
        .len = strlen(body),
    };

    return check_script(db, w->arena, NULL, &text, out);
}

/* Does the new text choose other customers than the one before? */
static enum err
chooses_others(struct db *db, struct work *w, uint64_t old_id, bool *yes)
{
    struct script_body_get old;
    struct script_check was;
    enum err e;

    *yes = true;
    if (w->in->kind != SCRIPT_STRATEGY || !old_id)
        return OK;
    if ((e = script_body_get(db, w->arena, old_id, &old)) ||
        (e = check(db, w, old.body, &was)))
        return e;
    if (was.name && was.rank == w->out->check.rank)
        *yes = was.segment != w->out->check.segment &&
               (!was.segment || !w->out->check.segment ||
                   strcmp(was.segment, w->out->check.segment) != 0);
    return OK;
}

static enum err
touch(struct db *db, struct work *w, uint64_t script_id, uint64_t old_id)
{
    bool all;
    enum err e;

    if (w->in->kind != SCRIPT_STRATEGY && w->in->kind != SCRIPT_SEGMENT &&
        w->in->kind != SCRIPT_PACK)
        return OK;
    if ((e = chooses_others(db, w, old_id, &all)))
        return e;
    return all ? script_touch_open(db, TOUCHED_BY, &w->out->cases)
               : script_touch_followers(db, TOUCHED_BY, script_id, &w->out->cases);
}

static enum err
swap(struct db *db, struct work *w, const struct script_lock *row,
    const struct script_version_get *version)
{
    int64_t now = w->by->now_us;
    uint64_t id;
    enum err e;

    if (row->active_version_id &&
        (e = script_version_set_state(db, "superseded", row->active_version_id, NULL)))
        return e;
    if ((e = script_version_set_state(db, "active", version->id, NULL)) ||
        (e = script_set_active(db, version->id, now, row->id, NULL)) ||
        (e = script_activation_end(db, now, row->id, NULL)) || (e = db_id(db, &id)) ||
        (e = script_activation_insert(db, id, row->id, version->id, now,
             actor_kind_name(w->by->kind), w->by->id, NULL)))
        return e;
    return script_epoch_raise(db, NULL);
}

static enum err
write_audit(struct db *db, struct work *w, const struct script_lock *row)
{
    struct audit audit = {
        .by = w->by,
        .action = "script.activate",
        .object_kind = "script",
        .object_id = row->id,
        .after = arena_fmt(w->arena,
            "{\"kind\":\"%s\",\"name\":\"%s\",\"version_no\":%u,\"cases\":%llu}",
            script_kind_name(w->in->kind), w->in->name, w->out->version_no,
            (unsigned long long)w->out->cases),
    };

    return audit_add(db, &audit);
}

static enum err
activate(struct db *db, void *arg)
{
    struct work *w = arg;
    struct script_version_get version;
    struct script_lock row;
    enum err e;

    w->out->cases = 0;
    if ((e = script_lock(
             db, w->arena, script_kind_name(w->in->kind), w->in->name, &row)) ||
        (e = find_version(db, w, row.id, &version)))
        return e;
    w->out->version_no = version.version_no;
    w->out->same = version.id == row.active_version_id;
    if ((e = check(db, w, version.body, &w->out->check)))
        return e;
    if (!w->out->check.loads)
        return ERR_INVALID;
    if (w->out->same)
        return OK;
    if ((e = swap(db, w, &row, &version)) ||
        (e = touch(db, w, row.id, row.active_version_id)))
        return e;
    return write_audit(db, w, &row);
}

enum err
activate_script(struct db *db, struct arena *a, const struct actor *by,
    const struct script_activation *in, struct script_activated *out)
{
    struct work w = { a, by, in, out };
    enum err e;

    *out = (struct script_activated){ 0 };
    if ((e = db_retry(db, activate, &w)))
        return e;
    log_info("script_activated", kv("kind", script_kind_name(in->kind)),
        kv("name", in->name), kv("version_no", out->version_no),
        kv("cases", out->cases));
    return OK;
}
