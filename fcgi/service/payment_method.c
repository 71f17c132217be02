#include "service/payment_method.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/set_autopay.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_payment_intent.h"
#include "store/q_payment_method.h"

static enum err
note(struct db *db, const struct actor *by, const char *action, uint64_t id,
    uint64_t customer_id, const char *after)
{
    return audit_add(db, &(struct audit){ .by = by,
                             .action = action,
                             .object_kind = "payment_method",
                             .object_id = id,
                             .customer_id = customer_id,
                             .after = after });
}

/* -- saving ---------------------------------------------------------------- */

struct saving {
    struct arena *arena;
    const struct actor *by;
    const struct method_in *in;
    uint64_t id;
    struct payment_division about;
    struct payment_started started;
};

enum err
begin_method(struct db *db, struct arena *a, const struct actor *by,
    const struct method_in *in, uint64_t division_id, uint64_t id)
{
    const struct payment_method_insert_in row = { .id = id,
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .division_id = division_id,
        .provider = in->provider->code,
        .intent_id = in->intent_id,
        .actor_kind = actor_kind_name(by->kind),
        .actor_id = by->id,
        .created_at = by->now_us };
    enum err e = payment_method_insert(db, &row, NULL);

    return e ? e
             : note(db, by, "payment_method.start", id, in->customer_id,
                   AUDIT_TEXTS(a, "provider", in->provider->code, "payment",
                       in->intent_id ? arena_fmt(a, "%" PRIu64, in->intent_id) : NULL));
}

enum err
method_customer(struct db *db, struct arena *a, uint64_t case_id,
    const struct payment_provider *provider, const char **out)
{
    struct payment_method_customer *known;
    size_t n;
    enum err e = payment_method_customer(db, a, case_id, provider->code, &known, &n);

    *out = !e && n ? known[0].provider_customer : NULL;
    return e;
}

static enum err
begin(struct db *db, void *arg)
{
    const struct saving *w = arg;

    return begin_method(db, w->arena, w->by, w->in, w->about.division_id, w->id);
}

static enum err
write_started(struct db *db, void *arg)
{
    const struct saving *w = arg;

    return payment_method_started(db, w->id, w->started.url, NULL);
}

static enum err
write_failed(struct db *db, void *arg)
{
    const struct saving *w = arg;

    return payment_method_end(db, w->id, "failed", w->by->now_us, NULL);
}

static enum err
open_page(struct db *db, struct saving *w, const struct payment_env *env)
{
    enum err e, failed;
    const char *here = arena_fmt(
        w->arena, "%s/portal/methods?saved=%" PRIu64, env->conf->public_url, w->id);
    struct payment_saving in = { .id = w->id,
        .currency = w->about.currency,
        .language = w->in->language,
        .done_url = here,
        .back_url = arena_fmt(w->arena, "%s/portal/methods", env->conf->public_url) };

    if ((e = method_customer(
             db, w->arena, w->in->case_id, w->in->provider, &in.customer)))
        return e;
    if (!(e = w->in->provider->save(w->arena, env, &in, &w->started)))
        return db_retry(db, write_started, w);
    if ((failed = db_retry(db, write_failed, w)))
        log_error(
            "payment_method_not_ended", kv("id", w->id), kv("err", err_name(failed)));
    return e;
}

enum err
save_method(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct method_in *in, struct faults *f,
    uint64_t *id)
{
    struct saving w = { .arena = a, .by = by, .in = in };
    const char *why;
    enum err e = payment_division(db, a, in->case_id, &w.about);

    if (e)
        return e;
    if (!in->provider || !in->provider->save ||
        !payment_provider_offered(in->provider, w.about.providers) ||
        !in->provider->ready(db, a, env, &why))
        faults_add(f, "/provider", "saves nothing here");
    if ((e = faults_err(f)) || (e = db_id(db, &w.id)) || (e = db_retry(db, begin, &w)))
        return e;
    *id = w.id;
    e = open_page(db, &w, env);
    if (e == ERR_INVALID)
        faults_add(f, "/provider", "does not save anything for this account");
    return e;
}

/* -- reports --------------------------------------------------------------- */

struct hearing {
    struct arena *arena;
    const struct actor *by;
    const struct payment_provider *provider;
    const struct payment_report *r;
    const char *outcome;
};

static enum err
tell(struct db *db, const struct hearing *w, const struct payment_method_lock *m,
    const char *title)
{
    return activity_add(db, &(struct activity){ .customer_id = m->customer_id,
                                .case_id = m->case_id,
                                .kind = "payment_method",
                                .by = w->by,
                                .ref_kind = "payment_method",
                                .ref_id = m->id,
                                .title = title });
}

static enum err
saved(struct db *db, struct hearing *w, const struct payment_method_lock *m)
{
    const struct payment_report *r = w->r;
    const struct payment_method_saved_in row = { .id = m->id,
        .provider_id = r->method,
        .provider_customer = r->customer ? r->customer : "",
        .mandate = r->mandate,
        .kind = r->method_kind ? r->method_kind : "",
        .label = r->method_label ? r->method_label : "",
        .saved_at = w->by->now_us };
    enum err e;

    if (!r->method || !r->method_label ||
        !(text_eq(m->state, "open") || text_eq(m->state, "failed")))
        return OK;
    w->outcome = "booked";
    if ((e = payment_method_saved(db, &row, NULL)) ||
        (e = tell(
             db, w, m, arena_fmt(w->arena, "Saved to pay with: %s", r->method_label))))
        return e;
    return note(db, w->by, "payment_method.save", m->id, m->customer_id,
        AUDIT_TEXTS(w->arena, "method", r->method_label));
}

static enum err
ended(struct db *db, struct hearing *w, const struct payment_method_lock *m,
    const char *state)
{
    enum err e;

    w->outcome = "booked";
    if ((e = payment_method_end(db, m->id, state, w->by->now_us, NULL)) ||
        (e = end_autopay_of(db, w->arena, w->by, m->case_id, m->id, state)) ||
        (m->label &&
            (e = tell(db, w, m,
                 arena_fmt(w->arena, "No longer there to pay with: %s", m->label)))))
        return e;
    return note(db, w->by, "payment_method.end", m->id, m->customer_id,
        AUDIT_TEXTS(w->arena, "state", state));
}

static enum err
hear(struct db *db, void *arg)
{
    struct hearing *w = arg;
    struct payment_method_names *found;
    struct payment_method_lock m;
    size_t n;
    enum err e;

    w->outcome = "ignored";
    e = payment_method_names(
        db, w->arena, w->provider->code, w->r->method_id, w->r->method, &found, &n);
    if (e || !n)
        return e;
    if ((e = case_lock(db, found[0].case_id)) ||
        (e = payment_method_lock(db, w->arena, found[0].id, &m)))
        return e;
    w->outcome = "noted";
    switch (w->r->method_word) {
    case METHOD_SAVED:
        return saved(db, w, &m);
    case METHOD_FAILED:
        return text_eq(m.state, "open") ? ended(db, w, &m, "failed") : OK;
    case METHOD_GONE:
        return text_eq(m.state, "active") ? ended(db, w, &m, "gone") : OK;
    case METHOD_NOT:
        break;
    }
    return OK;
}

enum err
take_method_report(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_provider *provider, const struct payment_report *r,
    const char **outcome)
{
    struct hearing w = { .arena = a, .by = by, .provider = provider, .r = r };
    enum err e = db_retry(db, hear, &w);

    *outcome = w.outcome;
    return e;
}

/* -- taking it back -------------------------------------------------------- */

struct revoking {
    struct arena *arena;
    const struct actor *by;
    uint64_t id;
    const char *reason;
    struct payment_method_lock m;
};

static enum err
revoke(struct db *db, void *arg)
{
    struct revoking *w = arg;
    struct payment_method_names *found;
    size_t n;
    enum err e = payment_method_names(db, w->arena, NULL, w->id, NULL, &found, &n);

    if (e || !n)
        return e ? e : ERR_NOT_FOUND;
    if ((e = case_lock(db, found[0].case_id)) ||
        (e = payment_method_lock(db, w->arena, w->id, &w->m)))
        return e;
    if (!text_eq(w->m.state, "active") && !text_eq(w->m.state, "open"))
        return ERR_CONFLICT;
    if ((e = payment_method_end(db, w->id, "revoked", w->by->now_us, NULL)) ||
        (e = end_autopay_of(db, w->arena, w->by, w->m.case_id, w->id, "revoked")))
        return e;
    return note(db, w->by, "payment_method.revoke", w->id, w->m.customer_id,
        AUDIT_TEXTS(w->arena, "method", w->m.label, "reason", w->reason));
}

enum err
revoke_method(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, const char *reason)
{
    struct revoking w = { .arena = a, .by = by, .id = id, .reason = reason };
    const struct payment_provider *p;
    enum err e = db_retry(db, revoke, &w);

    if (e || !w.m.provider_id)
        return e;
    p = payment_provider_find(w.m.provider);
    if (p && p->forget && p->forget(a, env, w.m.provider_id))
        log_warn("payment_method_not_forgotten", kv("id", id));
    return OK;
}
