#include "service/settle_payment.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "service/ledger_book.h"
#include "service/payment_deduction.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_follow_up.h"
#include "store/q_payment_method.h"

static const int64_t ON_ITS_WAY_US = (int64_t)14 * 86400 * 1000000;

enum { TITLE__SIZE = 300 };

static int32_t
today(const struct actor *by, const struct payment_intent_lock *p)
{
    return zone_day(zone_find(p->time_zone), by->now_us);
}

static enum err
note(struct db *db, const struct actor *by, const struct payment_intent_lock *p,
    const char *action, const char *before, const char *after)
{
    return audit_add(db, &(struct audit){ .by = by,
                             .action = action,
                             .object_kind = "payment_intent",
                             .object_id = p->id,
                             .customer_id = p->customer_id,
                             .before = before,
                             .after = after });
}

static enum err
tell(struct db *db, const struct actor *by, const struct payment_intent_lock *p,
    const char *title)
{
    return activity_add(db, &(struct activity){ .customer_id = p->customer_id,
                                .case_id = p->case_id,
                                .kind = "payment_intent",
                                .by = by,
                                .ref_kind = "payment_intent",
                                .ref_id = p->id,
                                .title = title });
}

enum err
payment_task(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, const char *reason, const char *title)
{
    char line[TITLE__SIZE];
    struct follow_up_insert_once_in row = { .customer_id = p->customer_id,
        .case_id = p->case_id,
        .kind = "apply_credit",
        .title = line,
        .due_on = today(by, p),
        .priority = 2,
        .dedup_key = arena_fmt(a, "payment:%" PRIu64 ":%s", p->id, reason),
        .origin = actor_kind_name(by->kind),
        .origin_id = by->id,
        .created_at = by->now_us };
    enum err e;

    (void)text_copy(line, sizeof line, title);
    if ((e = db_id(db, &row.id)) || (e = follow_up_insert_once(db, &row, NULL)))
        return e;
    return case_touch(db, p->case_id, "follow_up");
}

enum err
payment_differs(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, int64_t provider_minor, int64_t other_minor)
{
    return payment_task(db, a, by, p, arena_fmt(a, "differs:%" PRId64, other_minor),
        arena_fmt(a,
            "Payment %s: %s by its provider, %s by the accounting: find out which is "
            "right",
            p->reference, amount_words(a, provider_minor, p->currency),
            amount_words(a, other_minor, p->currency)));
}

/* -- what it is for -------------------------------------------------------------- */

struct parts {
    struct payment_lines *lines;
    struct payment_credits *credits;
    struct ledger_part *debit, *credit;
    size_t lines_n, credits_n;
};

static enum err
read_parts(struct db *db, struct arena *a, uint64_t id, struct parts *p)
{
    enum err e;

    if ((e = payment_lines(db, a, id, &p->lines, &p->lines_n)) ||
        (e = payment_credits(db, a, id, &p->credits, &p->credits_n)))
        return e;
    p->debit = arena_new_n(a, p->lines_n + 1, struct ledger_part);
    p->credit = arena_new_n(a, p->credits_n + 1, struct ledger_part);
    for (size_t i = 0; i < p->lines_n; i++)
        p->debit[i] = (struct ledger_part){ .item_id = p->lines[i].item_id,
            .minor = p->lines[i].minor - p->lines[i].booked_minor,
            .reserved_minor = p->lines[i].reserved_minor };
    for (size_t i = 0; i < p->credits_n; i++)
        p->credit[i] = (struct ledger_part){ .item_id = p->credits[i].item_id,
            .minor = p->credits[i].minor,
            .reserved_minor = p->credits[i].reserved_minor };
    return OK;
}

static enum err
write_parts(struct db *db, struct arena *a, uint64_t id, const struct parts *p)
{
    struct payment_line_booked *l =
        arena_new_n(a, p->lines_n + 1, struct payment_line_booked);
    struct payment_credit_booked *c =
        arena_new_n(a, p->credits_n + 1, struct payment_credit_booked);
    enum err e = OK;

    for (size_t i = 0; i < p->lines_n; i++)
        l[i] = (struct payment_line_booked){
            p->lines[i].booked_minor + p->debit[i].booked_minor, id, p->debit[i].item_id
        };
    for (size_t i = 0; i < p->credits_n; i++)
        c[i] = (struct payment_credit_booked){ p->credit[i].booked_minor, id,
            p->credit[i].item_id };
    if (p->lines_n)
        e = payment_line_booked(db, l, p->lines_n, NULL);
    if (!e && p->credits_n)
        e = payment_credit_booked(db, c, p->credits_n, NULL);
    return e;
}

/* -- money that comes ------------------------------------------------------------- */

static enum err
take_up_waiting(struct db *db, struct arena *a, const struct actor *by,
    struct payment_intent_lock *p)
{
    struct payment_event_waiting *w;
    size_t n;
    enum err e =
        payment_event_waiting(db, a, p->id, p->provider, p->capture_id, &w, &n);

    for (size_t i = 0; i < n && !e; i++) {
        bool booked = false;

        e = return_payment(db, a, by, p, payment_word_of(w[i].kind), w[i].subject,
            w[i].amount_minor, &booked);
        if (e == ERR_INVALID)
            e = payment_event_decide(
                db, w[i].id, p->id, "refused", "more than was paid", NULL);
        else if (!e)
            e = payment_event_decide(
                db, w[i].id, p->id, booked ? "booked" : "noted", NULL, NULL);
    }
    return e;
}

static enum err
tell_surplus(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p)
{
    return payment_task(db, a, by, p, "surplus",
        arena_fmt(a, "Apply or refund %s of payment %s that nothing took",
            amount_words(a, p->surplus_minor, p->currency), p->reference));
}

static enum err
write_settled(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, const char *was)
{
    enum err e = payment_intent_settle(db, p->id, p->captured_minor, p->surplus_minor,
        p->payment_item_id, p->captured_minor ? "due" : "none", by->now_us, NULL);

    return e ? e
             : note(db, by, p, "payment_intent.capture", AUDIT_TEXTS(a, "state", was),
                   AUDIT_TEXTS(a, "state", "succeeded", "provider", p->provider,
                       "captured", amount_words(a, p->captured_minor, p->currency),
                       "payment_id", audit_id(a, p->payment_item_id)));
}

enum err
settle_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_intent_lock *p, int64_t captured_minor, uint64_t item_id)
{
    struct parts parts;
    struct ledger_money m = { .case_id = p->case_id,
        .customer_id = p->customer_id,
        .division_id = p->division_id,
        .currency = p->currency,
        .item_id = item_id,
        .amount_minor = captured_minor,
        .source_id = arena_fmt(a, "payment:%" PRIu64, p->id),
        .number = p->reference,
        .reference = p->capture_id    ? p->capture_id
                     : p->provider_id ? p->provider_id
                                      : p->reference,
        .method = p->provider,
        .on = today(by, p) };
    const char *was = arena_str(a, p->state);
    enum err e;

    if ((e = read_parts(db, a, p->id, &parts)))
        return e;
    m.debits = parts.debit;
    m.debits_n = parts.lines_n;
    m.credits = parts.credit;
    m.credits_n = parts.credits_n;
    if ((e = ledger_book(db, a, by, &m, &p->payment_item_id, &p->surplus_minor)) ||
        (e = write_parts(db, a, p->id, &parts)))
        return e;
    p->captured_minor = captured_minor;
    p->state = "succeeded";
    if ((e = write_settled(db, a, by, p, was)) ||
        (e = open_payment_deductions(db, a, by, p, today(by, p))) ||
        (p->surplus_minor && (e = tell_surplus(db, a, by, p))))
        return e;
    return take_up_waiting(db, a, by, p);
}

/* -- money that goes back -------------------------------------------------- */

static int64_t
sum_of(const struct payment_return_sums *s, size_t n, const char *kind)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(s[i].kind, kind))
            return s[i].minor;
    return 0;
}

static bool
stands(const struct payment_return_of *r, size_t n, const char *kind, int64_t *minor)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(r[i].kind, kind)) {
            *minor = r[i].minor;
            return true;
        }
    return false;
}

/* How much of the report is new, and under which kind it is kept. */
static enum err
weigh(struct db *db, struct arena *a, const struct payment_intent_lock *p,
    enum payment_word word, const char *subject, int64_t said, const char **kind,
    int64_t *minor)
{
    struct payment_return_sums *sums;
    struct payment_return_of *same;
    int64_t taken = 0, before;
    size_t n, same_n;
    enum err e;

    if ((e = payment_return_sums(db, a, p->id, &sums, &n)) ||
        (e = payment_return_of(db, a, p->id, subject, &same, &same_n)))
        return e;
    if (word == PAYMENT_REFUNDED) {
        *kind = "refund";
        return payment_refund_new(
            said, sum_of(sums, n, *kind), p->returned_minor, p->captured_minor, minor);
    }
    if (word == PAYMENT_DISPUTED) {
        *kind = "chargeback";
        *minor = stands(same, same_n, *kind, &before) ? 0 : said;
        return said < 0 || *minor > p->captured_minor - p->returned_minor ? ERR_INVALID
                                                                          : OK;
    }
    *kind = "reinstated";
    (void)stands(same, same_n, "chargeback", &taken);
    *minor = stands(same, same_n, *kind, &before) ? 0 : said;
    return said < 0 || *minor > taken ? ERR_INVALID : OK;
}

static enum err
come_again(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, uint64_t id, int64_t minor, uint64_t *item_id)
{
    struct parts parts;
    struct ledger_money m = { .case_id = p->case_id,
        .customer_id = p->customer_id,
        .division_id = p->division_id,
        .currency = p->currency,
        .amount_minor = minor,
        .source_id = arena_fmt(a, "payment:%" PRIu64 ":%" PRIu64, p->id, id),
        .number = p->reference,
        .reference = p->provider_id,
        .method = p->provider,
        .on = today(by, p) };
    int64_t left;
    enum err e;

    if ((e = read_parts(db, a, p->id, &parts)))
        return e;
    for (size_t i = 0; i < parts.lines_n; i++)
        parts.debit[i].minor = parts.lines[i].minor;
    m.debits = parts.debit;
    m.debits_n = parts.lines_n;
    e = ledger_book(db, a, by, &m, item_id, &left);
    if (e || !left)
        return e;
    return payment_task(db, a, by, p, arena_fmt(a, "again:%" PRIu64, id),
        arena_fmt(a, "Apply or refund %s of payment %s that nothing took",
            amount_words(a, left, p->currency), p->reference));
}

static enum err
book_return(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, struct payment_return_insert_in *row)
{
    const bool refund = text_eq(row->kind, "refund");
    const struct ledger_return back = { .case_id = p->case_id,
        .payment_item_id = p->payment_item_id,
        .minor = row->minor,
        .source_id = arena_fmt(a, "payment:%" PRIu64 ":%" PRIu64, p->id, row->id),
        .note = refund ? "refund" : "chargeback",
        .on = today(by, p) };

    if (text_eq(row->kind, "reinstated"))
        return come_again(db, a, by, p, row->id, row->minor, &row->item_id);
    return ledger_give_back(db, a, by, &back, &row->item_id);
}

enum err
return_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_intent_lock *p, enum payment_word word, const char *subject,
    int64_t minor, bool *booked)
{
    struct payment_return_insert_in row = { .intent_id = p->id, .at = by->now_us };
    const char *amount;
    enum err e;

    *booked = false;
    if (!subject)
        subject = "";
    if ((e = weigh(db, a, p, word, subject, minor, &row.kind, &row.minor)))
        return e;
    if (!row.minor)
        return OK;
    if (!p->payment_item_id)
        return ERR_INVALID;
    if ((e = db_id(db, &row.id)))
        return e;
    /* one refund may be reported in several totals */
    row.subject = word == PAYMENT_REFUNDED
                      ? arena_fmt(a, "%.100s:%" PRIu64, subject, row.id)
                      : subject;
    if ((e = book_return(db, a, by, p, &row)))
        return e;
    p->returned_minor += word == PAYMENT_REINSTATED ? -row.minor : row.minor;
    amount = amount_words(a, row.minor, p->currency);
    *booked = true;
    if ((e = payment_return_insert(db, &row, NULL)) ||
        (e = payment_intent_returned(db, p->id, p->returned_minor, NULL)) ||
        (e = note(db, by, p, "payment_intent.return", NULL,
             AUDIT_TEXTS(a, "kind", row.kind, "amount", amount))))
        return e;
    if (word == PAYMENT_REFUNDED)
        return OK;
    return payment_task(db, a, by, p, arena_fmt(a, "%s:%.60s", row.kind, subject),
        arena_fmt(a,
            word == PAYMENT_DISPUTED
                ? "The payer's bank took back %s of payment %s: talk to the customer"
                : "The payer's bank gave %s of payment %s again",
            amount, p->reference));
}

/* -- without money --------------------------------------------------------- */

enum err
move_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, enum payment_state to, const char *why)
{
    const char *state = payment_state_name(to);
    bool live = payment_is_live(to);
    enum err e =
        payment_intent_move(db, p->id, state, why, live ? INSTANT_NONE : by->now_us,
            live ? by->now_us + ON_ITS_WAY_US : INSTANT_NONE, NULL);

    if (e || (e = note(db, by, p,
                  arena_fmt(a, "payment_intent.%s",
                      to == PAYMENT_PROCESSING ? "process"
                      : to == PAYMENT_FAILED   ? "fail"
                      : to == PAYMENT_EXPIRED  ? "expire"
                                               : "cancel"),
                  AUDIT_TEXTS(a, "state", p->state),
                  AUDIT_TEXTS(a, "state", state, "why", why))))
        return e;
    if (!live && (e = payment_method_left(db, p->id, by->now_us, NULL)))
        return e;
    if ((e = case_touch(db, p->case_id, "payment")) || to != PAYMENT_FAILED)
        return e;
    return tell(db, by, p,
        arena_fmt(a, "Payment %s over %s did not go through%s%s", p->reference,
            amount_words(a, p->amount_minor, p->currency), why ? ": " : "",
            why ? why : ""));
}

struct asking {
    struct arena *arena;
    const struct actor *by;
    uint64_t id;
};

static enum err
ask_once(struct db *db, void *arg)
{
    const struct asking *w = arg;
    struct payment_intent_case at;
    struct payment_intent_lock p;
    enum err e;

    if ((e = payment_intent_case(db, w->arena, w->id, &at)) ||
        (e = case_lock(db, at.case_id)) ||
        (e = payment_intent_lock(db, w->arena, w->id, &p)) ||
        !payment_is_live(payment_state_of(p.state)))
        return e;
    return payment_task(db, w->arena, w->by, &p, "late",
        arena_fmt(w->arena, "The transfer %s over %s has not come: ask the customer",
            p.reference, amount_words(w->arena, p.amount_minor, p.currency)));
}

enum err
ask_for_transfer(struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct asking w = { .arena = a, .by = by, .id = id };

    return db_retry(db, ask_once, &w);
}
