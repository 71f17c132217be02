#include "service/ledger/document.h"

#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/sha.h"
#include "base/text.h"
#include "service/ledger/load.h"
#include "service/ledger/named.h"
#include "service/ledger/settle.h"
#include "service/ledger/trail.h"

static void
add_text(struct buf *b, const char *text)
{
    buf_char(b, text ? '=' : '0');
    buf_text(b, text ? text : "");
    buf_char(b, '\n');
}

static void
add_number(struct buf *b, int64_t v)
{
    buf_i64(b, v);
    buf_char(b, '\n');
}

/* What the row says, whatever its form, version and time of arrival. */
static void
hash_of(struct led *w, const struct ledger_row *row, uint8_t out[static SHA_BYTES])
{
    const struct ledger_document *d = &row->document;
    struct buf b;

    buf_init(&b, w->a);
    add_text(&b, d->customer);
    add_text(&b, d->division);
    add_text(&b, d->number);
    add_text(&b, d->reference);
    add_text(&b, d->payment_method);
    add_text(&b, d->payer_name);
    add_text(&b, d->note);
    add_text(&b, d->currency);
    add_number(&b, d->issued_on);
    add_number(&b, d->due_on);
    add_number(&b, d->amount_minor);
    add_number(&b, d->cancelled);
    for (size_t i = 0; i < d->instalments_n; i++) {
        add_number(&b, d->instalments[i].due_on);
        add_number(&b, d->instalments[i].minor);
    }
    for (size_t i = 0; i < d->lines_n; i++) {
        add_text(&b, d->lines[i].description);
        if (d->lines[i]
                .order_number) /* one without hashes as it did before there were any */
            add_text(&b, d->lines[i].order_number);
        add_text(&b, d->lines[i].quantity);
        add_text(&b, d->lines[i].tax_rate);
        add_number(&b, d->lines[i].unit_minor);
        add_number(&b, d->lines[i].tax_minor);
        add_number(&b, d->lines[i].amount_minor);
    }
    sha_of(b.text, b.len, out);
}

static struct led_item *
item_of(struct led *w, const struct ledger_row *row)
{
    return led_find_item(
        w, w->call->source_system, ledger_kind_name(row->kind), row->source_id);
}

/* Older, same, or new content under a version that was used already. */
static bool
decided(struct led *w, size_t i, uint64_t id, uint64_t stored_version, bool same)
{
    const struct ledger_row *row = w->rows[i];

    if (row->source_version < stored_version)
        led_done(w, i, LEDGER_OLDER, id);
    else if (same)
        led_done(w, i, LEDGER_SAME, id);
    else if (row->source_version && row->source_version == stored_version)
        led_refuse(w, i, "source_version", "%llu stands with other content",
            (unsigned long long)stored_version);
    else
        return false;
    return true;
}

static void
confirm(struct led *w, size_t i, const uint8_t hash[static SHA_BYTES])
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_document *d = &row->document;
    const struct cash_confirmation_by_source *c =
        map_text(&w->confirmed, row->source_id);
    const struct division_all *v = led_division_of(w, d);
    struct cash_confirmation_put *put;
    bool same = c && memcmp(c->raw_hash, hash, SHA_BYTES) == 0;

    if (c && decided(w, i, c->id, c->source_version, same))
        return;
    put = LIST_ADD(w->a, w->confirmations);
    *put = (struct cash_confirmation_put){ .id = c ? c->id : led_id(w),
        .source_system = w->call->source_system,
        .source_id = row->source_id,
        .source_version = row->source_version,
        .division_id = v->id,
        .customer_id = led_customer_id(w, d->customer),
        .number = d->number,
        .amount_minor = d->amount_minor,
        .value_on = d->issued_on,
        .known_at = led_known_at(w, row, v->id, d->issued_on),
        .recorded_at = w->now };
    memcpy(put->currency, d->currency, sizeof put->currency);
    memcpy(put->raw_hash, hash, SHA_BYTES);
    led_done(w, i, c ? LEDGER_CHANGED : LEDGER_CREATED, put->id);
    led_trail(w, i, "cash_confirmation", put->id, put->customer_id, NULL);
    led_arrived(w, "payment/%s", row->source_id);
    led_synced(w, v->id);
}

static void
compare(struct led *w, size_t i)
{
    const struct ledger_row *row = w->rows[i];
    struct led_item *t = item_of(w, row);
    uint8_t hash[SHA_BYTES];
    bool same;

    hash_of(w, row, hash);
    if (!t && (led_confirms(w, row) || led_stands_here(w, row))) {
        confirm(w, i, hash);
        return;
    }
    if (!t) {
        struct led_item *fresh = led_new_item(w);

        fresh->is_new = true;
        memcpy(fresh->v.raw_hash, hash, SHA_BYTES);
        fresh->v.kind = ledger_kind_name(row->kind);
        fresh->v.source_system = w->call->source_system;
        fresh->v.source_id = row->source_id;
        fresh->v.id = led_id(w);
        led_add_item(w, fresh);
        return;
    }
    led_synced(w, t->v.division_id);
    same = memcmp(t->v.raw_hash, hash, SHA_BYTES) == 0;
    if (decided(w, i, t->v.id, t->v.source_version, same)) {
        if (same && row->source_version > t->v.source_version) {
            t->v.source_version = row->source_version;
            t->changed = true;
        }
        return;
    }
    if (led_case_of(w, &row->document) != t->v.case_id) {
        led_refuse(w, i, "",
            "customer, division and currency of a document never "
            "change: cancel it and send another");
        return;
    }
    t->want_inst = true;
    memcpy(t->v.raw_hash, hash, SHA_BYTES);
}

void
led_compare_documents(struct led *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (led_open(w, i) && led_is_document(w->rows[i]))
            compare(w, i);
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_allocation *r = &w->rows[i]->allocation;
        struct led_item *t;

        if (!led_open(w, i) || w->rows[i]->kind != LEDGER_ALLOCATION)
            continue;
        if ((t = led_find_item(w, w->call->source_system, "invoice", r->invoice)))
            t->want_inst = true;
    }
}

enum err
led_load_inst(struct led *w)
{
    struct instalment_of_items *rows;
    struct led_set set;
    size_t n;
    enum err e;

    led_set_init(&set, w->a);
    for (size_t i = 0; i < w->items.n; i++) {
        struct led_item *t = w->items.at[i];

        if (t->want_inst && !t->is_new && !t->inst_n && t->v.side[0] == 'd')
            led_set_id(&set, t->v.id);
    }
    if (!set.n)
        return OK;
    if ((e = instalment_of_items(w->db, w->a, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct led_item *t = map_id(&w->item_by_id, rows[i].item_id);
        struct led_inst *k = led_new_inst(w, t);

        k->v = (struct instalment_insert){ .id = rows[i].id,
            .item_id = rows[i].item_id,
            .seq = rows[i].seq,
            .case_id = t->v.case_id,
            .issued_on = rows[i].issued_on,
            .due_on = rows[i].due_on,
            .due_missing = rows[i].due_missing,
            .amount_minor = rows[i].amount_minor,
            .open_minor = rows[i].open_minor,
            .settled_on = rows[i].settled_on,
            .known_from = rows[i].known_from };
        k->last_on = rows[i].last_on;
        k->was_open = rows[i].open_minor;
        map_put_id(&w->inst_by_id, k->v.id, k);
    }
    return OK;
}

/* How many instalments the row asks for, and what the k-th says. */
static size_t
wanted_n(const struct ledger_document *d)
{
    return d->instalments_n ? d->instalments_n : 1;
}

static struct ledger_instalment
wanted(const struct ledger_document *d, size_t k)
{
    if (k >= wanted_n(d))
        return (struct ledger_instalment){ .due_on = DAY_NONE, .minor = 0 };
    if (d->instalments_n)
        return d->instalments[k];
    return (struct ledger_instalment){ .due_on = d->due_on, .minor = d->amount_minor };
}

static void
add_inst(
    struct led *w, struct led_item *t, struct ledger_instalment n, int64_t known_at)
{
    struct led_inst *k = led_new_inst(w, t);

    k->is_new = true;
    k->last_on = DAY_NONE;
    k->v = (struct instalment_insert){ .id = led_id(w),
        .item_id = t->v.id,
        .seq = (uint32_t)t->inst_n,
        .case_id = t->v.case_id,
        .issued_on = t->v.issued_on,
        .due_on = n.due_on == DAY_NONE ? t->v.issued_on : n.due_on,
        .due_missing = n.due_on == DAY_NONE,
        .amount_minor = n.minor,
        .open_minor = n.minor,
        .known_from = known_at };
    led_settled_on(k);
    map_put_id(&w->inst_by_id, k->v.id, k);
}

/* What of the row may change without money moving. */
static void
describe(struct led_item *t, const struct ledger_row *row)
{
    const struct ledger_document *d = &row->document;

    t->v.source_version = row->source_version;
    t->v.number = d->number;
    t->v.reference = d->reference;
    t->v.issued_on = d->issued_on;
    t->v.payment_method = d->payment_method;
    t->v.payer_name = d->payer_name;
    t->v.note = d->note;
    t->has_lines = d->has_lines;
    t->lines = d->lines;
    t->lines_n = d->lines_n;
}

static const char *
title(struct led *w, const struct led_item *t, const char *what)
{
    char amount[MONEY_TEXT__SIZE], day[DATE_TEXT__SIZE];
    const char *name = strcmp(t->v.kind, "payment") == 0  ? "Payment"
                       : strcmp(t->v.kind, "credit") == 0 ? "Credit note"
                                                          : "Invoice";

    money_format(t->v.amount_minor, t->v.currency, amount);
    if (t->inst_n)
        return arena_fmt(w->a, "%s %s over %s %s%s, due %s", name, t->v.number, amount,
            t->v.currency, what, date_format(t->inst[0]->v.due_on, day));
    return arena_fmt(
        w->a, "%s %s over %s %s%s", name, t->v.number, amount, t->v.currency, what);
}

static void
create(struct led *w, size_t i, struct led_item *t)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_document *d = &row->document;

    t->v.case_id = led_case_of(w, d);
    t->v.customer_id = led_customer_id(w, d->customer);
    t->v.division_id = led_division_of(w, d)->id;
    memcpy(t->v.currency, d->currency, sizeof t->v.currency);
    t->v.side = row->kind == LEDGER_INVOICE ? "debit" : "credit";
    t->v.amount_minor = t->v.open_minor = d->amount_minor;
    t->v.status = "posted";
    t->v.known_at = led_known_at(w, row, t->v.division_id, d->issued_on);
    t->v.known_assumed = row->known_assumed;
    t->v.recorded_at = w->now;
    describe(t, row);
    if (row->kind == LEDGER_INVOICE)
        for (size_t k = 0; k < wanted_n(d); k++)
            add_inst(w, t, wanted(d, k), t->v.known_at);
    led_touch(w, t->v.case_id);
    led_stale(w, t->v.case_id, t->v.issued_on);
    led_synced(w, t->v.division_id);
    led_event(w, t, "issued", d->issued_on, t->v.known_at, NULL);
    led_arrived(w, "%s/%s", t->v.kind, t->v.source_id);
    if (d->cancelled)
        led_void(w, t, d->issued_on, t->v.known_at);
    led_tell(w, t, t->v.kind, "%s", title(w, t, d->cancelled ? ", cancelled" : ""));
    led_done(w, i, LEDGER_CREATED, t->v.id);
    led_trail(w, i, NULL, t->v.id, t->v.customer_id, NULL);
}

/* Whether what is allocated already fits into the amounts of the row. */
static bool
fits(const struct led_item *t, const struct ledger_document *d)
{
    if (!t->inst_n)
        return d->amount_minor >= t->v.amount_minor - t->v.open_minor;
    for (size_t k = 0; k < t->inst_n; k++)
        if (wanted(d, k).minor < t->inst[k]->v.amount_minor - t->inst[k]->v.open_minor)
            return false;
    return true;
}

static void
change_inst(struct led *w, struct led_item *t, struct led_inst *k,
    struct ledger_instalment n, int64_t known_at)
{
    int32_t due_on = n.due_on == DAY_NONE ? t->v.issued_on : n.due_on;
    int64_t more = n.minor - k->v.amount_minor;
    char from[DATE_TEXT__SIZE], to[DATE_TEXT__SIZE];

    if (k->v.due_on == due_on && !more && k->v.issued_on == t->v.issued_on &&
        k->v.due_missing == (n.due_on == DAY_NONE))
        return;
    if (k->v.due_on != due_on)
        led_event(w, t, "due_changed", due_on, known_at,
            arena_fmt(w->a, "{\"seq\":%u,\"from\":\"%s\",\"to\":\"%s\"}", k->v.seq,
                date_format(k->v.due_on, from), date_format(due_on, to)));
    if (known_at > k->v.known_from && (k->v.due_on != due_on || more)) {
        *LIST_ADD(w->a, w->history) = (struct instalment_history_insert){
            .instalment_id = k->v.id,
            .known_from = k->v.known_from,
            .known_to = known_at,
            .due_on = k->v.due_on,
            .amount_minor = k->v.amount_minor,
        };
        k->v.known_from = known_at;
    }
    k->changed = true;
    k->v.issued_on = t->v.issued_on;
    k->v.due_on = due_on;
    k->v.due_missing = n.due_on == DAY_NONE;
    k->v.amount_minor += more;
    k->v.open_minor += more;
    led_settled_on(k);
}

static void
change_amounts(struct led *w, struct led_item *t, const struct ledger_document *d,
    int64_t known_at)
{
    int64_t more = d->amount_minor - t->v.amount_minor;
    size_t had = t->inst_n;

    if (more) {
        led_event(w, t, "amount_changed", d->issued_on, known_at,
            arena_fmt(w->a, "{\"from\":%lld,\"to\":%lld}", (long long)t->v.amount_minor,
                (long long)d->amount_minor));
        led_arrived(w, "room/%s/%s", t->v.kind, t->v.source_id);
    }
    t->v.amount_minor += more;
    t->v.open_minor += more;
    for (size_t k = 0; k < had; k++)
        change_inst(w, t, t->inst[k], wanted(d, k), known_at);
    for (size_t k = had; had && k < wanted_n(d); k++)
        add_inst(w, t, wanted(d, k), known_at);
    if (t->inst_n > had)
        led_arrived(w, "%s/%s", t->v.kind, t->v.source_id);
}

/* Its lines, which are not loaded, apart. */
static struct ledger_row *
as_it_stands(struct led *w, const struct led_item *t, const struct ledger_row *row)
{
    struct ledger_row *was = arena_new_of(w->a, struct ledger_row);
    struct ledger_document *d = &was->document;

    *was = (struct ledger_row){ .kind = row->kind,
        .source_version = t->v.source_version,
        .known_at = t->v.known_at,
        .document = { .customer = row->document.customer,
            .division = row->document.division,
            .number = t->v.number,
            .reference = t->v.reference,
            .payment_method = t->v.payment_method,
            .payer_name = t->v.payer_name,
            .note = t->v.note,
            .issued_on = t->v.issued_on,
            .due_on = t->inst_n ? t->inst[0]->v.due_on : DAY_NONE,
            .amount_minor = t->v.amount_minor,
            .cancelled = strcmp(t->v.status, "cancelled") == 0,
            .instalments_n = t->inst_n > 1 ? t->inst_n : 0 } };
    memcpy(d->currency, t->v.currency, sizeof d->currency);
    d->instalments = arena_new_n(w->a, t->inst_n + 1, struct ledger_instalment);
    for (size_t k = 0; k < t->inst_n; k++)
        d->instalments[k] = (struct ledger_instalment){ .due_on = t->inst[k]->v.due_on,
            .minor = t->inst[k]->v.amount_minor };
    return was;
}

static void
change(struct led *w, size_t i, struct led_item *t)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_document *d = &row->document;
    bool was_cancelled = strcmp(t->v.status, "cancelled") == 0;
    int64_t known_at = led_known_at(w, row, t->v.division_id, d->issued_on);
    int32_t today = led_today(w, t->v.division_id);
    const struct ledger_row *was = led_trails(w) ? as_it_stands(w, t, row) : NULL;

    if (row->known_at == INSTANT_NONE)
        known_at = w->now; /* a correction is news, even in a load of history */
    led_stale(w, t->v.case_id, t->v.issued_on);
    led_stale(w, t->v.case_id, d->issued_on);
    if (d->cancelled && !was_cancelled)
        led_undo_all(w, t, today, known_at);
    if (!d->cancelled && was_cancelled)
        led_unvoid(w, t, today, known_at);
    if (!(d->cancelled && was_cancelled)) {
        if (!fits(t, d)) {
            led_park(w, i, "room/%s/%s", t->v.kind, t->v.source_id);
            return;
        }
        describe(t, row);
        change_amounts(w, t, d, known_at);
    } else {
        describe(t, row);
    }
    if (d->cancelled && !was_cancelled)
        led_void(w, t, today, known_at);
    t->changed = true;
    led_touch(w, t->v.case_id);
    led_tell(w, t, t->v.kind, "%s",
        title(w, t, d->cancelled ? ", cancelled" : ", corrected"));
    led_done(w, i, LEDGER_CHANGED, t->v.id);
    led_trail(w, i, NULL, t->v.id, t->v.customer_id, was);
}

void
led_documents(struct led *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct led_item *t;

        if (!led_open(w, i) || !led_is_document(w->rows[i]))
            continue;
        if (!(t = item_of(w, w->rows[i])))
            w->fault = ERR_BUG;
        else if (t->is_new)
            create(w, i, t);
        else
            change(w, i, t);
    }
}
