#include "service/seal_audit.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "store/q_audit.h"

enum { BATCH = 1000 };

/* -- what may be sealed ----------------------------------------------------------- */

/* The highest id below which nothing can come any more. ERR_CONFLICT: somebody writes,
 * or the connection was another one half way, and with it the lock. */
static enum err
find_quiet_id(struct db *db, struct arena *a, uint64_t *id)
{
    struct audit_connection at;
    struct audit_last last;
    enum err e, freed;

    if ((e = audit_connection(db, a, &at)) || (e = audit_quiet(db, NULL)))
        return e;
    e = audit_last(db, a, &last);
    freed = audit_noise(db, NULL);
    if (e || freed)
        return e ? e : freed;
    if (last.connection_id != at.connection_id)
        return ERR_CONFLICT;
    *id = last.last_id;
    return OK;
}

/* -- sealing ----------------------------------------------------------------------- */

struct sealing {
    struct db *db;
    struct arena *arena;
    const uint8_t *key;
    uint64_t up_to;
    bool more;
};

static void
sign(const uint8_t *key, const struct audit_head *head, uint8_t mac[static SHA_BYTES])
{
    uint8_t bytes[AUDIT_HEAD_BYTES];

    audit_head_bytes(head, bytes);
    secret_hmac(key, SECRET_KEY_BYTES, bytes, sizeof bytes, mac);
}

static enum err
seal_rows(struct sealing *s, struct audit_head *head, const struct audit_to_seal *row,
    size_t n)
{
    struct audit_set_seal *seal = arena_new_n(s->arena, n, struct audit_set_seal);
    uint64_t changed;
    enum err e;

    for (size_t i = 0; i < n; i++) {
        const struct audit_row r = { row[i].id, row[i].at, row[i].actor_kind,
            row[i].actor_id, row[i].ip, row[i].request_id, row[i].action,
            row[i].object_kind, row[i].object_id, row[i].customer_id,
            row[i].before_json, row[i].after_json };

        audit_chain_seal(head->seal, &r, seal[i].seal);
        seal[i].id = r.id;
        memcpy(head->seal, seal[i].seal, SHA_BYTES);
        head->last_id = r.id;
        head->rows_n++;
    }
    if ((e = audit_set_seal(s->db, seal, n, &changed)))
        return e;
    if (changed != n) {
        log_error("audit_row_has_a_seal_already", kv("up_to", head->last_id));
        return ERR_BUG;
    }
    return OK;
}

static enum err
seal_batch(struct db *db, void *ctx)
{
    struct sealing *s = ctx;
    struct audit_head_lock had;
    struct audit_to_seal *row;
    struct audit_head head;
    uint8_t mac[SHA_BYTES];
    size_t n;
    enum err e;

    s->more = false;
    if ((e = audit_head_lock(db, s->arena, &had)) ||
        (e = audit_to_seal(db, s->arena, had.last_id, s->up_to, BATCH, &row, &n)) || !n)
        return e;
    head = (struct audit_head){ had.last_id, had.sealed_n, { 0 } };
    memcpy(head.seal, had.seal, SHA_BYTES);
    if ((e = seal_rows(s, &head, row, n)))
        return e;
    sign(s->key, &head, mac);
    s->more = head.last_id < s->up_to;
    return audit_head_set(
        db, head.last_id, head.rows_n, head.seal, mac, clock_real_us(), NULL);
}

enum err
seal_audit(struct db *db, const uint8_t key[static SECRET_KEY_BYTES], bool *more)
{
    struct sealing s = { .db = db, .arena = arena_new(), .key = key };
    struct audit_head_of head;
    struct audit_pending wait;
    enum err e;

    *more = false;
    /* most of the time there is nothing, and then nobody is asked to be quiet */
    if (!(e = audit_head_of(db, s.arena, &head)) &&
        !(e = audit_pending(db, s.arena, head.last_id, &wait)) && wait.rows_n) {
        if (!(e = find_quiet_id(db, s.arena, &s.up_to)))
            e = db_retry(db, seal_batch, &s);
        *more = !e && s.more;
    }
    arena_free(s.arena);
    return e == ERR_CONFLICT ? OK : e;
}

/* -- verifying ------------------------------------------------------------- */

static bool
is_none(const uint8_t hash[static SHA_BYTES])
{
    static const uint8_t none[SHA_BYTES];

    return memcmp(hash, none, SHA_BYTES) == 0;
}

static enum err
walk(struct db *db, struct audit_walk *w, uint64_t up_to)
{
    struct audit_all_stream s;
    enum err e = audit_all_open(&s, db, 0, up_to);

    if (e)
        return e;
    while (audit_all_next(&s)) {
        const struct audit_row r = { s.row.id, s.row.at, s.row.actor_kind,
            s.row.actor_id, s.row.ip, s.row.request_id, s.row.action, s.row.object_kind,
            s.row.object_id, s.row.customer_id, s.row.before_json, s.row.after_json };

        audit_walk_row(w, &r, is_none(s.row.seal) ? NULL : s.row.seal);
    }
    return audit_all_close(&s);
}

enum err
verify_audit(struct db *db, const uint8_t key[static SECRET_KEY_BYTES],
    const struct audit_anchor *anchor,
    void (*told)(void *ctx, enum audit_fault f, uint64_t id, uint64_t n), void *ctx,
    struct audit_proof *out)
{
    struct arena *a = arena_new();
    struct audit_head_of head;
    struct audit_pending wait;
    struct audit_walk w;
    uint8_t mac[SHA_BYTES];
    enum err e;

    audit_walk_start(&w, told, ctx);
    w.anchor = anchor;
    if (!(e = audit_head_of(db, a, &head)) &&
        !(e = audit_pending(db, a, head.last_id, &wait)) &&
        !(e = walk(db, &w, head.last_id))) {
        *out = (struct audit_proof){ .head = { head.last_id, head.sealed_n, { 0 } },
            .sealed_at = head.sealed_at,
            .pending_n = wait.rows_n };
        memcpy(out->head.seal, head.seal, SHA_BYTES);
        audit_walk_end(&w, &out->head);
        /* the head was set back */
        if (wait.sealed_n)
            audit_walk_tell(&w, AUDIT_TAIL, head.last_id, wait.sealed_n);
        sign(key, &out->head, mac);
        if (head.sealed_n && !secret_equal(mac, head.mac, SHA_BYTES))
            audit_walk_tell(&w, AUDIT_HEAD, head.last_id, 1);
        out->rows_n = w.rows_n;
        out->faults_n = w.faults_n;
    }
    arena_free(a);
    return e;
}
