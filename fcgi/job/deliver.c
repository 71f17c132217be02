#include "job/deliver.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "job/post.h"
#include "service/claim_outbox.h"
#include "service/expire_leases.h"
#include "service/find_text.h"
#include "service/hand_on.h"
#include "service/last_look.h"
#include "service/mark_sent.h"
#include "store/setting.h"

/* A claim covers a batch; a send, the longest a server may take for one message. */
static const int64_t CLAIM_LEASE_US = 10 * DATE_US_PER_MINUTE;
static const int64_t SEND_LEASE_US = 10 * DATE_US_PER_MINUTE;
enum { HAND_CLAIM__MAX = 25 };

struct deliver {
    struct db *db;
    struct arena *home; /* what lives as long as this */
    uint64_t *ids;      /* of the claim */
    size_t ids_n;
    struct arena *batch;      /* ids of the claim, and what was read ahead of it */
    struct arena *message[2]; /* that is looked at or sent, and the one before */
    unsigned now;             /* which of them */
    bool on_wire;             /* `sent` is to be recorded yet */
    struct outgoing out;
    struct sent sent;
    struct mail_settings settings;
    struct look_ahead *ahead;
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
    d->message[0] = arena_new();
    d->message[1] = arena_new();
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
    arena_free(d->message[0]);
    arena_free(d->message[1]);
    free(d);
}

void
deliver_stop_on(struct deliver *d, const atomic_bool *stop)
{
    d->stop = stop;
}

/* -- one message ----------------------------------------------------------- */

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

static void
recorded(struct deliver *d)
{
    d->on_wire = false;
    count(&d->counts, d->sent.fate);
    log_info("mail_tried", kv("outbox_id", d->sent.id), kv("try", d->sent.attempt),
        kv("handed_over", d->sent.fate == SENT_HANDED_OVER));
}

/* What was learnt is written down even when the database is away or in a tangle for a
 * moment: else the message would end as uncertain. */
static enum err
record(struct deliver *d)
{
    enum err e = ERR_DOWN;

    if (!d->on_wire)
        return OK;
    for (unsigned tries = 0; tries < 5 && (e == ERR_DOWN || e == ERR_CONFLICT);
         tries++) {
        if (tries > 0)
            usleep(200000U << tries);
        e = mark_sent(d->db, d->message[d->now], &d->delivery, &d->sent);
    }
    d->on_wire = false;
    if (e)
        log_error("mail_not_recorded", kv("outbox_id", d->sent.id),
            kv("fate", (int)d->sent.fate), kv("err", err_name(e)));
    if (e && e != ERR_NOT_FOUND)
        return e;
    recorded(d);
    return OK;
}

/* Its record waits for the look at the next one, which it shares a commit with. */
static void
put_on_wire(struct deliver *d)
{
    const struct outgoing *m = &d->out;
    const struct post_mail mail = { .message_id = m->message_id,
        .from = m->from,
        .to = m->to,
        .to_n = m->to_n,
        .data = m->data,
        .data_n = m->data_n };

    d->sent = (struct sent){ .id = m->id,
        .worker = d->delivery.worker,
        .attempt = m->attempt,
        .message = m,
        .now_at = clock_now_us() };
    post_put(d->post, d->message[d->now], &mail, &d->sent);
    d->on_wire = true;
}

/* Records the one before, in one commit with the look at this where that is possible;
 * *looked: it was. */
static enum err
go_on(struct deliver *d, const struct look_ask *ask, struct arena *arena,
    struct outgoing *out, bool *looked)
{
    struct look_ask next = *ask;
    const struct hand_on both = { &d->sent, d->message[d->now], &next, arena };

    *looked = false;
    next.touched = ask->ahead && sent_only_touches(&d->sent) &&
                   ask->ahead->facts.snapshot.case_id == d->out.case_id;
    if (!d->on_wire)
        return OK;
    if (hand_on(d->db, &d->delivery, &both, out))
        return record(d);
    recorded(d);
    if (next.touched)
        look_ahead_touched(d->ahead, d->out.case_id);
    *looked = out->look != LAST_BUSY;
    return OK;
}

static enum err
deliver_one(struct deliver *d, uint64_t id)
{
    const struct look_ask ask = {
        .id = id, .now_at = clock_now_us(), .ahead = look_ahead_of(d->ahead, id)
    };
    struct arena *arena = d->message[!d->now];
    struct outgoing out;
    bool looked;
    enum err e;

    arena_reset(arena);
    if ((e = go_on(d, &ask, arena, &out, &looked)))
        return e;
    if (!looked)
        e = last_look(d->db, arena, &d->delivery, &ask, &out);
    if (e == ERR_INVALID || e == ERR_BUG || e == ERR_NOT_FOUND)
        return give_up_claimed(d->db, arena, &d->delivery, id, ask.now_at,
            arena_fmt(arena, "the case cannot be read (%s)", err_name(e)));
    if (e)
        return e;
    d->now = !d->now;
    d->out = out;
    if (out.look == LAST_SEND)
        put_on_wire(d);
    d->counts.cancelled += out.look == LAST_CANCELLED;
    d->counts.failed += out.look == LAST_FAILED;
    return OK;
}

/* -- batches --------------------------------------------------------------- */

static bool
stopped(const struct deliver *d)
{
    return d->stop && atomic_load(d->stop);
}

/* Rules, settings, texts and cases as they are now: changes take effect with the next
 * batch, those of a case with the next message. */
static enum err
prepare(struct deliver *d, const uint64_t *ids, size_t n)
{
    int64_t now_at = clock_now_us();
    enum err e;

    if ((e = rulebook_refresh(d->delivery.rules, d->db, now_at)) ||
        (e = mail_settings_read(d->db, d->batch, &d->settings)))
        return e;
    d->delivery.settings = &d->settings;
    d->delivery.texts = text_cache_new(d->batch);
    e = look_ahead(d->db, d->batch, ids, n, now_at, &d->ahead);
    if (e && e != ERR_DOWN) {
        log_warn("mail_not_read_ahead", kv("err", err_name(e)));
        d->ahead = NULL; /* each look reads for itself and tells what is wrong */
        e = OK;
    }
    return e;
}

enum err
deliver_claim(struct deliver *d, size_t *n)
{
    uint32_t take = d->is_hand ? HAND_CLAIM__MAX : CLAIM__MAX;
    enum err e;

    arena_reset(d->batch);
    e = claim_outbox(d->db, d->batch, &d->delivery, clock_now_us(), take, &d->ids,
        &d->ids_n, &d->throttled);
    d->backlog = d->ids_n == take;
    *n = d->ids_n;
    return e;
}

enum err
deliver_claimed(struct deliver *d)
{
    size_t n = d->ids_n, done = 0;
    enum err e, left;

    d->ids_n = 0;
    if (n == 0)
        return OK;
    e = prepare(d, d->ids, n);
    while (done < n && !e && !stopped(d))
        e = deliver_one(d, d->ids[done++]);
    if ((left = record(d)) && !e)
        e = left;
    left = unclaim_outbox(d->db, d->batch, &d->delivery, d->ids + done, n - done);
    return e ? e : left;
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
