#include "service/ledger/named.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "service/ledger/load.h"
#include "service/ledger/settle.h"
#include "service/settle_payment.h"
#include "store/q_payment_intent.h"

static const char OURS[] = "dunlin", TRANSFER[] = "transfer";

/* -- payments by their references ------------------------------------------ */

struct texts {
    struct buf b;
    size_t n, row;
};

static void
add_text(void *ctx, const char *text)
{
    struct texts *t = ctx;
    struct json j = { .out = &t->b };

    if (t->n++)
        buf_char(&t->b, ',');
    json_open(&j, NULL, '[');
    json_u64(&j, NULL, t->row);
    json_text(&j, NULL, text);
    json_close(&j, ']');
}

static void
add_row(struct texts *t, const struct ledger_document *d)
{
    const char *said[] = { d->number, d->reference, d->note };

    for (size_t i = 0; i < 3; i++) {
        if (!said[i])
            continue;
        if (i < 2)
            add_text(t, said[i]);
        creditor_references_in(said[i], add_text, t);
    }
}

static bool
may_name(struct led *w, size_t i)
{
    const struct ledger_row *r = w->rows[i];

    return r->kind == LEDGER_PAYMENT && led_open(w, i) && !r->document.cancelled &&
           !led_confirms(w, r) && !text_eq(w->call->source_system, OURS) &&
           !led_find_item(w, w->call->source_system, "payment", r->source_id);
}

enum err
led_load_named(struct led *w)
{
    struct payment_named *rows;
    struct payment_any any;
    struct texts t = { 0 };
    size_t n;
    enum err e;

    map_init(&w->named, w->a);
    buf_init(&t.b, w->a);
    buf_char(&t.b, '[');
    for (t.row = 0; t.row < w->n; t.row++)
        if (may_name(w, t.row))
            add_row(&t, &w->rows[t.row]->document);
    buf_char(&t.b, ']');
    if (!t.n)
        return OK;
    if ((e = payment_any(w->db, w->a, &any)) || !any.any_row)
        return e;
    if ((e = payment_named(w->db, w->a, t.b.text, &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *r = w->rows[rows[i].row_no];

        if (rows[i].case_id == led_case_of(w, &r->document) &&
            !map_text(&w->named, r->source_id))
            map_put_text(&w->named, r->source_id, &rows[i]);
    }
    return OK;
}

bool
led_stands_here(const struct led *w, const struct ledger_row *row)
{
    const struct payment_named *p =
        row->kind == LEDGER_PAYMENT ? map_text(&w->named, row->source_id) : NULL;

    if (!p || !p->payment_item_id || !text_eq(p->state, "succeeded"))
        return false;
    return text_eq(p->item_system, OURS) ||
           (!text_eq(p->item_system, w->call->source_system) &&
               p->item_minor == row->document.amount_minor);
}

static enum err
settle_one(struct led *w, const struct payment_named *named, const struct led_item *t)
{
    struct payment_intent_lock p;
    enum err e = payment_intent_lock(w->db, w->a, named->id, &p);

    if (e || text_eq(p.state, "succeeded"))
        return e;
    return settle_payment(w->db, w->a, w->call->by, &p, t->v.amount_minor, t->v.id);
}

/* It stands here by what its provider said; the other system says another amount. */
static enum err
compare_one(
    struct led *w, const struct payment_named *named, const struct ledger_row *row)
{
    struct payment_intent_lock p;
    enum err e;

    if (named->item_minor == row->document.amount_minor)
        return OK;
    e = payment_intent_lock(w->db, w->a, named->id, &p);
    return e ? e
             : payment_differs(w->db, w->a, w->call->by, &p, named->item_minor,
                   row->document.amount_minor);
}

enum err
led_settle_named(struct led *w)
{
    enum err e = OK;

    for (size_t i = 0; i < w->n && !e; i++) {
        const struct ledger_row *r = w->rows[i];
        const struct payment_named *p =
            r->kind == LEDGER_PAYMENT ? map_text(&w->named, r->source_id) : NULL;
        const struct led_item *t;

        if (!p || w->results[i]->status != LEDGER_CREATED)
            continue;
        if (led_stands_here(w, r)) {
            e = compare_one(w, p, r);
            continue;
        }
        if (!text_eq(p->provider, TRANSFER))
            continue;
        t = led_find_item(w, w->call->source_system, "payment", r->source_id);
        if (t && t->is_new)
            e = settle_one(w, p, t);
    }
    return e;
}

/* -- what gives way -------------------------------------------------------- */

enum err
led_load_given(struct led *w)
{
    struct allocation_by_source *rows;
    struct led_set credits, debits;
    size_t n;
    enum err e;

    w->given.n = 0;
    led_set_init(&credits, w->a);
    led_set_init(&debits, w->a);
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_allocation *r = &w->rows[i]->allocation;
        const struct led_item *t;

        if (!led_open(w, i) || w->rows[i]->kind != LEDGER_ALLOCATION ||
            r->credit_kind != LEDGER_PAYMENT)
            continue;
        t = led_find_item(w, w->call->source_system, "payment", r->credit);
        if (t && t->v.open_minor < t->v.amount_minor)
            led_set_id(&credits, t->v.id);
    }
    if (!credits.n)
        return OK;
    if ((e = allocation_of_portal(w->db, w->a, led_set_end(&credits), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct led_alloc *l = arena_new_of(w->a, struct led_alloc);

        l->v = rows[i];
        *LIST_ADD(w->a, w->given) = l;
        led_set_id(&debits, l->v.debit_item_id);
    }
    return led_load_items(w, &debits);
}

static bool
is_given(const struct led_alloc *l, const struct led_item *credit,
    const struct led_inst *inst)
{
    return !l->reversed && l->v.credit_item_id == credit->v.id &&
           (!inst || l->v.instalment_id == inst->v.id);
}

static void
take_back(struct led *w, struct led_alloc *l)
{
    led_undo(w, l, l->v.effective_on, w->now, OURS,
        arena_fmt(w->a, "reversal:%llu", (unsigned long long)l->v.id), "replaced");
}

void
led_give_way(struct led *w, const struct led_item *credit, const struct led_inst *inst,
    int64_t credit_minor, int64_t debit_minor)
{
    int64_t credit_room = credit->v.open_minor, inst_room = inst->v.open_minor;

    for (size_t i = 0; i < w->given.n; i++) {
        if (is_given(w->given.at[i], credit, NULL))
            credit_room += w->given.at[i]->v.credit_minor;
        if (is_given(w->given.at[i], credit, inst))
            inst_room += w->given.at[i]->v.debit_minor;
    }
    if (credit_room < credit_minor || inst_room < debit_minor)
        return;
    for (size_t i = w->given.n; i-- > 0 && inst->v.open_minor < debit_minor;)
        if (is_given(w->given.at[i], credit, inst))
            take_back(w, w->given.at[i]);
    for (size_t i = w->given.n; i-- > 0 && credit->v.open_minor < credit_minor;)
        if (is_given(w->given.at[i], credit, NULL))
            take_back(w, w->given.at[i]);
}
