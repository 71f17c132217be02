#include "service/tag_customer.h"

#include <string.h>

#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_customer_tag.h"

enum { TAG__MAX = 64 };

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t customer_id;
    const char *tag, *reason;
};

static bool
is_word(const char *tag)
{
    size_t n = strlen(tag);

    return n > 0 && n <= TAG__MAX &&
           strspn(tag, "abcdefghijklmnopqrstuvwxyz0123456789-") == n && tag[0] != '-' &&
           tag[n - 1] != '-';
}

static enum err
tell(struct db *db, const struct work *w, bool put, const char *title)
{
    const struct activity seen = {
        .customer_id = w->customer_id, .kind = "tag", .by = w->by, .title = title
    };
    const struct audit done = { .by = w->by,
        .action = put ? "tag.add" : "tag.remove",
        .object_kind = "tag",
        .object_text = w->tag,
        .customer_id = w->customer_id,
        .before = put ? NULL : AUDIT_TEXTS(w->arena, "tag", w->tag),
        .after =
            put ? AUDIT_TEXTS(w->arena, "tag", w->tag, "reason", w->reason) : NULL };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch_customer(db, w->customer_id, "tag");
}

static enum err
put(struct db *db, void *arg)
{
    struct work *w = arg;
    uint64_t id;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->customer_id)) ||
        (e = db_id(db, &id)) ||
        (e = customer_tag_insert(db, id, w->customer_id, w->tag, actor_user_id(w->by),
             w->reason, w->by->now_us, NULL)))
        return e;
    return tell(db, w, true,
        w->reason ? arena_fmt(w->arena, "Tagged %s: %s", w->tag, w->reason)
                  : arena_fmt(w->arena, "Tagged %s", w->tag));
}

enum err
tag_customer(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const char *tag, const char *reason)
{
    struct work w = { a, by, customer_id, tag, reason };

    return is_word(tag) ? db_retry(db, put, &w) : ERR_INVALID;
}

static enum err
take(struct db *db, void *arg)
{
    struct work *w = arg;
    uint64_t changed;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->customer_id)) ||
        (e = customer_tag_end(db, w->customer_id, w->tag, w->by->now_us, &changed)))
        return e;
    if (!changed)
        return ERR_NOT_FOUND;
    return tell(db, w, false, arena_fmt(w->arena, "No longer tagged %s", w->tag));
}

enum err
untag_customer(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const char *tag)
{
    struct work w = { a, by, customer_id, tag, NULL };

    return db_retry(db, take, &w);
}
