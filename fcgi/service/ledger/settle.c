#include "service/ledger/settle.h"

#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "service/ledger/named.h"
#include "service/ledger/trail.h"

void
led_settled_on(struct led_inst *inst)
{
    int32_t on = inst->last_on == DAY_NONE ? inst->v.issued_on : inst->last_on;

    inst->v.settled_on = inst->v.open_minor ? DATE_DAY__MAX : on;
}

uint64_t
led_settle(struct led *w, const struct led_settlement *s)
{
    uint64_t id = led_id(w);

    *LIST_ADD(w->a, w->new_allocs) = (struct allocation_insert){ .id = id,
        .case_id = s->debit->v.case_id,
        .credit_case_id = s->credit->v.case_id,
        .credit_item_id = s->credit->v.id,
        .instalment_id = s->inst->v.id,
        .debit_item_id = s->debit->v.id,
        .credit_minor = s->credit_minor,
        .debit_minor = s->debit_minor,
        .effective_on = s->effective_on,
        .known_at = s->known_at,
        .known_assumed = s->known_assumed,
        .recorded_at = w->now,
        .reverses_id = s->reverses_id,
        .source_system = s->source_system,
        .source_id = s->source_id,
        .reason = s->reason };
    s->credit->v.open_minor -= s->credit_minor;
    s->debit->v.open_minor -= s->debit_minor;
    s->inst->v.open_minor -= s->debit_minor;
    if (s->inst->last_on == DAY_NONE || s->inst->last_on < s->effective_on)
        s->inst->last_on = s->effective_on;
    led_settled_on(s->inst);
    led_touch(w, s->debit->v.case_id);
    led_touch(w, s->credit->v.case_id);
    led_stale(w, s->debit->v.case_id, s->effective_on);
    led_stale(w, s->credit->v.case_id, s->effective_on);
    if (s->reverses_id) {
        led_arrived(w, "room/%s/%s", s->debit->v.kind, s->debit->v.source_id);
        led_arrived(w, "room/%s/%s", s->credit->v.kind, s->credit->v.source_id);
    }
    return id;
}

void
led_undo(struct led *w, struct led_alloc *l, int32_t effective_on, int64_t known_at,
    const char *system, const char *source_id, const char *reason)
{
    struct led_settlement s = { .credit = map_id(&w->item_by_id, l->v.credit_item_id),
        .debit = map_id(&w->item_by_id, l->v.debit_item_id),
        .inst = map_id(&w->inst_by_id, l->v.instalment_id),
        .credit_minor = -l->v.credit_minor,
        .debit_minor = -l->v.debit_minor,
        .effective_on =
            effective_on < l->v.effective_on ? l->v.effective_on : effective_on,
        .known_at = known_at,
        .reverses_id = l->v.id,
        .source_system = system,
        .source_id = source_id,
        .reason = reason };

    if (!s.credit || !s.debit || !s.inst) {
        w->fault = ERR_BUG;
        return;
    }
    (void)led_settle(w, &s);
    /* as if it had never been: what was paid on its day changes, too */
    led_stale(w, s.debit->v.case_id, l->v.effective_on);
    l->reversed = true;
}

void
led_undo_all(struct led *w, struct led_item *item, int32_t on, int64_t known_at)
{
    for (size_t i = 0; i < w->live.n; i++) {
        struct led_alloc *l = w->live.at[i];

        if (!l->reversed &&
            (l->v.credit_item_id == item->v.id || l->v.debit_item_id == item->v.id))
            led_undo(w, l, on, known_at, "dunlin",
                arena_fmt(w->a, "void:%llu", (unsigned long long)l->v.id), "cancelled");
    }
}

/* The document that stands against a cancelled one. */
static struct led_item *
opposite(struct led *w, struct led_item *item, int32_t on, int64_t known_at)
{
    bool debit = strcmp(item->v.side, "debit") == 0;
    struct led_item *o = led_new_item(w);

    o->v = item->v;
    o->is_new = true;
    o->v.id = led_id(w);
    o->v.kind = debit ? "credit" : "refund";
    o->v.side = debit ? "credit" : "debit";
    o->v.source_system = "dunlin";
    o->v.source_id = arena_fmt(w->a, "void:%llu:%llu", (unsigned long long)item->v.id,
        (unsigned long long)o->v.id);
    o->v.source_version = 0;
    o->v.issued_on = on;
    o->v.open_minor = item->v.amount_minor;
    o->v.status = "posted";
    o->v.note = arena_fmt(w->a, "cancels %s", item->v.number);
    o->v.known_at = known_at;
    o->v.known_assumed = false;
    o->v.recorded_at = w->now;
    memset(o->v.raw_hash, 0, sizeof o->v.raw_hash);
    led_add_item(w, o);
    led_stale(w, o->v.case_id, on);
    if (!debit) {
        struct led_inst *i = led_new_inst(w, o);

        i->is_new = true;
        i->last_on = DAY_NONE;
        i->v = (struct instalment_insert){ .id = led_id(w),
            .item_id = o->v.id,
            .seq = 1,
            .case_id = o->v.case_id,
            .issued_on = on,
            .due_on = on,
            .amount_minor = o->v.amount_minor,
            .open_minor = o->v.amount_minor,
            .settled_on = DATE_DAY__MAX,
            .known_from = known_at };
        map_put_id(&w->inst_by_id, i->v.id, i);
    }
    return o;
}

/* Sets the opposite of the item against it, instalment by instalment. */
static void
offset(struct led *w, struct led_item *item, int32_t on, int64_t known_at)
{
    struct led_item *o = opposite(w, item, on, known_at);
    bool debit = strcmp(item->v.side, "debit") == 0;
    struct led_item *d = debit ? item : o;

    for (size_t i = 0; i < d->inst_n; i++) {
        struct led_settlement s = { .credit = debit ? o : item,
            .debit = d,
            .inst = d->inst[i],
            .credit_minor = d->inst[i]->v.open_minor,
            .debit_minor = d->inst[i]->v.open_minor,
            .effective_on = on,
            .known_at = known_at,
            .source_system = "dunlin",
            .source_id = arena_fmt(w->a, "%s:%zu", o->v.source_id, i + 1),
            .reason = "cancelled" };

        if (s.debit_minor)
            (void)led_settle(w, &s);
    }
}

void
led_void(struct led *w, struct led_item *item, int32_t on, int64_t known_at)
{
    led_undo_all(w, item, on, known_at);
    if (item->v.amount_minor)
        offset(w, item, on, known_at);
    item->v.status = "cancelled";
    item->changed = !item->is_new;
    led_touch(w, item->v.case_id);
    led_event(w, item, "cancelled", on, known_at, NULL);
}

void
led_unvoid(struct led *w, struct led_item *item, int32_t on, int64_t known_at)
{
    size_t n = w->live.n;

    for (size_t i = 0; i < n; i++) {
        struct led_alloc *l = w->live.at[i];
        bool is_credit = l->v.credit_item_id == item->v.id;
        struct led_item *o;

        if (l->reversed || (!is_credit && l->v.debit_item_id != item->v.id))
            continue;
        o = map_id(
            &w->item_by_id, is_credit ? l->v.debit_item_id : l->v.credit_item_id);
        led_undo_all(w, item, on, known_at);
        if (o && o->v.open_minor)
            offset(w, o, on, known_at);
    }
    item->v.status = "posted";
    item->changed = true;
    led_touch(w, item->v.case_id);
    led_event(w, item, "reinstated", on, known_at, NULL);
}

static struct led_inst *
instalment_of(struct led *w, size_t i, struct led_item *debit, uint32_t seq)
{
    if (!seq) {
        if (debit->inst_n == 1)
            return debit->inst[0];
        led_refuse(w, i, "instalment", "is needed: the invoice has %zu", debit->inst_n);
        return NULL;
    }
    for (size_t k = 0; k < debit->inst_n; k++)
        if (debit->inst[k]->v.seq == seq)
            return debit->inst[k];
    led_park(w, i, "%s/%s", debit->v.kind, debit->v.source_id);
    return NULL;
}

/* Both amounts of the row; refuses it when they cannot be. */
static bool
amounts_of(struct led *w, size_t i, struct led_settlement *s)
{
    const struct ledger_allocation *r = &w->rows[i]->allocation;
    bool same = strcmp(s->credit->v.currency, s->debit->v.currency) == 0;

    if (money_parse(r->amount, s->debit->v.currency, &s->debit_minor) ||
        s->debit_minor <= 0) {
        led_refuse(w, i, "amount", "must be an amount in %s above 0, such as 12.50",
            s->debit->v.currency);
        return false;
    }
    if (!r->credit_amount) {
        s->credit_minor = s->debit_minor;
        if (!same)
            led_refuse(w, i, "credit_amount", "is needed: the credit is in %s",
                s->credit->v.currency);
        return same;
    }
    if (money_parse(r->credit_amount, s->credit->v.currency, &s->credit_minor) ||
        s->credit_minor <= 0 || (same && s->credit_minor != s->debit_minor)) {
        led_refuse(w, i, "credit_amount",
            same ? "must be the amount: both are in %s"
                 : "must be an amount in %s above 0",
            s->credit->v.currency);
        return false;
    }
    return true;
}

/* Sent before: it must say the same, for allocations never change. */
static void
known_already(
    struct led *w, size_t i, const struct led_alloc *l, const struct led_settlement *s)
{
    if (l->v.credit_item_id == s->credit->v.id && l->v.instalment_id == s->inst->v.id &&
        l->v.credit_minor == s->credit_minor && l->v.debit_minor == s->debit_minor &&
        l->v.effective_on == s->effective_on)
        led_done(w, i, LEDGER_SAME, l->v.id);
    else
        led_refuse(w, i, "",
            "stands with other content, and an allocation never "
            "changes: reverse it and send another");
}

static bool
cancelled(const struct led_settlement *s)
{
    return strcmp(s->credit->v.status, "cancelled") == 0 ||
           strcmp(s->debit->v.status, "cancelled") == 0;
}

/* Its reversal is among the rows: the two need no room, and history has both. */
static bool
reversed_at_once(const struct led *w, size_t i)
{
    const struct ledger_row *r = map_text(&w->reversing, w->rows[i]->source_id);

    return r && r->reversal.effective_on >= w->rows[i]->allocation.effective_on;
}

static bool
has_room(struct led *w, size_t i, const struct led_settlement *s)
{
    const struct ledger_allocation *r = &w->rows[i]->allocation;

    if (s->inst->v.open_minor < s->debit_minor)
        led_park(w, i, "room/invoice/%s", r->invoice);
    else if (s->credit->v.open_minor < s->credit_minor)
        led_park(w, i, "room/%s/%s", ledger_kind_name(r->credit_kind), r->credit);
    return led_open(w, i);
}

static void
allocate(struct led *w, size_t i)
{
    struct ledger_row *row = w->rows[i];
    const struct ledger_allocation *r = &row->allocation;
    const char *kind = ledger_kind_name(r->credit_kind), *sys = w->call->source_system;
    struct led_settlement s = { .effective_on = r->effective_on,
        .known_assumed = row->known_assumed,
        .source_system = sys,
        .source_id = row->source_id,
        .reason = r->reason };
    struct led_alloc *l = map_text(&w->allocs, row->source_id);
    char text[MONEY_TEXT__SIZE];

    s.credit = led_find_item(w, sys, kind, r->credit);
    s.debit = led_find_item(w, sys, "invoice", r->invoice);
    if (!s.credit && r->credit_kind == LEDGER_PAYMENT &&
        map_text(&w->confirmed, r->credit)) {
        led_done(w, i, LEDGER_SAME, 0); /* the cash is ours: confirms, never adds */
        return;
    }
    if (!s.credit) {
        led_park(w, i, "%s/%s", kind, r->credit);
        return;
    }
    if (!s.debit) {
        led_park(w, i, "invoice/%s", r->invoice);
        return;
    }
    if (!(s.inst = instalment_of(w, i, s.debit, r->instalment)) ||
        !amounts_of(w, i, &s))
        return;
    if (l) {
        known_already(w, i, l, &s);
        return;
    }
    if (!cancelled(&s) && !reversed_at_once(w, i)) {
        led_give_way(w, s.credit, s.inst, s.credit_minor, s.debit_minor);
        if (!has_room(w, i, &s))
            return;
    }
    s.known_at = led_known_at(w, row, s.debit->v.division_id, s.effective_on);
    l = arena_new_of(w->a, struct led_alloc);
    l->v = (struct allocation_by_source){ .id = led_settle(w, &s),
        .source_id = row->source_id,
        .case_id = s.debit->v.case_id,
        .credit_case_id = s.credit->v.case_id,
        .credit_item_id = s.credit->v.id,
        .debit_item_id = s.debit->v.id,
        .instalment_id = s.inst->v.id,
        .credit_minor = s.credit_minor,
        .debit_minor = s.debit_minor,
        .effective_on = s.effective_on };
    map_put_text(&w->allocs, row->source_id, l);
    led_done(w, i, LEDGER_CREATED, l->v.id);
    led_trail(w, i, NULL, l->v.id, s.debit->v.customer_id, NULL);
    led_arrived(w, "allocation/%s", row->source_id);
    led_synced(w, s.debit->v.division_id);
    if (cancelled(&s))
        led_undo(w, l, led_today(w, s.debit->v.division_id), w->now, "dunlin",
            arena_fmt(w->a, "void:%llu", (unsigned long long)l->v.id), "cancelled");
    led_tell(w, s.debit, "allocation", "%s %s of %s %s settled invoice %s",
        money_format(s.debit_minor, s.debit->v.currency, text), s.debit->v.currency,
        kind, s.credit->v.number, s.debit->v.number);
}

void
led_allocations(struct led *w)
{
    map_init(&w->reversing, w->a);
    for (size_t i = 0; i < w->n; i++)
        if (w->rows[i]->kind == LEDGER_REVERSAL && led_open(w, i))
            map_put_text(&w->reversing, w->rows[i]->source_id, w->rows[i]);
    for (size_t i = 0; i < w->n; i++)
        if (w->rows[i]->kind == LEDGER_ALLOCATION && led_open(w, i))
            allocate(w, i);
}

static void
reverse(struct led *w, size_t i)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_reversal *r = &row->reversal;
    struct led_alloc *l = map_text(&w->allocs, row->source_id);
    struct led_item *credit;
    char text[MONEY_TEXT__SIZE], day[DATE_TEXT__SIZE];
    int64_t known_at;

    if (!l) {
        led_park(w, i, "allocation/%s", row->source_id);
        return;
    }
    if (l->reversed) {
        led_done(w, i, LEDGER_SAME, l->v.reversed_by);
        return;
    }
    if (r->effective_on < l->v.effective_on) {
        led_refuse(w, i, "effective_on", "is before the allocation's %s",
            date_format(l->v.effective_on, day));
        return;
    }
    if (!(credit = map_id(&w->item_by_id, l->v.credit_item_id))) {
        w->fault = ERR_BUG;
        return;
    }
    known_at = led_known_at(w, row, credit->v.division_id, r->effective_on);
    led_undo(w, l, r->effective_on, known_at, "dunlin",
        arena_fmt(w->a, "reversal:%llu", (unsigned long long)l->v.id), r->reason);
    if (w->fault)
        return;
    led_done(w, i, LEDGER_CREATED, w->new_allocs.at[w->new_allocs.n - 1].id);
    led_trail(w, i, NULL, w->results[i]->id, credit->v.customer_id, NULL);
    led_synced(w, credit->v.division_id);
    led_event(w, credit, "returned", r->effective_on, known_at, NULL);
    led_tell(w, credit, "reversal", "%s %s of %s %s no longer settle an invoice%s%s",
        money_format(l->v.credit_minor, credit->v.currency, text), credit->v.currency,
        credit->v.kind, credit->v.number, r->reason ? ": " : "",
        r->reason ? r->reason : "");
}

void
led_reversals(struct led *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->rows[i]->kind == LEDGER_REVERSAL && led_open(w, i))
            reverse(w, i);
}
