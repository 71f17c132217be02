#include "service/settings.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_script.h"
#include "store/q_setting.h"

struct change {
    struct arena *arena;
    const struct actor *by;
    const struct setting_change *list;
    size_t n;
    bool touches;
};

/* As the column holds it. */
static const char *
as_json(struct arena *a, const struct setting_def *d, const char *value)
{
    struct buf b;

    switch (d->kind) {
    case SETTING_INT:
        return value;
    case SETTING_BOOL:
        return text_eq(value, "1") ? "true" : "false";
    default:
        buf_init(&b, a);
        json_quote(&b, value, strlen(value));
        return b.text;
    }
}

/* A picture says nothing in an audit; that it changed, and how large it is, does. */
static const char *
for_audit(struct arena *a, const struct setting_def *d, const char *json)
{
    if (!json || d->kind != SETTING_IMAGE)
        return json;
    return arena_fmt(a, "\"%.14s… (%zu characters)\"", json + 1, strlen(json) - 2);
}

/* The new version begins after the old one, also when the clock stands still. */
static int64_t
begins_at(const struct change *c, const struct setting_lock *was)
{
    return was && c->by->now_us <= was->known_from ? was->known_from + 1
                                                   : c->by->now_us;
}

static enum err
change_one(struct db *db, struct change *c, const struct setting_change *s)
{
    const char *json = s->value ? as_json(c->arena, s->def, s->value) : NULL;
    struct setting_lock *was;
    const char *before;
    int64_t at;
    size_t n;
    enum err e = setting_lock(db, c->arena, s->def->name, &was, &n);

    if (e)
        return e;
    before = n ? was->value : NULL;
    if (text_eq(before, json))
        return OK;
    at = begins_at(c, n ? was : NULL);
    if ((e = setting_close(db, s->def->name, at, NULL)) ||
        (json &&
            (e = setting_put(db, s->def->name, at, json, actor_user_id(c->by), NULL))))
        return e;
    c->touches |= s->def->touches;
    return audit_add(db, &(struct audit){ .by = c->by,
                             .action = "setting.change",
                             .object_kind = "setting",
                             .object_text = s->def->name,
                             .before = for_audit(c->arena, s->def, before),
                             .after = for_audit(c->arena, s->def, json) });
}

static enum err
change(struct db *db, void *arg)
{
    struct change *c = arg;
    uint64_t cases;
    enum err e;

    c->touches = false;
    for (size_t i = 0; i < c->n; i++)
        if ((e = change_one(db, c, &c->list[i])))
            return e;
    return c->touches ? script_touch_open(db, "setting", &cases) : OK;
}

enum err
change_settings(struct db *db, struct arena *a, const struct actor *by,
    const struct setting_change *changes, size_t n)
{
    struct change c = { .arena = a, .by = by, .list = changes, .n = n };

    return db_retry(db, change, &c);
}
