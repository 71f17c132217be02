#include "service/expire_leases.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/mark_sent.h"
#include "store/case.h"
#include "store/q_outbox.h"

enum { AT_ONCE = 50 };

/* ERR_DOWN: the folder cannot be looked into now. */
static enum err
fate_of(const struct delivery *d, struct arena *a, const struct outbox_lapsed *row,
    enum sent_fate *fate)
{
    enum err e;

    *fate = SENT_UNKNOWN;
    if (!row->claimed_by || !text_starts(row->claimed_by, "folder ") || !d->folder ||
        !row->message_id)
        return OK;
    e = mailfolder_has(d->folder, a, row->message_id);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *fate = e ? SENT_LATER : SENT_HANDED_OVER;
    return OK;
}

static enum err
expire(struct db *db, struct arena *a, const struct delivery *d, int64_t now_at,
    const struct outbox_lapsed *row)
{
    struct sent s = { .id = row->id,
        .worker = row->claimed_by,
        .attempt = row->attempts,
        .now_at = now_at };
    enum err e = fate_of(d, a, row, &s.fate);

    if (e)
        return e;
    s.reply = s.fate == SENT_HANDED_OVER ? "in the folder" : "the worker was lost";
    e = mark_sent(db, a, d, &s);
    if (e == ERR_NOT_FOUND)
        return OK; /* its sender came back, or another worker was first */
    if (!e)
        log_warn("mail_lease_expired", kv("outbox_id", row->id),
            kv("uncertain", s.fate == SENT_UNKNOWN));
    return e;
}

struct release {
    struct arena *arena;
    int64_t real_at;
    size_t n;
};

static enum err
release_claims(struct db *db, void *arg)
{
    struct release *r = arg;
    struct outbox_lapsed_claims *rows;
    uint64_t *ids;
    enum err e = outbox_lapsed_claims(db, r->arena, r->real_at, AT_ONCE, &rows, &r->n);

    if (e || r->n == 0)
        return e;
    ids = arena_new_n(r->arena, r->n, uint64_t);
    for (size_t k = 0; k < r->n; k++)
        ids[k] = rows[k].id;
    return outbox_release(db, case_ids_json(r->arena, ids, r->n), NULL);
}

enum err
expire_leases(
    struct db *db, struct arena *a, const struct delivery *d, int64_t now_at, size_t *n)
{
    struct release claims = { .arena = a, .real_at = clock_real_us() };
    struct outbox_lapsed *rows;
    size_t found;
    enum err e;

    *n = 0;
    if ((e = db_retry(db, release_claims, &claims)) ||
        (e = outbox_lapsed(db, a, claims.real_at, AT_ONCE, &rows, &found)))
        return e;
    for (size_t k = 0; k < found; k++)
        if ((e = expire(db, a, d, now_at, &rows[k])))
            return e;
    *n = claims.n + found;
    return OK;
}
