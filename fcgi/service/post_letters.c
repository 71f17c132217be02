#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/letter_work.h"
#include "service/look_case.h"
#include "service/mark_sent.h"
#include "store/case.h"

enum { REASON__SIZE = 300 };

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope, outbox_id;
    const char *reason;
    int32_t on;
    struct letter_batch_lock b;
};

static enum err
read_batch(struct db *db, void *arg)
{
    struct work *w = arg;

    return letter_batch_lock(db, w->arena, w->id, w->scope, &w->b);
}

enum err
letter_batch_read(struct db *db, struct arena *a, uint64_t id, uint64_t scope,
    struct letter_batch_lock *out)
{
    struct work w = { .arena = a, .id = id, .scope = scope };
    enum err e = db_retry(db, read_batch, &w);

    *out = w.b;
    return e;
}

/* -- posted ------------------------------------------------------------------------ */

static const char *
day_json(struct arena *a, int32_t on)
{
    char text[DATE_TEXT__SIZE];

    return arena_fmt(a, "{\"posted_on\":\"%s\"}", date_format(on, text));
}

static enum err
begin(struct db *db, void *arg)
{
    struct work *w = arg;
    struct letter_batch_list now;
    enum err e;

    if ((e = read_batch(db, w)))
        return e;
    if (text_eq(w->b.state, "posting") && w->b.posted_on == w->on)
        return OK;
    if (!text_eq(w->b.state, "ready"))
        return ERR_CONFLICT;
    if ((e = letter_batch_one(db, w->arena, w->id, 0, &now)))
        return e;
    if (!now.letters)
        return ERR_CONFLICT;
    if ((e = letter_batch_posting(db, w->id, w->on, w->by->now_us, NULL)))
        return e;
    return letter_batch_audit(db, w->by, "letter_batch.posted", w->id,
        "{\"posted_on\":null}", day_json(w->arena, w->on));
}

static enum err
end(struct db *db, void *arg)
{
    const struct work *w = arg;
    enum err e = letter_posted(db, w->id, w->by->now_us, NULL);

    return e ? e : letter_batch_state(db, w->id, "posted", NULL);
}

enum err
letter_batch_post_rest(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, int32_t on)
{
    struct work w = { .arena = a, .by = by, .id = id };
    const char *holder = letter_holder(a, id);
    struct arena *each = arena_new();
    struct letter_to_post *row;
    size_t n, k = 0;
    enum err e = letter_to_post(db, a, id, &row, &n);

    for (; !e && k < n && !letter_shop_closed(shop); k++) {
        const struct sent s = { .id = row[k].id,
            .worker = holder,
            .attempt = row[k].attempts,
            .fate = SENT_HANDED_OVER,
            .now_at = shop->now_at,
            .on = on };

        arena_reset(each);
        e = mark_sent(db, each, shop->d, &s);
        if (e == ERR_NOT_FOUND)
            e = OK; /* taken out, or posted already */
    }
    arena_free(each);
    return e || k < n ? e : db_retry(db, end, &w);
}

/* From the day it was made, where the sender is, to today. */
static bool
day_fits(const struct letter_batch_lock *b, int32_t on, int64_t now_at)
{
    return on >= date_of_instant(b->made_at) - 1 && on <= date_of_instant(now_at) + 1;
}

enum err
post_letter_batch(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, uint64_t scope, int32_t on)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope, .on = on };
    enum err e;

    if ((e = letter_batch_read(db, a, id, scope, &w.b)))
        return e;
    if (!day_fits(&w.b, on, shop->now_at))
        return ERR_INVALID;
    if ((e = letter_batch_hold(db, id)))
        return e;
    if (!(e = db_retry(db, begin, &w)))
        e = letter_batch_post_rest(db, a, by, shop, id, on);
    letter_batch_let_go(db, id);
    return e;
}

/* -- taken out --------------------------------------------------------------------- */

static const char *
out_json(struct arena *a, uint64_t outbox_id, const char *state, const char *reason)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_id(&j, "outbox_id", outbox_id);
    json_text(&j, "state", state);
    json_text(&j, "reason", reason);
    json_close(&j, '}');
    return b.text;
}

static enum err
put_back(struct db *db, const struct work *w, struct look_case *c)
{
    char reason[REASON__SIZE];
    uint64_t changed;
    enum err e;

    text_copy(reason, sizeof reason,
        arena_fmt(w->arena, "taken out of the batch: %s", w->reason));
    if ((e = letter_out(db, w->id, w->outbox_id, reason, w->by->now_us, &changed)))
        return e;
    if (!changed)
        return ERR_NOT_FOUND;
    if ((e = letter_back(db, w->outbox_id, reason, &changed)))
        return e;
    return !changed         ? ERR_CONFLICT
           : c->row.case_id ? case_touch(db, c->row.case_id, "letter_back")
                            : OK;
}

static enum err
take_out(struct db *db, void *arg)
{
    struct work *w = arg;
    struct look_case c = {
        .arena = w->arena, .id = w->outbox_id, .now_at = w->by->now_us
    };
    enum err e;

    if ((e = read_batch(db, w)))
        return e;
    if (!text_eq(w->b.state, "ready"))
        return ERR_CONFLICT;
    if ((e = look_case_lock(db, &c)) ||
        (c.row.case_id && (e = case_lock(db, c.row.case_id))))
        return e;
    c.about.case_id = c.row.case_id;
    if ((e = put_back(db, w, &c)) ||
        (e = delivery_tell(db, w->arena, &c.about, "letter_printed",
             arena_fmt(w->arena, "Letter taken out of its batch: %s", c.about.subject),
             w->reason)))
        return e;
    return letter_batch_audit(db, w->by, "letter.take_out", w->id,
        out_json(w->arena, w->outbox_id, "in", NULL),
        out_json(w->arena, w->outbox_id, "taken_out", w->reason));
}

enum err
take_letter_out(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, uint64_t outbox_id, const char *reason)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .outbox_id = outbox_id,
        .reason = reason };

    return db_retry(db, take_out, &w);
}
