#include "service/start_payment.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "domain/creditor_reference.h"
#include "service/payment_deduction.h"
#include "service/payment_method.h"
#include "service/settle_payment.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_payment_intent.h"
#include "store/setting.h"

enum { HOLD_DAYS = 5, PAY_DAYS = 14, PAY_MINUTES = 30, MINUTE_S = 60, DAY_S = 86400 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct payment_env *env;
    struct payment_in *in;
    struct faults *f;
    struct payment_rules rules;
    enum payment_refusal refusal;
    uint64_t id, method_id; /* method_id: of what is saved with it; 0: nothing is */
    int64_t debit_minor, credit_minor;
    const struct payment_choice *debits, *credits; /* as they were asked for */
    struct payment_division about;
    struct payment_started started;
    const char *why;
};

enum err
payment_rules_read(struct db *db, struct arena *a, struct payment_rules *out)
{
    int64_t part, credits;
    enum err e;

    if ((e = setting_read_i64(db, a, "portal_pay_part", 1, &part)) ||
        (e = setting_read_i64(db, a, "portal_pay_credits", 1, &credits)) ||
        (e = setting_read_i64(db, a, "portal_pay_days", PAY_DAYS, &out->days)) ||
        (e = setting_read_i64(
             db, a, "portal_pay_minutes", PAY_MINUTES, &out->minutes)) ||
        (e = setting_read_i64(db, a, "transfer_hold_days", HOLD_DAYS, &out->hold_days)))
        return e;
    out->part = part != 0;
    out->credits = credits != 0;
    return OK;
}

/* -- reserving --------------------------------------------------------------------- */

static enum err
refuse(struct work *w, enum payment_refusal why)
{
    w->refusal = why;
    return ERR_CONFLICT;
}

static enum err
check_debit(struct work *w, size_t k, const struct payment_reserved_of *r)
{
    struct payment_choice *c = &w->in->debits[k];
    int64_t free = r->open_minor - r->debit_minor,
            undisputed = r->open_minor - c->disputed_minor;
    const char *at = arena_fmt(w->arena, "/lines/%zu/amount", k);

    if (r->open_minor == 0)
        return refuse(w, PAYMENT_REFUSED_SETTLED);
    if (!c->minor) {
        c->minor = undisputed < free ? undisputed : free;
        if (c->minor <= 0 && free <= 0)
            return refuse(w, PAYMENT_REFUSED_IN_PROGRESS);
        if (c->minor <= 0)
            faults_add(w->f, at, "all of it is disputed: say how much to pay of it");
        return OK;
    }
    if (c->minor > r->open_minor)
        faults_add(w->f, at, "The amount to pay, %s, is more than the %s that is open.",
            amount_words(w->arena, c->minor, w->about.currency),
            amount_words(w->arena, r->open_minor, w->about.currency));
    else if (c->minor > free)
        return refuse(w, PAYMENT_REFUSED_IN_PROGRESS);
    else if (!w->rules.part && !c->reason_code && c->minor != r->open_minor &&
             c->minor != undisputed)
        faults_add(w->f, at, "must be all that is open: write to us to pay in parts");
    return OK;
}

/* A reason is given for what is left out of all that could be paid. */
static void
check_short(struct work *w, size_t k, const struct payment_reserved_of *r)
{
    struct payment_choice *c = &w->in->debits[k];
    int64_t free = r->open_minor - r->debit_minor,
            undisputed = r->open_minor - c->disputed_minor;

    if (!c->reason_code)
        return;
    c->short_minor = (undisputed < free ? undisputed : free) - c->minor;
    if (c->short_minor <= 0)
        faults_add(w->f, arena_fmt(w->arena, "/lines/%zu/deduction", k),
            "explains nothing: all that is open and not disputed is paid");
}

static enum err
check_credit(struct work *w, size_t k, const struct payment_reserved_of *r)
{
    struct payment_choice *c = &w->in->credits[k];
    int64_t free = r->open_minor - r->credit_minor, left;

    if (r->open_minor == 0)
        return refuse(w, PAYMENT_REFUSED_SETTLED);
    if (c->minor > r->open_minor) {
        faults_add(w->f, arena_fmt(w->arena, "/credits/%zu/amount", k),
            "is more than is left of it");
        return OK;
    }
    if (!c->minor) {
        left = w->debit_minor - w->credit_minor;
        c->minor = free < left ? free : left;
        if (free > 0 && left <= 0)
            faults_add(w->f, arena_fmt(w->arena, "/credits/%zu/credit_id", k),
                "is not needed");
    }
    return c->minor > free || free <= 0 ? refuse(w, PAYMENT_REFUSED_IN_PROGRESS) : OK;
}

struct reserved {
    struct payment_reserved_of *row;
    size_t n;
};

static enum err
read_reserved(struct db *db, struct work *w, struct reserved *out)
{
    const struct payment_in *in = w->in;
    uint64_t *ids = arena_new_n(w->arena, in->debits_n + in->credits_n + 1, uint64_t);
    size_t n = 0;

    for (size_t k = 0; k < in->debits_n; k++)
        ids[n++] = w->debits[k].item_id;
    for (size_t k = 0; k < in->credits_n; k++)
        ids[n++] = w->credits[k].item_id;
    return payment_reserved_of(
        db, w->arena, case_ids_json(w->arena, ids, n), &out->row, &out->n);
}

static const struct payment_reserved_of *
reserved_of(const struct reserved *all, uint64_t item_id)
{
    for (size_t k = 0; k < all->n; k++)
        if (all->row[k].id == item_id)
            return &all->row[k];
    return NULL;
}

static enum err
check_all(struct db *db, struct work *w)
{
    struct payment_in *in = w->in;
    const struct payment_reserved_of *r;
    struct reserved all;
    enum err e = read_reserved(db, w, &all);

    if (e)
        return e;
    w->debit_minor = w->credit_minor = 0;
    memcpy(in->debits, w->debits, in->debits_n * sizeof *in->debits);
    memcpy(in->credits, w->credits, in->credits_n * sizeof *in->credits);
    for (size_t k = 0; k < in->debits_n; k++) {
        r = reserved_of(&all, in->debits[k].item_id);
        if ((e = r ? check_debit(w, k, r) : ERR_NOT_FOUND))
            return e;
        check_short(w, k, r);
        w->debit_minor += in->debits[k].minor;
    }
    for (size_t k = 0; k < in->credits_n; k++) {
        r = reserved_of(&all, in->credits[k].item_id);
        if ((e = r ? check_credit(w, k, r) : ERR_NOT_FOUND))
            return e;
        w->credit_minor += in->credits[k].minor;
    }
    if (w->credit_minor > w->debit_minor)
        faults_add(w->f, "/credits", "are more than what is paid with them");
    return check_payment_deductions(db, w->arena, in, w->f);
}

static enum err
insert_parts(struct db *db, const struct work *w)
{
    const struct payment_in *in = w->in;
    struct payment_line_insert *l =
        arena_new_n(w->arena, in->debits_n + 1, struct payment_line_insert);
    struct payment_credit_insert *c =
        arena_new_n(w->arena, in->credits_n + 1, struct payment_credit_insert);
    enum err e;

    for (size_t k = 0; k < in->debits_n; k++)
        l[k] = (struct payment_line_insert){ w->id, in->debits[k].item_id,
            in->debits[k].minor };
    for (size_t k = 0; k < in->credits_n; k++)
        c[k] = (struct payment_credit_insert){ w->id, in->credits[k].item_id,
            in->credits[k].minor };
    e = payment_line_insert(db, l, in->debits_n, NULL);
    return e || !in->credits_n ? e : payment_credit_insert(db, c, in->credits_n, NULL);
}

/* Where nobody is told whether it is on its way, it is waited for some working days. */
static int32_t
hold_until(const struct work *w)
{
    if (!w->in->provider->slow || !w->rules.hold_days)
        return DAY_NONE;
    return calendar_add_business(w->in->calendar,
        zone_day(zone_find(w->about.time_zone), w->by->now_us),
        (int)w->rules.hold_days);
}

static enum err
insert(struct db *db, const struct work *w)
{
    char reference[CREDITOR_REFERENCE__SIZE];
    int64_t life_s = w->in->provider->slow || w->in->by_itself
                         ? w->rules.days * DAY_S
                         : w->rules.minutes * MINUTE_S;
    struct payment_intent_insert_in row = { .id = w->id,
        .case_id = w->in->case_id,
        .customer_id = w->in->customer_id,
        .division_id = w->about.division_id,
        .provider = w->in->provider->code,
        .reference = reference,
        .amount_minor = w->debit_minor - w->credit_minor,
        .credit_minor = w->credit_minor,
        .language = w->in->language,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .created_at = w->by->now_us,
        .expires_at = w->by->now_us + life_s * DATE_US_PER_S,
        .hold_until = hold_until(w) };
    enum err e =
        creditor_reference(arena_fmt(w->arena, "PAY%" PRIu64, w->id), reference);

    row.currency = w->about.currency;
    if (e || (e = payment_intent_insert(db, &row, NULL)) || (e = insert_parts(db, w)) ||
        (e = keep_payment_deductions(db, w->arena, w->in, w->id)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = "payment_intent.start",
                .object_kind = "payment_intent",
                .object_id = w->id,
                .customer_id = w->in->customer_id,
                .after = AUDIT_TEXTS(w->arena, "provider", w->in->provider->code,
                    "amount", amount_words(w->arena, row.amount_minor, row.currency),
                    "credit", amount_words(w->arena, row.credit_minor, row.currency),
                    "reference", reference) });
}

/* Credits pay for all of it: nothing is to come from anywhere. */
static enum err
settle_at_once(struct db *db, const struct work *w)
{
    struct payment_intent_lock p;
    enum err e = payment_intent_lock(db, w->arena, w->id, &p);

    return e ? e : settle_payment(db, w->arena, w->by, &p, 0, 0);
}

static enum err
reserve(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e;

    w->refusal = PAYMENT_REFUSED_NOT;
    faults_init(w->f, w->arena);
    if ((e = case_lock(db, w->in->case_id)) || (e = check_all(db, w)) ||
        (e = insert(db, w)))
        return e;
    if (w->debit_minor == w->credit_minor)
        return settle_at_once(db, w);
    if (w->method_id && (e = begin_method(db, w->arena, w->by,
                             &(struct method_in){ .case_id = w->in->case_id,
                                 .customer_id = w->in->customer_id,
                                 .provider = w->in->provider,
                                 .intent_id = w->id },
                             w->about.division_id, w->method_id)))
        return e;
    return case_touch(db, w->in->case_id, "payment");
}

enum err
reserve_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_in *in, struct faults *f, enum payment_refusal *refusal,
    uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f, .debits = in->debits };
    enum err e;

    if ((e = payment_rules_read(db, a, &w.rules)) ||
        (e = payment_division(db, a, in->case_id, &w.about)) || (e = db_id(db, &w.id)))
        return e;
    w.rules.part = true;
    w.credits = in->credits = arena_new_n(a, 1, struct payment_choice);
    in->by_itself = true;
    in->debits = arena_new_n(a, in->debits_n + 1, struct payment_choice);
    *id = w.id;
    if (!(e = check_all(db, &w)))
        e = insert(db, &w);
    *refusal = w.refusal;
    return e;
}

/* -- at the provider ------------------------------------------------------- */

static enum err
write_started(struct db *db, void *arg)
{
    const struct work *w = arg;

    return payment_intent_started(
        db, w->id, w->started.provider_id, w->started.url, NULL);
}

static enum err
write_refused(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct payment_intent_lock p;
    enum err e;

    if ((e = case_lock(db, w->in->case_id)) ||
        (e = payment_intent_lock(db, w->arena, w->id, &p)))
        return e;
    return move_payment(db, w->arena, w->by, &p, PAYMENT_FAILED, w->why);
}

static enum err
start_there(struct db *db, struct work *w)
{
    char reference[CREDITOR_REFERENCE__SIZE];
    const char *here =
        arena_fmt(w->arena, "%s/portal/pay/%" PRIu64, w->env->conf->public_url, w->id);
    struct payment_order order = { .id = w->id,
        .reference = reference,
        .currency = w->about.currency,
        .description = arena_fmt(w->arena, "%s %s", w->about.name, reference),
        .language = w->in->language,
        .amount_minor = w->debit_minor - w->credit_minor,
        .done_url = here,
        .back_url = here,
        .method_id = w->method_id };
    enum err e, f;

    if ((e = creditor_reference(
             arena_fmt(w->arena, "PAY%" PRIu64, w->id), reference)) ||
        (w->method_id && (e = method_customer(db, w->arena, w->in->case_id,
                              w->in->provider, &order.customer))))
        return e;
    if (!(e = w->in->provider->start(w->arena, w->env, &order, &w->started)))
        return db_retry(db, write_started, w);
    w->why = e == ERR_DOWN ? "provider_down" : "provider_refused";
    if ((f = db_retry(db, write_refused, w)))
        log_error("payment_not_ended", kv("id", w->id), kv("err", err_name(f)));
    if (e == ERR_INVALID)
        faults_add(w->f, "/provider", "does not take this payment: pay another way");
    return e;
}

static enum err
check_provider(struct db *db, struct work *w)
{
    const char *why;
    enum err e = payment_division(db, w->arena, w->in->case_id, &w->about);

    if (e)
        return e;
    if (!w->in->provider ||
        !payment_provider_offered(w->in->provider, w->about.providers) ||
        !w->in->provider->ready(db, w->arena, w->env, &why))
        faults_add(w->f, "/provider", "is not offered here");
    if (w->in->save &&
        (w->in->one_document || !w->in->provider || !w->in->provider->save))
        faults_add(w->f, "/save", "cannot be saved here");
    if (w->in->credits_n && (!w->rules.credits || w->in->one_document))
        faults_add(w->f, "/credits", "cannot be used here: write to us to apply them");
    return faults_err(w->f);
}

enum err
start_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, struct payment_in *in, struct faults *f,
    enum payment_refusal *refusal, uint64_t *id)
{
    struct work w = { .arena = a,
        .by = by,
        .env = env,
        .in = in,
        .f = f,
        .debits = in->debits,
        .credits = in->credits };
    enum err e;

    *refusal = PAYMENT_REFUSED_NOT;
    if ((e = payment_rules_read(db, a, &w.rules)) || (e = check_provider(db, &w)) ||
        (e = db_id(db, &w.id)) || (in->save && (e = db_id(db, &w.method_id))))
        return e;
    in->debits = arena_new_n(a, in->debits_n + 1, struct payment_choice);
    in->credits = arena_new_n(a, in->credits_n + 1, struct payment_choice);
    *id = w.id;
    e = db_retry(db, reserve, &w);
    *refusal = w.refusal;
    if (e || w.debit_minor == w.credit_minor || !in->provider->start)
        return e;
    return start_there(db, &w);
}

/* -- ending ---------------------------------------------------------------- */

struct ending {
    struct arena *arena;
    const struct actor *by;
    uint64_t id;
    enum payment_word word;
    enum payment_state state;
    const struct payment_provider *provider;
    const char *provider_id;
};

static enum err
end(struct db *db, void *arg)
{
    struct ending *w = arg;
    struct payment_intent_case at;
    struct payment_intent_lock p;
    enum payment_state next;
    enum err e;

    if ((e = payment_intent_case(db, w->arena, w->id, &at)) ||
        (e = case_lock(db, at.case_id)) ||
        (e = payment_intent_lock(db, w->arena, w->id, &p)))
        return e;
    w->state = payment_state_of(p.state);
    if (payment_next(w->state, w->word, &next) != PAYMENT_MOVES)
        return ERR_CONFLICT;
    w->provider = payment_provider_find(p.provider);
    w->provider_id = p.provider_id;
    return move_payment(db, w->arena, w->by, &p, next, NULL);
}

enum err
end_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, enum payment_word word,
    enum payment_state *state)
{
    struct ending w = { .arena = a, .by = by, .id = id, .word = word };
    enum err e = db_retry(db, end, &w);

    *state = w.state;
    if (!e && w.provider && w.provider->stop && w.provider_id &&
        w.provider->stop(a, env, w.provider_id))
        log_warn("payment_not_stopped", kv("id", id));
    return e;
}
