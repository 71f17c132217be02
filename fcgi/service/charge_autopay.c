#include "service/charge_autopay.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/faults.h"
#include "base/format.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "domain/autopay.h"
#include "service/case_stream.h"
#include "service/plan_autopay.h"
#include "service/settle_payment.h"
#include "service/start_payment.h"
#include "service/take_payment_report.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_payment_autopay.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct payment_env *env;
    const struct message_desk *desk;
    uint64_t id, case_id;
    struct charge_lock c;
    struct charge_method m;
    struct payment_division about;
    uint64_t intent_id; /* 0: it is not charged now */
    struct payment_charged answer;
};

static enum err
note(struct db *db, const struct work *w, const char *action, const char *why)
{
    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = action,
                .object_kind = "payment_charge",
                .object_id = w->id,
                .customer_id = w->c.customer_id,
                .after = AUDIT_TEXTS(w->arena, "document", w->c.number, "why", why) });
}

static enum err
lock(struct db *db, struct work *w)
{
    enum err e;

    if ((e = case_lock(db, w->case_id)) ||
        (e = charge_lock(db, w->arena, w->id, &w->c)) ||
        (e = payment_division(db, w->arena, w->case_id, &w->about)))
        return e;
    return charge_method(db, w->arena, w->c.method_id, &w->m);
}

static int32_t
today(const struct work *w)
{
    return zone_day(zone_find(w->about.time_zone), w->by->now_us);
}

/* -- charging ---------------------------------------------------------------- */

static enum err
drop(struct db *db, const struct work *w, const char *why, bool blocks)
{
    enum err e = charge_end(db, w->id, "dropped", why,
        blocks ? w->by->now_us : INSTANT_NONE, w->by->now_us, NULL);

    if (e || (e = note(db, w, "payment_charge.drop", why)))
        return e;
    return case_touch(db, w->case_id, "autopay");
}

/* The mail left late: the customer has his days all the same. */
static enum err
give_days(struct db *db, struct work *w, bool *told)
{
    struct autopay_times times;
    int32_t on;
    enum err e = autopay_times_read(db, w->arena, &times);

    on = w->c.notice_on + (int32_t)times.notice_days;
    if (e || w->c.attempt > 1 || on <= today(w))
        return e;
    *told = false;
    return charge_later(db, w->id, on, NULL);
}

/* The mail that tells of it has gone; it never will: a person's from here on. */
static enum err
check_told(struct db *db, struct work *w, bool *told)
{
    const char *notice = w->c.notice ? w->c.notice : "";
    enum err e;

    if ((*told = text_eq(notice, "handed_over")))
        return give_days(db, w, told);
    if (text_eq(notice, "planned") || text_eq(notice, "claimed") ||
        text_eq(notice, "sending"))
        return OK;
    if ((e = drop(db, w, "not_told", true)))
        return e;
    return autopay_task(db, w->arena, w->by, w->case_id, w->c.customer_id, today(w),
        arena_fmt(w->arena, "autopay_told:%" PRIu64 ":%" PRIu64, w->c.autopay_id,
            w->c.item_id),
        arena_fmt(w->arena,
            "Autopay does not collect %s: nobody may be mailed before. Call",
            w->c.number));
}

static enum err
reserve(struct db *db, struct work *w, int64_t minor)
{
    struct payment_choice line = { .item_id = w->c.item_id, .minor = minor };
    struct payment_in in = { .case_id = w->case_id,
        .customer_id = w->c.customer_id,
        .provider = payment_provider_find(w->m.provider),
        .debits = &line,
        .debits_n = 1 };
    enum payment_refusal refusal;
    struct faults f;
    enum err e;

    faults_init(&f, w->arena);
    e = reserve_payment(db, w->arena, w->by, &in, &f, &refusal, &w->intent_id);
    if (e == ERR_CONFLICT && refusal) {
        w->intent_id = 0;
        return OK; /* it is being paid by hand: looked at again when that is over */
    }
    return e ? e
             : charge_begin(
                   db, w->id, w->intent_id, clock_real_us(), w->by->now_us, NULL);
}

/* He was told, and it does not happen; active again, he is told anew. */
static enum err
let_go(struct db *db, const struct work *w, enum customer_status status)
{
    enum err e = drop(db, w, "customer_held", false);

    return e ? e
             : autopay_task(db, w->arena, w->by, w->case_id, w->c.customer_id, today(w),
                   arena_fmt(w->arena, "autopay_held:%" PRIu64, w->id),
                   arena_fmt(w->arena,
                       "Autopay does not collect %s as announced: the customer is %s. "
                       "Tell him",
                       w->c.number,
                       status == CUSTOMER_ON_HOLD ? "on hold"
                       : status == CUSTOMER_LEGAL ? "at law"
                                                  : "closed"));
}

static enum err
begin(struct db *db, void *arg)
{
    struct work *w = arg;
    struct case_facts facts;
    struct charge_reserved *r;
    int64_t minor;
    size_t n;
    bool told;
    enum err e;

    w->intent_id = 0;
    if ((e = lock(db, w)) || !text_eq(w->c.state, "planned") ||
        w->c.charge_on > today(w))
        return e;
    if (w->c.live_autopay_id != w->c.autopay_id || !text_eq(w->m.state, "active"))
        return drop(db, w, "stopped", false);
    if (!payment_provider_offered(
            payment_provider_find(w->m.provider), w->about.providers))
        return drop(db, w, "not_offered", true);
    if ((e = check_told(db, w, &told)) || !told)
        return e;
    if ((e = case_read(db, w->arena, w->case_id, w->by->now_us, DAY_NONE, &facts)) ||
        (e = charge_reserved(
             db, w->arena, case_ids_json(w->arena, &w->c.item_id, 1), &r, &n)) ||
        !n)
        return e;
    autopay_uncover(&facts.snapshot, w->arena);
    minor = autopay_free(&facts.snapshot, w->c.item_id, w->c.due_to);
    if (minor > w->c.minor)
        minor = w->c.minor;
    if (minor <= 0)
        return drop(db, w, "nothing_left", false);
    if (facts.snapshot.status != CUSTOMER_ACTIVE)
        return let_go(db, w, facts.snapshot.status);
    if (minor > r[0].open_minor - r[0].reserved_minor)
        minor = r[0].open_minor - r[0].reserved_minor;
    return minor > 0 ? reserve(db, w, minor) : OK;
}

/* -- at the provider --------------------------------------------------------- */

static enum err
record(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct payment_charged *said = &w->answer;
    struct payment_intent_lock p;
    enum payment_state next;
    enum err e;

    if ((e = case_lock(db, w->case_id)) ||
        (e = payment_intent_lock(db, w->arena, w->intent_id, &p)) ||
        (e = payment_intent_named(
             db, w->intent_id, said->provider_id, said->capture_id, NULL)) ||
        said->report || said->word == PAYMENT_CAPTURED)
        return e;
    if (payment_next(payment_state_of(p.state), said->word, &next) != PAYMENT_MOVES)
        return OK;
    return move_payment(db, w->arena, w->by, &p, next, said->why);
}

static enum err
ask(struct db *db, struct work *w, int64_t minor, const char *reference)
{
    const struct payment_provider *provider = payment_provider_find(w->m.provider);
    const struct payment_order order = { .id = w->intent_id,
        .reference = reference,
        .currency = w->about.currency,
        .description = arena_fmt(w->arena, "%s %s", w->about.name, w->c.number),
        .amount_minor = minor,
        .method = w->m.provider_id,
        .customer = w->m.provider_customer,
        .account = w->about.code };
    const char *outcome;
    enum err e = provider && provider->charge
                     ? provider->charge(w->arena, w->env, &order, &w->answer)
                     : ERR_INVALID;

    if (e == ERR_INVALID)
        w->answer = (struct payment_charged){ .word = PAYMENT_DECLINED,
            .why = "provider_refused" };
    else if (e) {
        log_warn("charge_not_answered", kv("id", w->id));
        return OK; /* asked again, with the same key */
    }
    if ((e = db_retry(db, record, w)) || !w->answer.report)
        return e;
    return take_payment_report(db, w->arena, w->by, w->env, provider,
        w->answer.signature, w->answer.report, strlen(w->answer.report), &outcome);
}

enum err
charge_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, uint64_t case_id)
{
    struct work w = { .arena = a, .by = by, .env = env, .id = id, .case_id = case_id };
    enum err e = db_retry(db, begin, &w);

    if (e || !w.intent_id)
        return e;
    if ((e = charge_lock(db, a, id, &w.c)))
        return e;
    return ask(db, &w, w.c.intent_minor, w.c.reference);
}

static enum err
begin_again(struct db *db, void *arg)
{
    struct work *w = arg;
    int64_t since;
    enum err e = lock(db, w);

    w->intent_id = 0;
    if (e || !text_eq(w->c.state, "charging") || w->c.intent_provider_id)
        return e;
    since = w->by->now_us - w->c.charged_at;
    if (since < 0 || since > (int64_t)PAYMENT_AGAIN_S * DATE_US_PER_S) {
        if ((e = charge_asked(db, w->id, INSTANT_NONE, NULL)))
            return e;
        return autopay_task(db, w->arena, w->by, w->case_id, w->c.customer_id, today(w),
            arena_fmt(w->arena, "autopay_unknown:%" PRIu64, w->id),
            arena_fmt(w->arena,
                "Whether autopay charged %s is not known: look for payment %s at %s",
                w->c.number, w->c.reference, w->m.provider));
    }
    w->intent_id = w->c.intent_id;
    return charge_asked(db, w->id, clock_real_us(), NULL);
}

enum err
charge_again(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, uint64_t case_id)
{
    struct work w = { .arena = a, .by = by, .env = env, .id = id, .case_id = case_id };
    enum err e = db_retry(db, begin_again, &w);

    return e || !w.intent_id ? e : ask(db, &w, w.c.intent_minor, w.c.reference);
}

/* -- what came of it ------------------------------------------------------- */

static enum err
try_again(struct db *db, const struct work *w, int64_t days, uint64_t outbox_id)
{
    struct charge_insert_in row = { .autopay_id = w->c.autopay_id,
        .case_id = w->case_id,
        .item_id = w->c.item_id,
        .method_id = w->c.method_id,
        .minor = w->c.intent_minor,
        .due_to = w->c.due_to,
        .charge_on = today(w) + (int32_t)days,
        .attempt = w->c.attempt + 1,
        .outbox_id = outbox_id,
        .state = "planned",
        .blocked_at = INSTANT_NONE,
        .created_at = w->by->now_us };
    enum err e = db_id(db, &row.id);

    return e ? e : charge_insert(db, &row, NULL);
}

static enum err
declined(struct db *db, struct work *w)
{
    const char *why = w->c.intent_why     ? w->c.intent_why
                      : w->c.intent_state ? w->c.intent_state
                                          : "declined",
               *language, *held;
    struct autopay_times times;
    uint64_t outbox_id = 0;
    bool again;
    enum err e;

    if ((e = charge_end(
             db, w->id, "declined", why, w->by->now_us, w->by->now_us, NULL)) ||
        (e = note(db, w, "payment_charge.decline", why)) ||
        (e = autopay_times_read(db, w->arena, &times)) ||
        (e = autopay_language(db, w->arena, w->case_id, &language)))
        return e;
    again = times.retry_days > 0 && w->c.attempt == 1 &&
            w->c.live_autopay_id == w->c.autopay_id &&
            !text_eq(why, "authentication_required");
    if ((e = autopay_mail(db, w->arena, w->by, w->desk, w->case_id,
             again ? "payment_declined_again" : "payment_declined", w->c.number,
             arena_fmt(w->arena, "%s\n%s: %s%s%s", w->m.label, w->c.number,
                 fmt_money(w->arena, w->c.intent_minor, w->about.currency, language),
                 again ? "\n" : "",
                 again
                     ? fmt_day(w->arena, today(w) + (int32_t)times.retry_days, language)
                     : ""),
             &outbox_id, &held)) ||
        (again && outbox_id && (e = try_again(db, w, times.retry_days, outbox_id))))
        return e;
    return autopay_task(db, w->arena, w->by, w->case_id, w->c.customer_id, today(w),
        arena_fmt(w->arena, "autopay_declined:%" PRIu64, w->id),
        arena_fmt(w->arena, "Autopay of %s over %s was declined: %s", w->c.number,
            amount_words(w->arena, w->c.intent_minor, w->about.currency), why));
}

static enum err
conclude(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = lock(db, w);

    if (e || !text_eq(w->c.state, "charging") || !w->c.intent_state ||
        payment_is_live(payment_state_of(w->c.intent_state)))
        return e;
    if (!text_eq(w->c.intent_state, "succeeded"))
        return declined(db, w);
    if ((e = charge_end(db, w->id, "paid", NULL, INSTANT_NONE, w->by->now_us, NULL)) ||
        (e = note(db, w, "payment_charge.pay", NULL)))
        return e;
    return case_touch(db, w->case_id, "autopay");
}

enum err
conclude_charge(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t id, uint64_t case_id)
{
    struct work w = {
        .arena = a, .by = by, .desk = desk, .id = id, .case_id = case_id
    };

    return db_retry(db, conclude, &w);
}
