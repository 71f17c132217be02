#include "service/letter_batch.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/letter_work.h"
#include "store/audit.h"
#include "store/case.h"

/* -- one at a time ----------------------------------------------------------- */

static const char *
lock_name(char name[LETTER_LOCK__SIZE], uint64_t id)
{
    snprintf(name, LETTER_LOCK__SIZE, "letters:%" PRIu64, id);
    return name;
}

enum err
letter_batch_hold(struct db *db, uint64_t id)
{
    char name[LETTER_LOCK__SIZE];

    return db_lock(db, lock_name(name, id), 0);
}

void
letter_batch_let_go(struct db *db, uint64_t id)
{
    char name[LETTER_LOCK__SIZE];

    if (db_unlock(db, lock_name(name, id)))
        log_warn("letter_lock_kept", kv("batch_id", id));
}

enum err
letter_batch_stopped(struct db *db, uint64_t id, bool *stopped)
{
    enum err e = letter_batch_hold(db, id);

    *stopped = !e;
    if (!e)
        letter_batch_let_go(db, id);
    return e == ERR_CONFLICT ? OK : e;
}

/* -- the looks of a batch ------------------------------------------------------ */

static enum err
desk_open(struct arena *a, const struct letter_shop *shop, bool duplex,
    struct letter_desk *out)
{
    struct letter_heads *heads = arena_new_of(a, struct letter_heads);

    heads->arena = a;
    *out = (struct letter_desk){
        .d = shop->d, .heads = heads, .duplex = duplex, .now_at = shop->now_at
    };
    return paper_open_file(&out->counter, a, NULL, "", "", shop->now_at);
}

static enum err
desk_close(struct letter_desk *d)
{
    return paper_close(d->counter, NULL);
}

/* A case that cannot be read stops its own letter alone. */
static enum err
look_at_one(struct db *db, struct arena *a, const struct letter_desk *desk, uint64_t id,
    uint64_t batch_id, uint32_t seq, struct letter_seen *seen)
{
    enum err e = look_letter(db, a, desk, id, batch_id, seq, seen);

    if (e != ERR_INVALID && e != ERR_BUG && e != ERR_NOT_FOUND)
        return e;
    return give_up_letter(db, a, desk, id, batch_id, seq,
        arena_fmt(a, "the case cannot be read (%s)", err_name(e)), seen);
}

bool
letter_shop_closed(const struct letter_shop *shop)
{
    return shop->until && clock_real_us() >= shop->until;
}

static bool
is_full(const struct letter_last_seq *l)
{
    return l->files_n >= LETTER_BATCH_FILES__MAX || l->bytes >= LETTER_BATCH_BYTES__MAX;
}

/* Everything of the selection that waits, until the batch is full or the shop closed;
 * *all: nothing is left to do. */
static enum err
fill(struct db *db, struct arena *a, const struct letter_shop *shop,
    const struct letter_batch_lock *b, bool *all)
{
    struct arena *each = arena_new();
    struct letter_waiting *wait;
    struct letter_last_seq last;
    struct letter_desk desk;
    struct letter_seen seen;
    enum err e, closed;
    size_t n = 0, k = 0;

    if (!(e = letter_last_seq(db, a, b->id, &last)) && last.n < LETTER_BATCH__MAX)
        e = letter_waiting(db, a, b->limited_to, shop->now_at, b->division_id,
            b->chosen, LETTER_BATCH__MAX - last.n, &wait, &n);
    if (e || (e = desk_open(a, shop, b->duplex, &desk))) {
        arena_free(each);
        return e;
    }
    for (; !e && k < n && !is_full(&last) && !letter_shop_closed(shop); k++) {
        arena_reset(each);
        e = look_at_one(
            db, each, &desk, wait[k].id, b->id, last.seq + 1 + (uint32_t)k, &seen);
        if (e || seen.look != LETTER_IN)
            continue;
        last.files_n += (int64_t)seen.files_n;
        last.bytes += (int64_t)seen.bytes;
    }
    *all = k == n || is_full(&last);
    closed = desk_close(&desk);
    arena_free(each);
    return e ? e : closed;
}

/* -- making ---------------------------------------------------------------------- */

struct making {
    struct arena *arena;
    const struct actor *by;
    const struct letter_choice *ask;
    uint64_t id;
};

static const char *
chosen_json(struct arena *a, const struct letter_choice *ask)
{
    return ask->n ? case_ids_json(a, ask->outbox_ids, ask->n) : NULL;
}

static enum err
begin(struct db *db, void *arg)
{
    const struct making *m = arg;
    const struct letter_batch_add_in in = { .id = m->id,
        .division_id = m->ask->division_id,
        .chosen = chosen_json(m->arena, m->ask),
        .limited_to = m->ask->scope,
        .duplex = m->ask->duplex,
        .actor_kind = actor_kind_name(m->by->kind),
        .actor_id = m->by->id,
        .made_at = m->by->now_us };
    enum err e = letter_batch_add(db, &in, NULL);

    return e ? e
             : letter_batch_audit(db, m->by, "letter_batch.make", m->id, NULL,
                   arena_fmt(m->arena, "{\"division_id\":%s,\"duplex\":%s}",
                       in.division_id
                           ? arena_fmt(m->arena, "\"%" PRIu64 "\"", in.division_id)
                           : "null",
                       in.duplex ? "true" : "false"));
}

static const char *
batch_json(struct arena *a, const struct letter_batch_list *b)
{
    struct buf text;
    struct json j = { .out = &text };

    buf_init(&text, a);
    json_open(&j, NULL, '{');
    json_u64(&j, "letters", b->letters);
    json_u64(&j, "left_out", b->left_out);
    json_u64(&j, "pages", b->pages);
    json_close(&j, '}');
    return text.text;
}

static enum err
end(struct db *db, void *arg)
{
    const struct making *m = arg;
    struct letter_batch_list now;
    enum err e;

    if ((e = letter_batch_state(db, m->id, "ready", NULL)) ||
        (e = letter_batch_one(db, m->arena, m->id, 0, &now)))
        return e;
    return letter_batch_audit(
        db, m->by, "letter_batch.ready", m->id, NULL, batch_json(m->arena, &now));
}

enum err
letter_batch_audit(struct db *db, const struct actor *by, const char *action,
    uint64_t id, const char *before, const char *after)
{
    return audit_add(db, &(const struct audit){ .by = by,
                             .action = action,
                             .object_kind = "letter_batch",
                             .object_id = id,
                             .before = before,
                             .after = after });
}

/* Its lock is held. */
static enum err
make(struct db *db, const struct letter_shop *shop, struct making *m)
{
    struct letter_batch_lock b;
    bool all = false;
    enum err e;

    if ((e = letter_batch_read(db, m->arena, m->id, 0, &b)) ||
        (e = fill(db, m->arena, shop, &b, &all)))
        return e;
    return all ? db_retry(db, end, m) : OK;
}

/* Nothing that waits, or no fonts: said before there is a batch. */
static enum err
check(struct db *db, struct arena *a, const struct letter_shop *shop,
    const struct letter_choice *ask)
{
    struct letter_waiting *wait;
    struct letter_desk desk;
    size_t n;
    enum err e = letter_waiting(db, a, ask->scope, shop->now_at, ask->division_id,
        chosen_json(a, ask), 1, &wait, &n);

    if (e)
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    return (e = desk_open(a, shop, ask->duplex, &desk)) ? e : desk_close(&desk);
}

enum err
make_letter_batch(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, const struct letter_choice *ask, uint64_t *id)
{
    struct making m = { .arena = a, .by = by, .ask = ask };
    enum err e;

    if ((e = check(db, a, shop, ask)) || (e = db_id(db, &m.id)) ||
        (e = letter_batch_hold(db, m.id)))
        return e;
    *id = m.id;
    if (!(e = db_retry(db, begin, &m)))
        e = make(db, shop, &m);
    letter_batch_let_go(db, m.id);
    return e;
}

/* Whoever takes up what another began. */
static enum err
going_on(struct db *db, const struct actor *by, const struct letter_batch_lock *b)
{
    if (!text_eq(b->state, "making") && !text_eq(b->state, "posting"))
        return OK;
    return letter_batch_audit(db, by, "letter_batch.go_on", b->id, NULL,
        text_eq(b->state, "making") ? "{\"state\":\"making\"}"
                                    : "{\"state\":\"posting\"}");
}

enum err
letter_batch_go_on(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, uint64_t scope)
{
    struct making m = { .arena = a, .by = by, .id = id };
    struct letter_batch_lock b;
    enum err e;

    if ((e = letter_batch_read(db, a, id, scope, &b)) ||
        (e = letter_batch_hold(db, id)))
        return e;
    if (!(e = letter_batch_read(db, a, id, scope, &b)) && !(e = going_on(db, by, &b))) {
        if (text_eq(b.state, "making"))
            e = make(db, shop, &m);
        else if (text_eq(b.state, "posting"))
            e = letter_batch_post_rest(db, a, by, shop, id, b.posted_on);
    }
    letter_batch_let_go(db, id);
    return e;
}

/* -- before ---------------------------------------------------------------------- */

static void
keep_seen(struct arena *a, const struct letter_seen *seen, uint64_t id, bool duplex,
    struct letter_preview *out)
{
    struct letter_seen *at = &out->left_out[out->left_n];

    if (seen->look == LETTER_IN) {
        out->count++;
        out->pages += seen->pages + (duplex ? seen->pages % 2 : 0);
    }
    if (seen->look != LETTER_LEFT_OUT)
        return;
    *at = *seen;
    at->reason = arena_str(a, seen->reason);
    at->customer = arena_str(a, seen->customer ? seen->customer : "");
    at->number = arena_str(a, seen->number ? seen->number : "");
    out->left_ids[out->left_n++] = id;
}

enum err
preview_letter_batch(struct db *db, struct arena *a, const struct letter_shop *shop,
    const struct letter_choice *ask, size_t skip, struct letter_preview *out)
{
    struct arena *each;
    struct letter_waiting *wait;
    struct letter_desk desk;
    struct letter_seen seen;
    size_t n;
    enum err e, closed;

    *out = (struct letter_preview){ 0 };
    if ((e = letter_waiting(db, a, ask->scope, shop->now_at, ask->division_id,
             chosen_json(a, ask), LETTER_BATCH__MAX + 1, &wait, &n)) ||
        (e = desk_open(a, shop, ask->duplex, &desk)))
        return e;
    each = arena_new();
    if (n > LETTER_BATCH__MAX) {
        n = LETTER_BATCH__MAX;
        out->more = true;
    }
    out->left_out = arena_new_n(a, n + 1, struct letter_seen);
    out->left_ids = arena_new_n(a, n + 1, uint64_t);
    for (; !e && skip < n && !letter_shop_closed(shop); skip++) {
        arena_reset(each);
        if (!(e = preview_letter(db, each, &desk, wait[skip].id, &seen)))
            keep_seen(a, &seen, wait[skip].id, ask->duplex, out);
    }
    out->next = skip < n ? skip : 0;
    arena_free(each);
    closed = desk_close(&desk);
    return e ? e : closed;
}
