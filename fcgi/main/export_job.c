#include "main/export_job.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "db/tx.h"
#include "handler/export.h"
#include "handler/routes.h"
#include "http/auth.h"
#include "service/rulebook.h"
#include "store/q_export_job.h"

static const int64_t LEASE_US = 2 * DATE_US_PER_MINUTE, KEEP_US = DATE_US_PER_DAY;
enum { ATTEMPTS__MAX = 3, FORGET_AT_ONCE = 50 };

struct export_held {
    struct exporter *x;
    struct arena *arena;
    struct export_job_claim job;
};

enum err
exporter_open(struct exporter *x)
{
    uint8_t master[SECRET_KEY_BYTES];
    enum err e = secret_load_key(x->conf->secret_file, true, master);

    x->home = arena_new();
    return e ? e : http_init(&x->http, x->home, x->conf, master, ROUTE_TABLES);
}

void
exporter_close(struct exporter *x)
{
    if (!x->home)
        return;
    http_free(&x->http);
    arena_free(x->home);
    db_close(x->db);
}

/* -- one job --------------------------------------------------------------- */

static enum err
claim(struct db *db, void *in)
{
    struct export_held *h = in;
    enum err e = export_job_claim(db, h->arena, clock_real_us(), &h->job);

    return e ? e
             : export_job_lease(db, clock_real_us() + LEASE_US, 0, h->job.attempts + 1,
                   h->job.id, NULL);
}

static bool
progress(void *ctx, uint64_t rows)
{
    struct export_held *h = ctx;

    if (export_job_lease(h->x->db, clock_real_us() + LEASE_US, rows,
            h->job.attempts + 1, h->job.id, NULL))
        log_warn("export_lease_not_renewed", kv("job", h->job.id));
    return !atomic_load(h->x->stop);
}

static const char *
no_header(void *io, const char *name)
{
    (void)io;
    (void)name;
    return NULL;
}

static size_t
no_body(void *io, void *to, size_t n)
{
    (void)io;
    (void)to;
    (void)n;
    return 0;
}

enum err
exporter_rq(struct exporter *x, struct arena *a, uint64_t user_id, bool mfa,
    struct rulebook **rules, struct rq *rq)
{
    struct export_user u;
    enum err e = export_user(x->db, a, user_id, &u);
    bool admin = mfa && !e && auth_role_rights(u.role, true, U32_NONE) & RIGHT_USERS;

    if (e)
        return e == ERR_NOT_FOUND ? ERR_DENIED : e;
    *rq = (struct rq){ .arena = a,
        .db = x->db,
        .http = &x->http,
        .conf = x->conf,
        .rulebook = rules,
        .method = "POST",
        .path = "",
        .query = "",
        .ip = "",
        .user_agent = "",
        .request_id = "export",
        .header = no_header,
        .read = no_body,
        .now_us = clock_now_us() };
    faults_init(&rq->faults, a);
    buf_init(&rq->out, a);
    rq->who = (struct principal){ .audience = admin ? AUDIENCE_ADMIN : AUDIENCE_STAFF,
        .rights = auth_role_rights(u.role, mfa, u.own_rights),
        .user_id = user_id,
        .scope = u.limited ? user_id : 0,
        .name = u.name,
        .email = u.email,
        .role = u.role,
        .mfa = mfa };
    rq->actor = (struct actor){ .kind = ACTOR_USER,
        .id = arena_fmt(a, "%" PRIu64, user_id),
        .ip = "",
        .request_id = rq->request_id,
        .now_us = rq->now_us };
    return OK;
}

static enum err
make(struct export_held *h, struct export_made *made)
{
    struct rulebook *rules = NULL;
    struct export_ask ask;
    const char *path;
    struct rq rq;
    bool mfa;
    enum err e;

    if ((e = export_payload_read(h->arena, h->job.payload, &ask, &mfa)) ||
        (e = export_path(h->arena, h->x->conf, h->job.id, &path)) ||
        (e = exporter_rq(h->x, h->arena, h->job.user_id, mfa, &rules, &rq)))
        return e;
    unlink(path); /* of an earlier try */
    ask.progress = progress;
    ask.ctx = h;
    e = export_run(&rq, &ask, path, made);
    rulebook_close(rules);
    return e;
}

static enum err
end(struct export_held *h, enum err made, const struct export_made *m)
{
    const char *result = made ? arena_fmt(h->arena, "{\"why\":\"%s\"}",
                                    made == ERR_DENIED || made == ERR_NOT_FOUND
                                        ? "this is no longer yours to see"
                                        : "it could not be made; the log says why")
                              : export_result(h->arena, m);

    if (made)
        log_error("export_failed", kv("job", h->job.id), kv("err", err_name(made)));
    return export_job_end(h->x->db, made ? "failed" : "done", result,
        made ? 0 : m->rows, clock_now_us(), h->job.id, NULL);
}

static enum err
run_one(struct exporter *x, bool *worked)
{
    struct export_held h = { .x = x, .arena = arena_new() };
    struct export_made made;
    enum err e = db_retry(x->db, claim, &h);

    *worked = !e;
    if (!e) {
        e = make(&h, &made);
        if (e == ERR_CONFLICT && atomic_load(x->stop))
            e = export_job_lease(
                x->db, clock_real_us(), 0, h.job.attempts, h.job.id, NULL);
        else if (e != ERR_DOWN || h.job.attempts + 1 >= ATTEMPTS__MAX)
            e = end(&h, e, &made);
    }
    arena_free(h.arena);
    return e == ERR_NOT_FOUND && !*worked ? OK : e;
}

/* -- old files ------------------------------------------------------------- */

static enum err
forget_old(struct exporter *x)
{
    struct arena *a = arena_new();
    struct export_job_old *old;
    const char *path;
    size_t n;
    enum err e =
        export_job_old(x->db, a, clock_real_us() - KEEP_US, FORGET_AT_ONCE, &old, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (!(e = export_path(a, x->conf, old[i].id, &path))) {
            unlink(path);
            e = export_job_forget(x->db, old[i].id, NULL);
        }
    arena_free(a);
    return e;
}

enum err
export_round(void *ctx, bool *more)
{
    struct exporter *x = ctx;
    enum err e = run_one(x, more);

    return e || *more ? e : forget_old(x);
}
