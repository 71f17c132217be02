#include "service/ledger/party.h"

#include <string.h>

#include "base/text.h"
#include "service/ledger/load.h"
#include "service/ledger/trail.h"
#include "store/case.h"

enum { PARENTS__MAX = 20 };

struct lists {
    LIST(struct customer_insert) fresh;
    LIST(struct customer_change) changes;
    LIST(struct customer_seen) seen;
    LIST(struct customer_history_insert) history;
    LIST(struct customer_set_parent) parents;
    LIST(struct address_insert) addresses;
    LIST(struct address_close) closed;
    struct map old_addresses; /* customer id → struct old * */
    struct map made;          /* ids of customers that this round creates */
    struct map parents_now;   /* customer id → uint64_t *, as this round sets it */
};

/* Addresses in force of one customer. */
struct old {
    struct address_of_customers *at;
    size_t n;
};

static struct led_customer *
stored(const struct map *by_id, const struct led *w, const char *source_id)
{
    const uint64_t *id = map_text(&w->customers, source_id);

    return id ? map_id(by_id, *id) : NULL;
}

/* What the source said last: where a person's word stands, that is kept aside. */
static const char *
said(const char *by_source, const char *stands)
{
    return by_source ? by_source : stands;
}

static bool
same_customer(const struct customer_for_upsert *v, const struct ledger_customer *c,
    uint64_t parent_id)
{
    return text_eq(v->number, c->number) && text_eq(v->name, c->name) &&
           v->parent_id == parent_id &&
           text_eq(said(v->source_status, v->status), c->status) &&
           text_eq(said(v->source_kind, v->kind), c->kind) &&
           text_eq(v->language, c->language) && text_eq(v->time_zone, c->time_zone) &&
           text_eq(v->country, c->country) && text_eq(v->region, c->region) &&
           text_eq(v->tax_id, c->tax_id) && v->terms_days == c->terms_days &&
           text_eq(v->payment_method, c->payment_method) &&
           v->credit_limit_minor == c->credit_limit_minor &&
           strcmp(v->credit_currency, c->credit_currency) == 0 &&
           v->since_on == c->since_on;
}

static bool
same_address(const struct address_of_customers *v, const struct ledger_address *a)
{
    return text_eq(v->kind, a->kind) && text_eq(v->line1, a->line1) &&
           text_eq(v->line2, a->line2) && text_eq(v->postcode, a->postcode) &&
           text_eq(v->city, a->city) && text_eq(v->region, a->region) &&
           text_eq(v->country, a->country);
}

static bool
same_addresses(const struct old *old, const struct ledger_customer *c)
{
    if (!c->has_addresses)
        return true;
    if ((old ? old->n : 0) != c->addresses_n)
        return false;
    for (size_t i = 0; i < c->addresses_n; i++)
        if (!same_address(&old->at[i], &c->addresses[i]))
            return false;
    return true;
}

static void
replace_addresses(struct led *w, struct lists *l, const struct old *old,
    const struct ledger_customer *c, uint64_t id, int64_t known_at)
{
    if (same_addresses(old, c))
        return;
    for (size_t i = 0; old && i < old->n; i++)
        *LIST_ADD(w->a, l->closed) =
            (struct address_close){ .known_to = known_at, .id = old->at[i].id };
    for (size_t i = 0; i < c->addresses_n; i++) {
        const struct ledger_address *a = &c->addresses[i];

        *LIST_ADD(w->a, l->addresses) = (struct address_insert){ .id = led_id(w),
            .customer_id = id,
            .kind = a->kind,
            .line1 = a->line1,
            .line2 = a->line2,
            .postcode = a->postcode,
            .city = a->city,
            .region = a->region,
            .country = a->country,
            .known_from = known_at };
    }
}

/* The parent must not stand below the customer. */
static enum err
is_below(struct led *w, const struct lists *l, uint64_t customer, uint64_t parent,
    bool *loop)
{
    struct customer_parent row;
    enum err e;

    *loop = parent == customer;
    for (int i = 0; parent && !*loop && i < PARENTS__MAX; i++) {
        const uint64_t *now = map_id(&l->parents_now, parent);

        row.parent_id = now ? *now : 0;
        if (!now && (e = customer_parent(w->db, w->a, parent, &row)) &&
            e != ERR_NOT_FOUND) /* made in this round */
            return e;
        parent = row.parent_id;
        *loop = parent == customer;
    }
    return OK;
}

static void
create(struct led *w, struct lists *l, size_t i, uint64_t id, uint64_t parent_id)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_customer *c = &row->customer;
    int64_t known_at = row->known_at == INSTANT_NONE ? w->now : row->known_at;
    struct customer_insert *v = LIST_ADD(w->a, l->fresh);

    *v = (struct customer_insert){ .id = id,
        .source_system = w->call->source_system,
        .source_id = row->source_id,
        .source_version = row->source_version,
        .number = c->number,
        .name = c->name,
        .status = c->status,
        .kind = c->kind,
        .language = c->language,
        .time_zone = c->time_zone,
        .country = c->country,
        .region = c->region,
        .tax_id = c->tax_id,
        .terms_days = c->terms_days,
        .payment_method = c->payment_method,
        .credit_limit_minor = c->credit_limit_minor,
        .since_on = c->since_on,
        .known_from = known_at,
        .known_assumed = row->known_assumed,
        .recorded_at = w->now };
    memcpy(v->credit_currency, c->credit_currency, sizeof v->credit_currency);
    if (parent_id)
        *LIST_ADD(w->a, l->parents) =
            (struct customer_set_parent){ .parent_id = parent_id, .id = id };
    replace_addresses(w, l, NULL, c, id, known_at);
    map_put_id(&l->made, id, w);
    led_arrived(w, "customer/%s", row->source_id);
    led_tell_customer(w, id, "customer", "customer", id, "Customer %s, %s, was created",
        c->number, c->name);
    led_done(w, i, LEDGER_CREATED, id);
    led_trail(w, i, NULL, id, id, NULL);
}

static void
remember(struct led *w, struct lists *l, const struct customer_for_upsert *v,
    int64_t known_at)
{
    struct customer_history_insert *h;

    if (known_at <= v->known_from)
        return;
    h = LIST_ADD(w->a, l->history);
    *h = (struct customer_history_insert){ .customer_id = v->id,
        .known_from = v->known_from,
        .known_to = known_at,
        .name = v->name,
        .parent_id = v->parent_id,
        .status = v->status,
        .kind = v->kind,
        .language = v->language,
        .time_zone = v->time_zone,
        .country = v->country,
        .region = v->region,
        .terms_days = v->terms_days,
        .payment_method = v->payment_method,
        .credit_limit_minor = v->credit_limit_minor };
    memcpy(h->credit_currency, v->credit_currency, sizeof h->credit_currency);
}

static void
change(struct led *w, struct lists *l, size_t i, const struct customer_for_upsert *v,
    uint64_t parent_id)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_customer *c = &row->customer;
    int64_t known_at = row->known_at == INSTANT_NONE ? w->now : row->known_at;
    const struct old *old = map_id(&l->old_addresses, v->id);
    struct customer_change *n;

    if (known_at < v->known_from)
        known_at = v->known_from;
    remember(w, l, v, known_at);
    n = LIST_ADD(w->a, l->changes);
    *n = (struct customer_change){ .source_version = row->source_version,
        .number = c->number,
        .name = c->name,
        .parent_id = parent_id,
        .status = v->source_status ? v->status : c->status,
        .kind = v->source_kind ? v->kind : c->kind,
        .source_status = v->source_status ? c->status : NULL,
        .source_kind = v->source_kind ? c->kind : NULL,
        .language = c->language,
        .time_zone = c->time_zone,
        .country = c->country,
        .region = c->region,
        .tax_id = c->tax_id,
        .terms_days = c->terms_days,
        .payment_method = c->payment_method,
        .credit_limit_minor = c->credit_limit_minor,
        .since_on = c->since_on,
        .known_from = known_at,
        .recorded_at = w->now,
        .id = v->id };
    memcpy(n->credit_currency, c->credit_currency, sizeof n->credit_currency);
    replace_addresses(w, l, old, c, v->id, known_at);
    led_tell_customer(
        w, v->id, "customer", "customer", v->id, "Data of %s changed", c->name);
    led_done(w, i, LEDGER_CHANGED, v->id);
    led_trail_customer(w, i, v, parent_id, old ? old->at : NULL, old ? old->n : 0);
}

/* The id of the parent, once it stands or this round has made it. */
static const uint64_t *
parent_of(struct led *w, const struct lists *l, const struct map *by_id,
    const struct ledger_customer *c)
{
    const uint64_t *id = c->parent ? map_text(&w->customers, c->parent) : NULL;

    return id && (map_id(by_id, *id) || map_id(&l->made, *id)) ? id : NULL;
}

static enum err
one(struct led *w, struct lists *l, const struct map *by_id, size_t i)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_customer *c = &row->customer;
    const uint64_t *parent = parent_of(w, l, by_id, c);
    const uint64_t *id = map_text(&w->customers, row->source_id);
    struct led_customer *was = stored(by_id, w, row->source_id);
    bool loop = false;
    enum err e;

    if (was && c->keep) {
        led_done(w, i, LEDGER_SAME, was->v.id);
        return OK;
    }
    if (was && row->source_version < was->v.source_version) {
        led_done(w, i, LEDGER_OLDER, was->v.id);
        return OK;
    }
    if (c->parent && !parent)
        return OK; /* maybe a later row makes it */
    if (parent && (e = is_below(w, l, *id, *parent, &loop)))
        return e;
    if (loop) {
        led_refuse(w, i, "parent", "stands below this customer");
        return OK;
    }
    if (parent)
        map_put_id(&l->parents_now, *id, map_text(&w->customers, c->parent));
    if (!was) {
        create(w, l, i, *id, parent ? *parent : 0);
    } else if (same_customer(&was->v, c, parent ? *parent : 0) &&
               same_addresses(map_id(&l->old_addresses, was->v.id), c)) {
        if (row->source_version > was->v.source_version)
            *LIST_ADD(w->a, l->seen) =
                (struct customer_seen){ .source_version = row->source_version,
                    .id = was->v.id };
        led_done(w, i, LEDGER_SAME, was->v.id);
    } else if (row->source_version && row->source_version == was->v.source_version) {
        led_refuse(w, i, "source_version", "%llu stands with other content",
            (unsigned long long)row->source_version);
    } else {
        change(w, l, i, &was->v, parent ? *parent : 0);
    }
    return OK;
}

static enum err
load_addresses(struct led *w, struct lists *l, const char *ids)
{
    struct address_of_customers *rows;
    size_t n;
    enum err e;

    if ((e = address_of_customers(w->db, w->a, ids, &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct old *o = map_id(&l->old_addresses, rows[i].customer_id);

        if (!o) {
            o = arena_new_of(w->a, struct old);
            o->at = &rows[i];
            map_put_id(&l->old_addresses, rows[i].customer_id, o);
        }
        o->n++;
    }
    return OK;
}

/* What stands of them, locked; an id for each that does not. */
static enum err
load(struct led *w, struct lists *l, struct map *by_id)
{
    LIST(const char *) ids = { 0 };
    struct customer_for_upsert *rows;
    struct led_set set, addressed;
    size_t n = 0;
    enum err e;

    led_set_init(&set, w->a);
    led_set_init(&addressed, w->a);
    for (size_t i = 0; i < w->n; i++) {
        if (w->rows[i]->kind != LEDGER_CUSTOMER || !led_open(w, i))
            continue;
        *LIST_ADD(w->a, ids) = w->rows[i]->source_id;
        if (w->rows[i]->customer.parent)
            *LIST_ADD(w->a, ids) = w->rows[i]->customer.parent;
    }
    if ((e = led_load_customers(w, ids.at, ids.n)))
        return e;
    for (size_t i = 0; i < w->n; i++) {
        uint64_t *id;

        if (w->rows[i]->kind != LEDGER_CUSTOMER || !led_open(w, i))
            continue;
        if (w->rows[i]->customer.parent &&
            (id = map_text(&w->customers, w->rows[i]->customer.parent)))
            led_set_id(&set, *id);
        if ((id = map_text(&w->customers, w->rows[i]->source_id))) {
            led_set_id(&set, *id);
            if (w->rows[i]->customer.has_addresses)
                led_set_id(&addressed, *id);
            continue;
        }
        id = arena_new_of(w->a, uint64_t);
        *id = led_id(w);
        map_put_text(&w->customers, w->rows[i]->source_id, id);
    }
    if (set.n && (e = customer_for_upsert(w->db, w->a, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct led_customer *c = arena_new_of(w->a, struct led_customer);

        c->v = rows[i];
        map_put_id(by_id, rows[i].id, c);
    }
    return addressed.n ? load_addresses(w, l, led_set_end(&addressed)) : OK;
}

/* Cases of the customers that change: locked before, touched after. */
static enum err
lock_and_touch(struct led *w, const struct lists *l)
{
    struct customer_cases *rows;
    struct led_set set;
    uint64_t *ids;
    size_t n;
    enum err e;

    if (!l->changes.n)
        return OK;
    led_set_init(&set, w->a);
    for (size_t i = 0; i < l->changes.n; i++)
        led_set_id(&set, l->changes.at[i].id);
    if ((e = customer_cases(w->db, w->a, led_set_end(&set), &rows, &n)))
        return e;
    ids = arena_new_n(w->a, n, uint64_t);
    for (size_t i = 0; i < n; i++) {
        ids[i] = rows[i].id;
        led_touch(w, rows[i].id);
    }
    return case_lock_many(w->db, w->a, ids, n);
}

static enum err
write(struct led *w, struct lists *l)
{
    enum err e = w->fault;

    if (!e)
        e = lock_and_touch(w, l);
    if (!e && l->fresh.n)
        e = customer_insert(w->db, l->fresh.at, l->fresh.n, NULL);
    if (!e && l->parents.n)
        e = customer_set_parent(w->db, l->parents.at, l->parents.n, NULL);
    if (!e && l->history.n)
        e = customer_history_insert(w->db, l->history.at, l->history.n, NULL);
    if (!e && l->changes.n)
        e = customer_change(w->db, l->changes.at, l->changes.n, NULL);
    if (!e && l->seen.n)
        e = customer_seen(w->db, l->seen.at, l->seen.n, NULL);
    if (!e && l->closed.n)
        e = address_close(w->db, l->closed.at, l->closed.n, NULL);
    if (!e && l->addresses.n)
        e = address_insert(w->db, l->addresses.at, l->addresses.n, NULL);
    return e;
}

/* Rows in any order: those whose parent another row makes come after it. */
static enum err
all(struct led *w, struct lists *l, const struct map *by_id)
{
    bool again = true;
    enum err e;

    while (again) {
        again = false;
        for (size_t i = 0; i < w->n; i++) {
            if (w->rows[i]->kind != LEDGER_CUSTOMER || !led_open(w, i))
                continue;
            if ((e = one(w, l, by_id, i)))
                return e;
            again |= !led_open(w, i);
        }
    }
    for (size_t i = 0; i < w->n; i++) {
        uint64_t *id;

        if (w->rows[i]->kind != LEDGER_CUSTOMER)
            continue;
        if (led_open(w, i))
            led_park(w, i, "customer/%s", w->rows[i]->customer.parent);
        id = map_text(&w->customers, w->rows[i]->source_id);
        if (!map_id(by_id, *id) && !map_id(&l->made, *id))
            *id = 0; /* not there after all */
    }
    return OK;
}

enum err
led_customers(struct led *w)
{
    struct lists l = { 0 };
    struct map by_id;
    size_t n = 0;
    enum err e;

    for (size_t i = 0; i < w->n; i++)
        n += w->rows[i]->kind == LEDGER_CUSTOMER && led_open(w, i);
    if (!n)
        return OK;
    map_init(&l.old_addresses, w->a);
    map_init(&l.parents_now, w->a);
    map_init(&l.made, w->a);
    map_init(&by_id, w->a);
    if ((e = load(w, &l, &by_id)))
        return e;
    if ((e = all(w, &l, &by_id)))
        return e;
    return write(w, &l);
}
