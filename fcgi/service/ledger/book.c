#include "service/ledger_book.h"

#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "service/ledger/document.h"
#include "service/ledger/load.h"
#include "service/ledger/settle.h"
#include "service/ledger/work.h"
#include "service/ledger/write.h"

static const char OURS[] = "dunlin", PORTAL[] = "portal";

struct book {
    struct led w;
    struct ledger_call call;
    uint64_t case_id;
    const char *source_id;
    int32_t on;
    unsigned n; /* allocations so far */
};

/* Documents of the case with their instalments, as they are under its lock. */
static enum err
open_book(struct book *b, struct db *db, struct arena *a, const struct actor *by,
    const uint64_t *ids, size_t n)
{
    struct led_set set;
    enum err e;

    b->call = (struct ledger_call){ .source_system = OURS, .by = by };
    led_init(&b->w, db, a, a, &b->call);
    led_set_init(&set, a);
    for (size_t i = 0; i < n; i++)
        led_set_id(&set, ids[i]);
    if ((e = led_load_divisions(&b->w)) || (e = led_load_items(&b->w, &set)) ||
        (e = led_load_inst(&b->w)))
        return e;
    for (size_t i = 0; i < n; i++) {
        const struct led_item *t = map_id(&b->w.item_by_id, ids[i]);

        if (!t || t->v.case_id != b->case_id)
            return ERR_NOT_FOUND;
    }
    return OK;
}

static void
settle(struct book *b, struct led_item *credit, struct led_item *debit,
    struct led_inst *inst, int64_t minor, int32_t on, const char *reason)
{
    const struct led_settlement s = { .credit = credit,
        .debit = debit,
        .inst = inst,
        .credit_minor = minor,
        .debit_minor = minor,
        .effective_on = on,
        .known_at = b->w.now,
        .source_system = OURS,
        .source_id = arena_fmt(b->w.a, "%s:%u", b->source_id, ++b->n),
        .reason = reason };

    (void)led_settle(&b->w, &s);
}

static void
tell_settled(struct book *b, const struct led_item *credit,
    const struct led_item *debit, int64_t minor)
{
    char text[MONEY_TEXT__SIZE];

    led_tell(&b->w, debit, "allocation", "%s %s of %s %s settled %s %s",
        money_format(minor, debit->v.currency, text), debit->v.currency, credit->v.kind,
        credit->v.number, debit->v.kind, debit->v.number);
}

static int64_t
least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What the part may still take of what is open of its document. */
static int64_t
room(const struct led_item *t, const struct ledger_part *p)
{
    int64_t minor =
        least(t->v.open_minor - p->reserved_minor, p->minor - p->booked_minor);

    return minor > 0 ? minor : 0;
}

/* So much of the credit goes to the debit, the instalment that is due first before the
 * next. */
static void
move(struct book *b, struct led_item *credit, struct led_item *debit, int64_t minor)
{
    tell_settled(b, credit, debit, minor);
    for (size_t k = 0; k < debit->inst_n && minor > 0; k++) {
        int64_t part = least(minor, debit->inst[k]->v.open_minor);

        if (part > 0)
            settle(b, credit, debit, debit->inst[k], part, b->on, PORTAL);
        minor -= part;
    }
}

static void
pay_from(struct book *b, struct led_item *credit, int64_t most,
    struct ledger_part *debits, size_t n, int64_t *used)
{
    *used = 0;
    for (size_t i = 0; i < n && *used < most; i++) {
        struct led_item *d = map_id(&b->w.item_by_id, debits[i].item_id);
        int64_t minor = least(most - *used, room(d, &debits[i]));

        if (minor <= 0 || text_eq(d->v.status, "cancelled"))
            continue;
        move(b, credit, d, minor);
        debits[i].booked_minor += minor;
        *used += minor;
    }
}

static struct led_item *
make_payment(struct book *b, const struct ledger_money *in)
{
    struct led_item *t = led_new_item(&b->w);
    char text[MONEY_TEXT__SIZE];

    t->is_new = true;
    t->v = (struct item_insert){ .id = led_id(&b->w),
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .division_id = in->division_id,
        .kind = "payment",
        .side = "credit",
        .source_system = OURS,
        .source_id = in->source_id,
        .number = in->number,
        .reference = in->reference,
        .issued_on = in->on,
        .amount_minor = in->amount_minor,
        .open_minor = in->amount_minor,
        .status = "posted",
        .payment_method = in->method,
        .note = in->note,
        .known_at = b->w.now,
        .recorded_at = b->w.now };
    (void)text_copy(t->v.currency, sizeof t->v.currency, in->currency);
    led_add_item(&b->w, t);
    led_touch(&b->w, t->v.case_id);
    led_stale(&b->w, t->v.case_id, in->on);
    led_event(&b->w, t, "issued", in->on, b->w.now, NULL);
    led_tell(&b->w, t, "payment", "Payment %s over %s %s", in->number,
        money_format(in->amount_minor, in->currency, text), in->currency);
    return t;
}

static const uint64_t *
ids_of(struct arena *a, const struct ledger_money *in, size_t *n)
{
    uint64_t *ids = arena_new_n(a, in->debits_n + in->credits_n + 1, uint64_t);

    *n = 0;
    for (size_t i = 0; i < in->debits_n; i++)
        ids[(*n)++] = in->debits[i].item_id;
    for (size_t i = 0; i < in->credits_n; i++)
        ids[(*n)++] = in->credits[i].item_id;
    if (in->item_id)
        ids[(*n)++] = in->item_id;
    return ids;
}

static void
use_credits(struct book *b, struct ledger_money *in)
{
    for (size_t i = 0; i < in->credits_n; i++) {
        struct led_item *c = map_id(&b->w.item_by_id, in->credits[i].item_id);

        in->credits[i].booked_minor = 0;
        pay_from(b, c, room(c, &in->credits[i]), in->debits, in->debits_n,
            &in->credits[i].booked_minor);
    }
}

enum err
ledger_book(struct db *db, struct arena *a, const struct actor *by,
    struct ledger_money *in, uint64_t *item_id, int64_t *left_minor)
{
    struct book b = {
        .case_id = in->case_id, .source_id = in->source_id, .on = in->on
    };
    struct led_item *payment = NULL;
    int64_t used;
    size_t n;
    const uint64_t *ids = ids_of(a, in, &n);
    enum err e = open_book(&b, db, a, by, ids, n);

    if (e)
        return e;
    for (size_t i = 0; i < in->debits_n; i++)
        in->debits[i].booked_minor = 0;
    use_credits(&b, in);
    if (in->item_id)
        payment = map_id(&b.w.item_by_id, in->item_id);
    else if (in->amount_minor)
        payment = make_payment(&b, in);
    *item_id = 0;
    *left_minor = 0;
    if (payment) {
        pay_from(&b, payment, payment->v.open_minor, in->debits, in->debits_n, &used);
        *item_id = payment->v.id;
        *left_minor = payment->v.open_minor;
    }
    return led_write(&b.w);
}

/* -- money that goes back ------------------------------------------------------ */

static enum err
load_live(struct book *b, uint64_t payment_id, struct led_alloc **out, size_t *n)
{
    struct allocation_by_source *rows;
    struct led_set one, ids;
    enum err e;

    led_set_init(&one, b->w.a);
    led_set_init(&ids, b->w.a);
    led_set_id(&one, payment_id);
    if ((e = allocation_live_of_items(b->w.db, b->w.a, led_set_end(&one), &rows, n)))
        return e;
    *out = arena_new_n(b->w.a, *n + 1, struct led_alloc);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i].v = rows[i];
        led_set_id(&ids, rows[i].debit_item_id);
    }
    if (!ids.n)
        return OK;
    e = led_load_items(&b->w, &ids);
    return e ? e : led_load_inst(&b->w);
}

/* The last one first, until so much is free; of the one that was too much, the rest
 * settles again what it did. */
static void
free_up(struct book *b, struct led_item *payment, struct led_alloc *live, size_t n,
    int64_t minor)
{
    for (size_t i = n; i-- > 0 && payment->v.open_minor < minor;) {
        struct led_alloc *l = &live[i];
        int32_t on = l->v.effective_on > b->on ? l->v.effective_on : b->on;
        struct led_item *d = map_id(&b->w.item_by_id, l->v.debit_item_id);
        int64_t rest;

        if (text_eq(d->v.kind, "refund"))
            continue; /* has gone back already */
        led_undo(&b->w, l, on, b->w.now, OURS,
            arena_fmt(b->w.a, "reversal:%llu", (unsigned long long)l->v.id),
            "returned");
        rest = payment->v.open_minor - minor;
        if (rest > 0 && l->v.credit_minor == l->v.debit_minor)
            settle(b, payment, d, map_id(&b->w.inst_by_id, l->v.instalment_id), rest,
                on, PORTAL);
    }
}

static struct led_item *
make_refund(struct book *b, const struct led_item *payment,
    const struct ledger_return *in, struct led_inst **due)
{
    struct led_item *t = led_new_item(&b->w);
    char number[64];

    (void)text_copy(
        number, sizeof number, arena_fmt(b->w.a, "%s-refund", payment->v.number));
    t->is_new = true;
    t->v = payment->v;
    t->v.id = led_id(&b->w);
    t->v.kind = "refund";
    t->v.side = "debit";
    t->v.source_system = OURS;
    t->v.source_id = in->source_id;
    t->v.source_version = 0;
    t->v.number = arena_str(b->w.a, number);
    t->v.issued_on = b->on;
    t->v.amount_minor = t->v.open_minor = in->minor;
    t->v.note = in->note;
    t->v.known_at = t->v.recorded_at = b->w.now;
    t->v.known_assumed = false;
    memset(t->v.raw_hash, 0, sizeof t->v.raw_hash);
    led_add_item(&b->w, t);
    led_stale(&b->w, t->v.case_id, t->v.issued_on);
    *due = led_new_inst(&b->w, t);
    (*due)->is_new = true;
    (*due)->last_on = DAY_NONE;
    (*due)->v = (struct instalment_insert){ .id = led_id(&b->w),
        .item_id = t->v.id,
        .seq = 1,
        .case_id = t->v.case_id,
        .issued_on = b->on,
        .due_on = b->on,
        .amount_minor = in->minor,
        .open_minor = in->minor,
        .settled_on = DATE_DAY__MAX,
        .known_from = b->w.now };
    map_put_id(&b->w.inst_by_id, (*due)->v.id, *due);
    led_event(&b->w, t, "issued", b->on, b->w.now, NULL);
    return t;
}

enum err
ledger_give_back(struct db *db, struct arena *a, const struct actor *by,
    const struct ledger_return *in, uint64_t *item_id)
{
    struct book b = {
        .case_id = in->case_id, .source_id = in->source_id, .on = in->on
    };
    struct led_item *payment, *refund;
    struct led_alloc *live;
    struct led_inst *due;
    char text[MONEY_TEXT__SIZE];
    size_t n;
    enum err e;

    if ((e = open_book(&b, db, a, by, &in->payment_item_id, 1)) ||
        (e = load_live(&b, in->payment_item_id, &live, &n)))
        return e;
    payment = map_id(&b.w.item_by_id, in->payment_item_id);
    if (b.on < payment->v.issued_on)
        b.on = payment->v.issued_on;
    free_up(&b, payment, live, n, in->minor);
    if (payment->v.open_minor < in->minor)
        return ERR_INVALID;
    refund = make_refund(&b, payment, in, &due);
    settle(&b, payment, refund, due, in->minor, b.on, "refund");
    led_event(&b.w, payment, "returned", b.on, b.w.now, NULL);
    led_tell(&b.w, payment, "reversal", "%s %s of payment %s went back%s%s",
        money_format(in->minor, payment->v.currency, text), payment->v.currency,
        payment->v.number, in->note ? ": " : "", in->note ? in->note : "");
    *item_id = refund->v.id;
    return led_write(&b.w);
}
