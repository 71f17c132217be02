#include "service/save_script.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "base/sha.h"
#include "db/lock.h"
#include "store/audit.h"
#include "store/q_script.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct script_save *in;
    struct script_saved *out;
};

/* The script's row, locked; made on first need. */
static enum err
lock_script(struct db *db, struct work *w, struct script_lock *row)
{
    const char *kind = script_kind_name(w->in->text.kind), *name = w->in->text.name;
    enum err e = script_lock(db, w->arena, kind, name, row);
    uint64_t id;

    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, &id)) ||
        (e = script_insert(db, id, kind, name, w->by->now_us, NULL)))
        return e;
    return script_lock(db, w->arena, kind, name, row);
}

static enum err
insert(struct db *db, struct work *w, const uint8_t hash[static SHA_BYTES])
{
    struct script_saved *out = w->out;
    struct script_version_insert_in row = {
        .script_id = out->script_id,
        .version_no = out->version_no,
        .body = w->in->text.body,
        .sha256 = hash,
        .state = out->state,
        .comment = w->in->comment,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .now_at = w->by->now_us,
    };
    struct audit audit = {
        .by = w->by,
        .action = "script.save",
        .object_kind = "script",
        .object_id = out->script_id,
    };
    char hex[SHA_HEX__SIZE];
    enum err e;

    if ((e = db_id(db, &row.id)))
        return e;
    out->version_id = row.id;
    audit.after = arena_fmt(w->arena,
        "{\"kind\":\"%s\",\"name\":\"%s\",\"version_no\":%u,\"version_id\":\"%" PRIu64
        "\",\"sha256\":\"%s\"}",
        script_kind_name(w->in->text.kind), w->in->text.name, out->version_no, row.id,
        sha_hex(hash, hex));
    if ((e = script_version_insert(db, &row, NULL)))
        return e;
    return audit_add(db, &audit);
}

static enum err
save(struct db *db, void *arg)
{
    struct work *w = arg;
    struct script_saved *out = w->out;
    struct script_version_latest latest = { 0 };
    struct script_lock row;
    uint8_t hash[SHA_BYTES];
    enum err e;

    sha_of(w->in->text.body, w->in->text.len, hash);
    if ((e = lock_script(db, w, &row)))
        return e;
    out->script_id = row.id;
    e = script_version_latest(db, w->arena, row.id, &latest);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (w->in->expected_no && w->in->expected_no != latest.version_no)
        return ERR_CONFLICT;
    if (latest.id && memcmp(latest.sha256, hash, sizeof hash) == 0) {
        out->same = true;
        out->version_id = latest.id;
        out->version_no = latest.version_no;
        return OK;
    }
    out->same = false;
    out->version_no = latest.version_no + 1;
    return insert(db, w, hash);
}

enum err
save_script(struct db *db, struct arena *a, const struct actor *by,
    const struct script_save *in, struct script_saved *out)
{
    struct work w = { a, by, in, out };
    enum err e;

    *out = (struct script_saved){ 0 };
    if ((e = check_script(db, a, in->lua_dir, &in->text, &out->check)))
        return e;
    if (!out->check.loads)
        return ERR_INVALID;
    out->state = out->check.cases_failed ? "draft" : "checked";
    if ((e = db_retry(db, save, &w)))
        return e;
    log_info("script_saved", kv("kind", script_kind_name(in->text.kind)),
        kv("name", in->text.name), kv("version_no", out->version_no),
        kv("same", out->same));
    return OK;
}
