#include "job/deliver_staff.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "job/post.h"
#include "service/mail_code.h"
#include "service/portal_people.h"
#include "service/reset_token.h"
#include "service/send_staff_mail.h"
#include "store/setting.h"

static const int64_t LEASE_US = 10 * DATE_US_PER_MINUTE;
enum { TRIES = 5 };

struct deliver_staff {
    struct db *db;
    struct arena *home, *batch, *arena;
    struct staff_post staff;
    struct post *post;
    const atomic_bool *stop;
};

static enum err
open_parts(struct deliver_staff *d, const struct conf *conf, const struct db *like)
{
    struct staff_post *p = &d->staff;
    uint8_t master[SECRET_KEY_BYTES];
    enum err e;

    if ((e = db_open_like(&d->db, like)) ||
        (e = setting_read(
             d->db, d->home, "installation_id", "dunlin", &p->installation)) ||
        (e = secret_load_key(conf->secret_file, true, master)) ||
        (e = post_open(&d->post, conf)))
        return e;
    reset_key(master, p->reset_key);
    mail_code_key(master, p->code_key);
    invitation_key(master, p->invitation_key);
    p->folder = post_folder(d->post);
    p->worker = post_worker(d->home, d->post);
    p->public_url = conf->public_url;
    p->mail_from = post_sender(d->home, conf);
    p->claim_lease_us = LEASE_US;
    p->send_lease_us = LEASE_US;
    p->pace = post_pace(p->mail_from, conf, PACE_FOR_STAFF);
    return keep_pace_begin(d->db, &p->pace);
}

enum err
deliver_staff_open(
    struct deliver_staff **out, const struct conf *conf, const struct db *like)
{
    struct deliver_staff *d = calloc(1, sizeof *d);
    enum err e;

    if (!d)
        abort();
    d->home = arena_new();
    d->batch = arena_new();
    d->arena = arena_new();
    if ((e = open_parts(d, conf, like))) {
        deliver_staff_close(d);
        d = NULL;
    }
    *out = d;
    return e;
}

void
deliver_staff_close(struct deliver_staff *d)
{
    if (!d)
        return;
    post_close(d->post);
    db_close(d->db);
    arena_free(d->home);
    arena_free(d->batch);
    arena_free(d->arena);
    free(d);
}

void
deliver_staff_stop_on(struct deliver_staff *d, const atomic_bool *stop)
{
    d->stop = stop;
}

/* What was learnt is written down even when the database is away for a moment. */
static enum err
record(struct deliver_staff *d, const struct sent *s)
{
    enum err e = ERR_DOWN;

    for (unsigned k = 0; k < TRIES && (e == ERR_DOWN || e == ERR_CONFLICT); k++) {
        if (k > 0)
            usleep(200000U << k);
        e = staff_mail_mark(d->db, d->arena, s);
    }
    if (e && e != ERR_NOT_FOUND)
        log_error("staff_mail_not_recorded", kv("id", s->id), kv("err", err_name(e)));
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
send_one(struct deliver_staff *d, uint64_t id)
{
    struct staff_outgoing m;
    struct sent s = { .id = id, .worker = d->staff.worker, .now_at = clock_now_us() };
    enum err e;

    arena_reset(d->arena);
    if ((e = staff_mail_look(d->db, d->arena, &d->staff, id, s.now_at, &m)) || !m.id)
        return e;
    s.attempt = m.attempt;
    post_put(d->post, d->arena,
        &(struct post_mail){ .message_id = m.message_id,
            .from = d->staff.mail_from,
            .to = &m.to,
            .to_n = 1,
            .data = m.data,
            .data_n = m.data_n },
        &s);
    if ((e = record(d, &s)))
        return e;
    log_info("staff_mail_tried", kv("id", id), kv("try", m.attempt),
        kv("handed_over", s.fate == SENT_HANDED_OVER));
    return OK;
}

static bool
stopped(const struct deliver_staff *d)
{
    return d->stop && atomic_load(d->stop);
}

enum err
deliver_staff_some(struct deliver_staff *d, size_t *n, bool *paced)
{
    size_t done = 0;
    uint64_t *ids;
    enum err e, given;

    arena_reset(d->batch);
    e = staff_mail_claim(
        d->db, d->batch, &d->staff, clock_now_us(), STAFF_CLAIM__MAX, &ids, n, paced);
    while (!e && done < *n && !stopped(d))
        e = send_one(d, ids[done++]);
    given = staff_mail_unclaim(d->db, d->batch, &d->staff, ids + done, *n - done);
    return e ? e : given;
}

enum err
deliver_staff_round(void *ctx, bool *more)
{
    struct deliver_staff *d = ctx;
    size_t n = 0;
    bool paced;
    enum err e;

    *more = false;
    arena_reset(d->batch);
    if ((e = staff_mail_expire(d->db, d->batch, &d->staff, clock_now_us())) ||
        (e = deliver_staff_some(d, &n, &paced)))
        return e;
    *more = n > 0;
    return stopped(d) ? ERR_CONFLICT : OK;
}
