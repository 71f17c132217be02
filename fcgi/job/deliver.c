#include "job/deliver.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "job/post.h"
#include "service/claim_outbox.h"
#include "service/expire_leases.h"
#include "service/last_look.h"
#include "service/mark_sent.h"
#include "store/setting.h"

/* A claim covers a batch; a send, the longest a server may take for one message. */
static const int64_t CLAIM_LEASE_US = 10 * DATE_US_PER_MINUTE;
static const int64_t SEND_LEASE_US = 10 * DATE_US_PER_MINUTE;
enum { HAND_CLAIM__MAX = 10 };

struct deliver {
    struct db *db;
    struct arena *home;  /* what lives as long as this */
    struct arena *batch; /* ids of the claim */
    struct arena *arena; /* one message */
    struct delivery delivery;
    struct post *post;
    bool is_hand; /* the post is another's */
    const atomic_bool *stop;
    bool throttled, backlog;
    struct deliver_counts counts;
};

/* -- opening --------------------------------------------------------------- */

static enum err
open_parts(struct deliver *d, const struct conf *conf, const struct db *like)
{
    struct delivery *x = &d->delivery;
    uint8_t master[SECRET_KEY_BYTES];
    enum err e;

    if ((e = db_open_like(&d->db, like)) ||
        (e = rulebook_open(&x->rules, d->db, clock_now_us())) ||
        (e = setting_read(
             d->db, d->home, "installation_id", "dunlin", &x->installation)) ||
        (e = secret_load_key(conf->secret_file, true, master)) ||
        (!d->is_hand && (e = post_open(&d->post, conf))))
        return e;
    secret_derive(master, "portal-link", x->link_key);
    mail_keys(&x->keys, master);
    x->conf = conf;
    x->mail_reply = conf->mail_reply;
    x->folder = post_folder(d->post);
    x->worker = post_worker(d->home, d->post);
    x->public_url = conf->public_url;
    x->mail_from = post_sender(d->home, conf);
    x->claim_lease_us = CLAIM_LEASE_US;
    x->send_lease_us = SEND_LEASE_US;
    x->pace = post_pace(x->mail_from, conf, PACE_FOR_CUSTOMERS);
    return keep_pace_begin(d->db, &x->pace);
}

static enum err
open_with(struct deliver **out, const struct conf *conf, const struct db *like,
    const struct deliver *lead)
{
    struct deliver *d = calloc(1, sizeof *d);
    enum err e;

    if (!d)
        abort();
    d->home = arena_new();
    d->batch = arena_new();
    d->arena = arena_new();
    d->is_hand = lead != NULL;
    d->post = lead ? lead->post : NULL;
    if ((e = open_parts(d, conf, like))) {
        deliver_close(d);
        d = NULL;
    }
    *out = d;
    return e;
}

enum err
deliver_open(struct deliver **out, const struct conf *conf, const struct db *like)
{
    return open_with(out, conf, like, NULL);
}

enum err
deliver_open_hand(struct deliver **out, const struct conf *conf, const struct db *like,
    const struct deliver *lead)
{
    return open_with(out, conf, like, lead);
}

void
deliver_close(struct deliver *d)
{
    if (!d)
        return;
    if (!d->is_hand)
        post_close(d->post);
    rulebook_close(d->delivery.rules);
    db_close(d->db);
    arena_free(d->home);
    arena_free(d->batch);
    arena_free(d->arena);
    free(d);
}

void
deliver_stop_on(struct deliver *d, const atomic_bool *stop)
{
    d->stop = stop;
}

/* -- one message ----------------------------------------------------------- */

/* What was learnt is written down even when the database is away or in a tangle for a
 * moment: else the message would end as uncertain. */
static enum err
record(struct deliver *d, const struct sent *s)
{
    enum err e = ERR_DOWN;

    for (unsigned tries = 0; tries < 5 && (e == ERR_DOWN || e == ERR_CONFLICT);
         tries++) {
        if (tries > 0)
            usleep(200000U << tries);
        e = mark_sent(d->db, d->arena, &d->delivery, s);
    }
    if (e)
        log_error("mail_not_recorded", kv("outbox_id", s->id), kv("fate", (int)s->fate),
            kv("err", err_name(e)));
    return e == ERR_NOT_FOUND ? OK : e;
}

static void
count(struct deliver_counts *c, enum sent_fate fate)
{
    switch (fate) {
    case SENT_HANDED_OVER:
        c->handed_over++;
        return;
    case SENT_LATER:
        c->later++;
        return;
    case SENT_REFUSED:
        c->failed++;
        return;
    case SENT_UNKNOWN:
        c->uncertain++;
        return;
    }
}

static enum err
send_one(struct deliver *d, const struct outgoing *m)
{
    struct sent s = { .id = m->id,
        .worker = d->delivery.worker,
        .attempt = m->attempt,
        .now_at = clock_now_us() };
    const struct post_mail mail = { .message_id = m->message_id,
        .from = m->from,
        .to = m->to,
        .to_n = m->to_n,
        .data = m->data,
        .data_n = m->data_n };
    enum err e;

    post_put(d->post, d->arena, &mail, &s);
    if ((e = record(d, &s)))
        return e;
    count(&d->counts, s.fate);
    log_info("mail_tried", kv("outbox_id", m->id), kv("try", m->attempt),
        kv("handed_over", s.fate == SENT_HANDED_OVER));
    return OK;
}

static enum err
deliver_one(struct deliver *d, uint64_t id)
{
    struct outgoing m;
    int64_t now_at = clock_now_us();
    enum err e;

    arena_reset(d->arena);
    e = last_look(d->db, d->arena, &d->delivery, id, now_at, &m);
    if (e == ERR_INVALID || e == ERR_BUG || e == ERR_NOT_FOUND)
        return give_up_claimed(d->db, d->arena, &d->delivery, id, now_at,
            arena_fmt(d->arena, "the case cannot be read (%s)", err_name(e)));
    if (e)
        return e;
    if (m.look == LAST_SEND)
        return send_one(d, &m);
    d->counts.cancelled += m.look == LAST_CANCELLED;
    d->counts.failed += m.look == LAST_FAILED;
    return OK;
}

/* -- batches --------------------------------------------------------------- */

static bool
stopped(const struct deliver *d)
{
    return d->stop && atomic_load(d->stop);
}

enum err
deliver_some(struct deliver *d, size_t *n)
{
    uint32_t take = d->is_hand ? HAND_CLAIM__MAX : CLAIM__MAX;
    size_t done = 0;
    uint64_t *ids;
    enum err e, given;

    arena_reset(d->batch);
    e = claim_outbox(
        d->db, d->batch, &d->delivery, clock_now_us(), take, &ids, n, &d->throttled);
    d->backlog = *n == take;
    if (e || *n == 0)
        return e;
    if (!(e = rulebook_refresh(d->delivery.rules, d->db, clock_now_us())))
        while (done < *n && !e && !stopped(d))
            e = deliver_one(d, ids[done++]);
    given = unclaim_outbox(d->db, d->batch, &d->delivery, ids + done, *n - done);
    return e ? e : given;
}

bool
deliver_throttled(const struct deliver *d)
{
    return d->throttled;
}

bool
deliver_has_backlog(const struct deliver *d)
{
    return d->backlog;
}

struct deliver_counts
deliver_counts(const struct deliver *d)
{
    return d->counts;
}

enum err
deliver_expire(struct deliver *d, size_t *n)
{
    arena_reset(d->batch);
    return expire_leases(d->db, d->batch, &d->delivery, clock_now_us(), n);
}
