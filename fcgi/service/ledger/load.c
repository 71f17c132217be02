#include "service/ledger/load.h"

#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "service/ledger/named.h"
#include "store/case.h"
#include "store/q_case_state.h"

bool
led_is_document(const struct ledger_row *row)
{
    return row->kind == LEDGER_INVOICE || row->kind == LEDGER_CREDIT ||
           row->kind == LEDGER_PAYMENT;
}

enum err
led_load_divisions(struct led *w)
{
    if (w->divisions)
        return OK;
    return division_all(w->db, w->a, &w->divisions, &w->divisions_n);
}

const struct division_all *
led_division_of(const struct led *w, const struct ledger_document *d)
{
    if (!d->division)
        return w->divisions_n == 1 ? &w->divisions[0] : NULL;
    for (size_t i = 0; i < w->divisions_n; i++)
        if (text_eq_nocase(w->divisions[i].code, d->division))
            return &w->divisions[i];
    return NULL;
}

bool
led_confirms(const struct led *w, const struct ledger_row *row)
{
    const struct division_all *v;
    bool ours = text_eq(w->call->source_system, "dunlin");

    if (row->kind != LEDGER_PAYMENT || !(v = led_division_of(w, &row->document)))
        return false;
    return text_eq(v->cash_authority, "dunlin") != ours;
}

enum err
led_load_customers(struct led *w, const char *const *source_ids, size_t n)
{
    struct customer_ids_by_source *rows;
    struct led_set set;
    struct map asked;
    size_t got;
    enum err e;

    led_set_init(&set, w->a);
    map_init(&asked, w->a);
    for (size_t i = 0; i < n; i++)
        if (!map_text(&w->customers, source_ids[i]) &&
            !map_text(&asked, source_ids[i])) {
            map_put_text(&asked, source_ids[i], w);
            led_set_text(&set, source_ids[i]);
        }
    if (!set.n)
        return OK;
    if ((e = customer_ids_by_source(
             w->db, w->a, w->call->source_system, led_set_end(&set), &rows, &got)))
        return e;
    for (size_t i = 0; i < got; i++)
        map_put_text(&w->customers, rows[i].source_id, &rows[i].id);
    return OK;
}

static const char *
case_key(struct arena *a, uint64_t customer, uint64_t division, const char *currency)
{
    struct buf b;

    buf_init(&b, a);
    buf_u64(&b, customer);
    buf_char(&b, ',');
    buf_u64(&b, division);
    buf_text(&b, ",\"");
    buf_text(&b, currency);
    buf_char(&b, '"');
    return b.text;
}

static uint64_t *
case_slot(struct led *w, const struct ledger_document *d, const char **key,
    uint64_t *customer, uint64_t *division)
{
    const struct division_all *v = led_division_of(w, d);

    *customer = led_customer_id(w, d->customer);
    if (!v || !*customer)
        return NULL;
    *division = v->id;
    *key = case_key(w->a, *customer, v->id, d->currency);
    return map_text(&w->cases, *key);
}

uint64_t
led_case_of(struct led *w, const struct ledger_document *d)
{
    uint64_t customer, division, *id;
    const char *key;

    id = case_slot(w, d, &key, &customer, &division);
    return id ? *id : 0;
}

/* Reads the cases of these keys; w->cases holds a zero for those not there. */
static enum err
read_cases(struct led *w, const char *keys)
{
    struct case_state_by_keys *rows;
    size_t n;
    enum err e;

    if ((e = case_state_by_keys(w->db, w->a, keys, &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        const char *key =
            case_key(w->a, rows[i].customer_id, rows[i].division_id, rows[i].currency);

        *(uint64_t *)map_text(&w->cases, key) = rows[i].id;
    }
    return OK;
}

static void
add_key(struct led_set *set, const char *key)
{
    buf_text(&set->b, set->n++ ? ",[" : "[");
    buf_text(&set->b, key);
    buf_char(&set->b, ']');
}

/* Finds the cases of the documents and makes those that are missing. */
static enum err
load_cases(struct led *w)
{
    LIST(struct case_state_insert) want = { 0 };
    struct led_set set, missing;
    size_t made = 0;
    enum err e;

    led_set_init(&set, w->a);
    led_set_init(&missing, w->a);
    for (size_t i = 0; i < w->n; i++) {
        struct ledger_document *d = &w->rows[i]->document;
        uint64_t customer, division;
        const char *key = NULL;

        if (!led_is_document(w->rows[i]) || !led_open(w, i) ||
            led_confirms(w, w->rows[i]) ||
            case_slot(w, d, &key, &customer, &division) || !key)
            continue;
        map_put_text(&w->cases, key, arena_new_of(w->a, uint64_t));
        add_key(&set, key);
        struct case_state_insert *row = LIST_ADD(w->a, want);

        *row = (struct case_state_insert){ .customer_id = customer,
            .division_id = division };
        (void)text_copy(row->currency, sizeof row->currency, d->currency);
    }
    if (!want.n)
        return OK;
    if ((e = read_cases(w, led_set_end(&set))))
        return e;
    for (size_t i = 0; i < want.n; i++) {
        struct case_state_insert c = want.at[i];
        const char *key = case_key(w->a, c.customer_id, c.division_id, c.currency);

        if (*(const uint64_t *)map_text(&w->cases, key))
            continue;
        if ((e = db_id(w->db, &c.id)))
            return e;
        add_key(&missing, key);
        want.at[made++] = c;
    }
    if (!made)
        return OK;
    if ((e = case_state_insert(w->db, want.at, made, NULL)))
        return e;
    return read_cases(w, led_set_end(&missing));
}

static bool
lock_later(struct led *w, uint64_t case_id)
{
    if (map_id(&w->locked, case_id))
        return false;
    map_put_id(&w->locked, case_id, w);
    *LIST_ADD(w->a, w->lock_ids) = case_id;
    return true;
}

static enum err
lock_now(struct led *w)
{
    enum err e = case_lock_many(w->db, w->a, w->lock_ids.at, w->lock_ids.n);

    w->lock_ids.n = 0;
    return e;
}

/* An item as it was read. */
static struct led_item *
item_read(struct led *w, const struct item_by_source *r)
{
    struct led_item *t = map_id(&w->item_by_id, r->id);

    if (t)
        return t;
    t = led_new_item(w);
    t->v = (struct item_insert){ .id = r->id,
        .case_id = r->case_id,
        .customer_id = r->customer_id,
        .division_id = r->division_id,
        .kind = r->kind,
        .side = r->side,
        .source_system = r->source_system,
        .source_id = r->source_id,
        .source_version = r->source_version,
        .number = r->number,
        .reference = r->reference,
        .issued_on = r->issued_on,
        .amount_minor = r->amount_minor,
        .open_minor = r->open_minor,
        .status = r->status,
        .payment_method = r->payment_method,
        .payer_name = r->payer_name,
        .note = r->note,
        .known_at = r->known_at };
    memcpy(t->v.currency, r->currency, sizeof t->v.currency);
    memcpy(t->v.raw_hash, r->raw_hash, sizeof t->v.raw_hash);
    t->was_open = r->open_minor;
    led_add_item(w, t);
    return t;
}

static void
ask_item(struct led *w, struct led_set *set, struct map *asked, const char *kind,
    const char *source_id)
{
    const char *key = led_item_key(w->a, w->call->source_system, kind, source_id);

    if (map_text(asked, key))
        return;
    map_put_text(asked, key, w);
    led_set_texts(set, (const char *[]){ w->call->source_system, kind, source_id }, 3);
}

static enum err
read_items(struct led *w)
{
    struct item_by_source *rows;
    struct led_set set;
    struct map asked;
    size_t n;
    enum err e;

    led_set_init(&set, w->a);
    map_init(&asked, w->a);
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_row *r = w->rows[i];

        if (!led_open(w, i))
            continue;
        if (led_is_document(r))
            ask_item(w, &set, &asked, ledger_kind_name(r->kind), r->source_id);
        if (r->kind == LEDGER_ALLOCATION) {
            ask_item(w, &set, &asked, ledger_kind_name(r->allocation.credit_kind),
                r->allocation.credit);
            ask_item(w, &set, &asked, "invoice", r->allocation.invoice);
        }
    }
    if (!set.n)
        return OK;
    if ((e = item_by_source(w->db, w->a, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        (void)item_read(w, &rows[i]);
    return OK;
}

enum err
led_load_items(struct led *w, struct led_set *ids)
{
    struct item_by_source *rows;
    size_t n;
    enum err e;

    if (!ids->n)
        return OK;
    if ((e = item_by_ids(w->db, w->a, led_set_end(ids), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        item_read(w, &rows[i])->want_inst = true;
    return OK;
}

static void
add_alloc_items(struct led_set *ids, const struct allocation_by_source *v)
{
    led_set_id(ids, v->credit_item_id);
    led_set_id(ids, v->debit_item_id);
}

/* The allocations that rows send again or reverse, and the items of the latter. */
static enum err
read_allocs(struct led *w)
{
    struct allocation_by_source *rows;
    struct led_set set, ids;
    size_t n;
    enum err e;

    led_set_init(&set, w->a);
    led_set_init(&ids, w->a);
    for (size_t i = 0; i < w->n; i++) {
        enum ledger_kind k = w->rows[i]->kind;

        if (led_open(w, i) && (k == LEDGER_ALLOCATION || k == LEDGER_REVERSAL))
            led_set_text(&set, w->rows[i]->source_id);
    }
    if (!set.n)
        return OK;
    if ((e = allocation_by_source(
             w->db, w->a, w->call->source_system, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct led_alloc *l = arena_new_of(w->a, struct led_alloc);

        *l = (struct led_alloc){ .v = rows[i], .reversed = rows[i].reversed_by != 0 };
        map_put_text(&w->allocs, l->v.source_id, l);
        add_alloc_items(&ids, &l->v);
    }
    return led_load_items(w, &ids);
}

/* Of documents that are to be cancelled or come back: what stands against them,
 * and in turn what stands against that. */
static enum err
read_live(struct led *w)
{
    struct led_set ids;

    led_set_init(&ids, w->a);
    w->live.n = 0;
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_row *r = w->rows[i];
        struct led_item *t;

        if (!led_open(w, i) || !led_is_document(r))
            continue;
        t = led_find_item(
            w, w->call->source_system, ledger_kind_name(r->kind), r->source_id);
        if (t && (r->document.cancelled || text_eq(t->v.status, "cancelled"))) {
            t->want_inst = true;
            led_set_id(&ids, t->v.id);
        }
    }
    if (ids.n) {
        struct allocation_by_source *rows;
        struct led_set others;
        size_t n;
        enum err e;

        led_set_init(&others, w->a);
        if ((e = allocation_live_of_items(w->db, w->a, led_set_end(&ids), &rows, &n)))
            return e;
        for (size_t i = 0; i < n; i++) {
            struct led_alloc *l = map_text(&w->allocs, rows[i].source_id);

            if (!l || l->v.id != rows[i].id) {
                l = arena_new_of(w->a, struct led_alloc);
                l->v = rows[i];
            }
            *LIST_ADD(w->a, w->live) = l;
            add_alloc_items(&others, &rows[i]);
        }
        return led_load_items(w, &others);
    }
    return OK;
}

/* Payments of other systems that allocations may name. */
static enum err
read_confirmed(struct led *w)
{
    struct cash_confirmation_by_source *rows;
    struct led_set set;
    size_t n;
    enum err e;

    led_set_init(&set, w->a);
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_row *r = w->rows[i];

        if (!led_open(w, i))
            continue;
        if (led_confirms(w, r) || led_stands_here(w, r))
            led_set_text(&set, r->source_id);
        if (r->kind == LEDGER_ALLOCATION &&
            r->allocation.credit_kind == LEDGER_PAYMENT &&
            !led_find_item(w, w->call->source_system, "payment", r->allocation.credit))
            led_set_text(&set, r->allocation.credit);
    }
    if (!set.n)
        return OK;
    if ((e = cash_confirmation_by_source(
             w->db, w->a, w->call->source_system, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        map_put_text(&w->confirmed, rows[i].source_id, &rows[i]);
    return OK;
}

static enum err
read_all(struct led *w)
{
    enum err e;

    map_init(&w->item_by_key, w->a);
    map_init(&w->item_by_id, w->a);
    map_init(&w->allocs, w->a);
    w->items.n = 0;
    if ((e = read_allocs(w)) || (e = read_items(w)) || (e = read_live(w)) ||
        (e = led_load_given(w)) || (e = led_load_named(w)))
        return e;
    return read_confirmed(w);
}

/* Customers and divisions of the documents; decides rows that cannot go on. */
static enum err
resolve(struct led *w)
{
    LIST(const char *) ids = { 0 };
    enum err e;

    for (size_t i = 0; i < w->n; i++)
        if (led_open(w, i) && led_is_document(w->rows[i]))
            *LIST_ADD(w->a, ids) = w->rows[i]->document.customer;
    if ((e = led_load_customers(w, ids.at, ids.n)))
        return e;
    for (size_t i = 0; i < w->n; i++) {
        const struct ledger_document *d = &w->rows[i]->document;

        if (!led_open(w, i) || !led_is_document(w->rows[i]))
            continue;
        if (!led_division_of(w, d)) {
            if (d->division)
                led_refuse(w, i, "division", "there is no division '%s'", d->division);
            else
                led_refuse(w, i, "division", "is needed: there are %zu divisions",
                    w->divisions_n);
        } else if (!led_customer_id(w, d->customer)) {
            led_park(w, i, "customer/%s", d->customer);
        }
    }
    return OK;
}

enum err
led_load_documents(struct led *w)
{
    bool again;
    enum err e;

    if ((e = led_load_divisions(w)) || (e = resolve(w)) || (e = load_cases(w)))
        return e;
    for (size_t i = 0; i < w->n; i++)
        if (led_open(w, i) && led_is_document(w->rows[i]) &&
            !led_confirms(w, w->rows[i]))
            (void)lock_later(w, led_case_of(w, &w->rows[i]->document));
    do {
        if ((e = lock_now(w)) || (e = read_all(w)))
            return e;
        again = false;
        for (size_t i = 0; i < w->items.n; i++)
            if (lock_later(w, w->items.at[i]->v.case_id))
                again = true;
    } while (again);
    return OK;
}
