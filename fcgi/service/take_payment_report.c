#include "service/take_payment_report.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/payment_method.h"
#include "service/settle_payment.h"
#include "store/audit.h"
#include "store/case.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct payment_provider *provider;
    struct payment_report r;
    struct payment_intent_lock p;
    uint64_t intent_id; /* 0: none of ours */
    const char *outcome, *note;
    bool moved;
    const char *disorder; /* "early", "late"; NULL: in its order */
};

static const char *
kind_of(const struct payment_report *r)
{
    static const char *const OTHER[] = { "other", "method_saved", "method_failed",
        "method_gone" };

    return r->word == PAYMENT_WORD__MAX ? OTHER[r->method_word]
                                        : payment_word_name(r->word);
}

static enum err
keep(struct db *db, const struct work *w)
{
    struct payment_event_insert_in row = { .provider = w->provider->code,
        .event_id = w->r.id,
        .type = w->r.type,
        .intent_id = w->intent_id,
        .method_id = w->r.method_id,
        .method = w->r.method,
        .capture_id = w->r.capture_id,
        .kind = kind_of(&w->r),
        .amount_minor = w->r.word == PAYMENT_WORD__MAX ? I64_NONE : w->r.amount_minor,
        .subject = w->r.subject,
        .why = w->r.why,
        .occurred_at = w->r.at,
        .received_at = w->by->now_us,
        .outcome = w->outcome,
        .moved = w->moved,
        .disorder = w->disorder,
        .note = w->note };
    enum err e = db_id(db, &row.id);

    return e ? e : payment_event_insert(db, &row, NULL);
}

/* By what the provider calls it; by our own id where he has not told us yet. */
static enum err
find(struct db *db, struct work *w)
{
    struct payment_intent_of_provider *found;
    struct payment_intent_case at;
    size_t n;
    enum err e;

    w->intent_id = 0;
    if ((e = payment_intent_of_provider(db, w->arena, w->provider->code,
             w->r.provider_id, w->r.capture_id, &found, &n)))
        return e;
    if (n)
        w->intent_id = found[0].id;
    else if (w->r.intent_id)
        w->intent_id = w->r.intent_id;
    if (!w->intent_id)
        return OK;
    e = payment_intent_case(db, w->arena, w->intent_id, &at);
    if (e == ERR_NOT_FOUND || (!e && !text_eq(at.provider, w->provider->code))) {
        w->intent_id = 0;
        return OK;
    }
    if (e || (e = case_lock(db, at.case_id)))
        return e;
    return payment_intent_lock(db, w->arena, w->intent_id, &w->p);
}

static bool
is_money(const struct payment_report *r)
{
    return r->word == PAYMENT_CAPTURED || r->word == PAYMENT_REFUNDED ||
           r->word == PAYMENT_DISPUTED || r->word == PAYMENT_REINSTATED;
}

/* About money that nobody has told us of yet, by its own name alone. */
static bool
comes_too_early(const struct work *w)
{
    return !w->intent_id && w->r.capture_id && is_money(&w->r) &&
           w->r.word != PAYMENT_CAPTURED;
}

/* Whether it can be about this payment at all. */
static const char *
mistake(const struct work *w)
{
    if ((w->p.provider_id && w->r.provider_id &&
            !text_eq(w->p.provider_id, w->r.provider_id)) ||
        (w->p.capture_id && w->r.capture_id &&
            !text_eq(w->p.capture_id, w->r.capture_id)))
        return "another payment of the provider";
    if (w->r.account && !text_eq(w->r.account, w->p.division_code))
        return "another account";
    if (is_money(&w->r) && !text_eq(w->r.currency, w->p.currency))
        return "another currency";
    if (w->r.word == PAYMENT_CAPTURED && w->r.amount_minor <= 0)
        return "no amount";
    return NULL;
}

/* How the provider calls it may be new. */
static enum err
learn_names(struct db *db, struct work *w)
{
    const char *provider_id = w->p.provider_id ? NULL : w->r.provider_id,
               *capture_id = w->p.capture_id ? NULL : w->r.capture_id;

    if (!provider_id && !capture_id)
        return OK;
    if (capture_id)
        w->p.capture_id = capture_id;
    if (provider_id)
        w->p.provider_id = provider_id;
    return payment_intent_named(db, w->intent_id, provider_id, capture_id, NULL);
}

static enum err
refuse(struct db *db, struct work *w, const char *why)
{
    w->outcome = "refused";
    w->note = why;
    return payment_task(db, w->arena, w->by, &w->p,
        arena_fmt(w->arena, "refused:%.60s", w->r.id),
        arena_fmt(w->arena, "Look at what %s reported of payment %s: %s",
            w->provider->code, w->p.reference, why));
}

/* The same payment may stand here already, from another system. */
static enum err
book(struct db *db, struct work *w)
{
    struct payment_of_case *same;
    struct buf b;
    struct json j = { .out = &b };
    size_t n;
    enum err e;

    buf_init(&b, w->arena);
    json_open(&j, NULL, '[');
    json_text(&j, NULL, w->p.reference);
    if (w->r.provider_id)
        json_text(&j, NULL, w->r.provider_id);
    if (w->r.capture_id)
        json_text(&j, NULL, w->r.capture_id);
    json_close(&j, ']');
    if ((e = payment_of_case(db, w->arena, w->p.case_id, b.text, &same, &n)))
        return e;
    w->outcome = "booked";
    if ((e = settle_payment(
             db, w->arena, w->by, &w->p, w->r.amount_minor, n ? same[0].id : 0)) ||
        !n || same[0].amount_minor == w->r.amount_minor)
        return e;
    return payment_differs(
        db, w->arena, w->by, &w->p, w->r.amount_minor, same[0].amount_minor);
}

static enum err
give_back(struct db *db, struct work *w)
{
    bool booked;
    enum err e = return_payment(db, w->arena, w->by, &w->p, w->r.word, w->r.subject,
        w->r.amount_minor, &booked);

    if (e == ERR_INVALID)
        return refuse(db, w, "more than was paid");
    w->outcome = booked ? "booked" : "noted";
    return e;
}

static enum err
follow(struct db *db, struct work *w)
{
    const enum payment_state now = payment_state_of(w->p.state);
    enum payment_state next;
    const char *why = mistake(w);

    if (why)
        return refuse(db, w, why);
    if (payment_is_late(now, w->r.word))
        w->disorder = "late";
    switch (payment_next(now, w->r.word, &next)) {
    case PAYMENT_BOOKS:
        return book(db, w);
    case PAYMENT_RETURNS:
        return give_back(db, w);
    case PAYMENT_WAITS:
        w->outcome = "waiting";
        w->disorder = "early";
        return OK;
    case PAYMENT_MOVES:
        w->moved = true;
        return move_payment(db, w->arena, w->by, &w->p, next, w->r.why);
    case PAYMENT_STAYS:
        break;
    }
    return OK;
}

static enum err
note(struct db *db, const struct work *w)
{
    const bool ours = w->intent_id != 0;

    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = "payment_intent.report",
                .object_kind = "payment_intent",
                .object_id = w->intent_id,
                .object_text = ours ? NULL : w->r.id,
                .customer_id = ours ? w->p.customer_id : 0,
                .after = AUDIT_TEXTS(w->arena, "provider", w->provider->code, "report",
                    w->r.id, "kind", payment_word_name(w->r.word), "outcome",
                    w->outcome, "note", w->note) });
}

static enum err
take(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = find(db, w);

    w->outcome = w->intent_id ? "noted" : comes_too_early(w) ? "waiting" : "ignored";
    w->note = NULL;
    w->moved = false;
    w->disorder = text_eq(w->outcome, "waiting") ? "early" : NULL;
    if (e || (e = keep(db, w)))
        return e;
    if (!w->intent_id)
        return note(db, w);
    if (!mistake(w) && (e = learn_names(db, w)))
        return e;
    if ((e = follow(db, w)) ||
        (e = payment_event_outcome(db, w->provider->code, w->r.id, w->outcome, w->moved,
             w->disorder, w->note, NULL)))
        return e;
    return note(db, w);
}

static enum err
count_again(struct db *db, void *arg)
{
    const struct work *w = arg;

    return payment_event_again(db, w->provider->code, w->r.id, w->by->now_us, NULL);
}

/* Once; what came before is counted. */
static enum err
once(struct db *db, enum err (*fn)(struct db *, void *), struct work *w)
{
    struct payment_event_stored *stored;
    size_t n;
    enum err e = db_retry(db, fn, w);

    if (e != ERR_CONFLICT)
        return e;
    if ((e = payment_event_stored(
             db, w->arena, w->provider->code, w->r.id, &stored, &n)))
        return e;
    if (!n)
        return ERR_CONFLICT; /* not refused by its key */
    w->outcome = "noted";
    return db_retry(db, count_again, w);
}

static enum err
keep_other(struct db *db, void *arg)
{
    return keep(db, arg);
}

/* Of a payment that saves what paid it: the money counts whatever becomes of this. */
static enum err
take_method(struct db *db, const struct payment_env *env, struct work *w)
{
    const bool money = w->r.word != PAYMENT_WORD__MAX;
    const char *outcome;
    enum err e = OK;

    if (w->r.method_word == METHOD_SAVED && w->provider->look)
        e = w->provider->look(w->arena, env, &w->r);
    if (e ||
        (e = take_method_report(db, w->arena, w->by, w->provider, &w->r, &outcome)))
        return e;
    if (!money || text_eq(outcome, "booked"))
        w->outcome = outcome;
    return OK;
}

enum err
take_payment_report(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct payment_provider *provider,
    const char *signature, const char *body, size_t n, const char **outcome)
{
    struct work w = {
        .arena = a, .by = by, .provider = provider, .outcome = "ignored"
    };
    enum err e = provider->read(a, env, signature, body, n, &w.r);

    if (e) {
        log_warn("payment_report_refused", kv("provider", provider->code),
            kv("err", err_name(e)));
        return e;
    }
    if (w.r.word != PAYMENT_WORD__MAX)
        e = once(db, take, &w);
    if (!e && w.r.method_word)
        e = take_method(db, env, &w);
    if (!e && w.r.word == PAYMENT_WORD__MAX)
        e = once(db, keep_other, &w);
    *outcome = w.outcome;
    return e;
}
