#include "service/ledger/party.h"

#include "base/text.h"
#include "service/ledger/load.h"
#include "service/ledger/trail.h"
#include "store/case.h"

struct lists {
    LIST(struct contact_insert) fresh;
    LIST(struct contact_change) changes;
    LIST(struct contact_seen) seen;
    LIST(struct contact_history_insert) history;
    LIST(uint64_t) customers; /* of contacts that are new or change */
};

/* Also when staff have the last word: on all of it, or on consent alone. */
static bool
same_contact(const struct contact_for_upsert *v, const struct ledger_contact *c)
{
    if (v->by_hand)
        return true;
    return text_eq(v->name, c->name) && text_eq(v->email, c->email) &&
           text_eq(v->phone, c->phone) && text_eq(v->language, c->language) &&
           text_eq(v->time_zone, c->time_zone) && text_eq(v->roles, c->roles) &&
           (v->opted_out || v->email_consent == c->email_consent) &&
           v->active == c->active;
}

static void
create(struct led *w, struct lists *l, size_t i, uint64_t customer_id, int64_t known_at)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_contact *c = &row->contact;
    uint64_t id = led_id(w);

    *LIST_ADD(w->a, l->fresh) = (struct contact_insert){ .id = id,
        .customer_id = customer_id,
        .source_system = w->call->source_system,
        .source_id = row->source_id,
        .source_version = row->source_version,
        .name = c->name,
        .email = c->email,
        .phone = c->phone,
        .language = c->language,
        .time_zone = c->time_zone,
        .roles = c->roles,
        .email_consent = c->email_consent,
        .active = c->active,
        .known_from = known_at,
        .recorded_at = w->now };
    *LIST_ADD(w->a, l->customers) = customer_id;
    led_tell_customer(
        w, customer_id, "contact", "contact", id, "Contact %s was added", c->name);
    led_done(w, i, LEDGER_CREATED, id);
    led_trail(w, i, NULL, id, customer_id, NULL);
}

static void
change(struct led *w, struct lists *l, size_t i, const struct contact_for_upsert *v,
    int64_t known_at)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_contact *c = &row->contact;

    if (known_at < v->known_from)
        known_at = v->known_from;
    if (known_at > v->known_from)
        *LIST_ADD(w->a, l->history) = (struct contact_history_insert){
            .contact_id = v->id,
            .known_from = v->known_from,
            .known_to = known_at,
            .name = v->name,
            .email = v->email,
            .phone = v->phone,
            .language = v->language,
            .time_zone = v->time_zone,
            .roles = v->roles,
            .email_consent = v->email_consent,
            .active = v->active,
        };
    *LIST_ADD(w->a, l->changes) =
        (struct contact_change){ .source_version = row->source_version,
            .name = c->name,
            .email = c->email,
            .phone = c->phone,
            .language = c->language,
            .time_zone = c->time_zone,
            .roles = c->roles,
            .email_consent = c->email_consent && !v->opted_out,
            .active = c->active,
            .known_from = known_at,
            .recorded_at = w->now,
            .id = v->id };
    *LIST_ADD(w->a, l->customers) = v->customer_id;
    led_tell_customer(w, v->customer_id, "contact", "contact", v->id,
        "Data of contact %s changed", c->name);
    led_done(w, i, LEDGER_CHANGED, v->id);
    led_trail(w, i, NULL, v->id, v->customer_id,
        &(struct ledger_row){ .kind = LEDGER_CONTACT,
            .source_version = v->source_version,
            .known_at = v->known_from,
            .contact = { .customer = c->customer,
                .name = v->name,
                .email = v->email,
                .phone = v->phone,
                .language = v->language,
                .time_zone = v->time_zone,
                .roles = v->roles,
                .email_consent = v->email_consent,
                .active = v->active } });
}

static void
one(struct led *w, struct lists *l, const struct map *by_source, size_t i)
{
    const struct ledger_row *row = w->rows[i];
    const struct ledger_contact *c = &row->contact;
    uint64_t customer = led_customer_id(w, c->customer);
    const struct contact_for_upsert *v = map_text(by_source, row->source_id);
    int64_t known_at = row->known_at == INSTANT_NONE ? w->now : row->known_at;

    if (v && row->source_version < v->source_version) {
        led_done(w, i, LEDGER_OLDER, v->id);
    } else if (!customer) {
        led_park(w, i, "customer/%s", c->customer);
    } else if (!v) {
        create(w, l, i, customer, known_at);
    } else if (v->customer_id != customer) {
        led_refuse(w, i, "customer",
            "of a contact never changes: switch this one off "
            "and send another");
    } else if (same_contact(v, c)) {
        if (row->source_version > v->source_version)
            *LIST_ADD(w->a, l->seen) =
                (struct contact_seen){ .source_version = row->source_version,
                    .id = v->id };
        led_done(w, i, LEDGER_SAME, v->id);
    } else if (row->source_version && row->source_version == v->source_version) {
        led_refuse(w, i, "source_version", "%llu stands with other content",
            (unsigned long long)row->source_version);
    } else {
        change(w, l, i, v, known_at);
    }
}

static enum err
load(struct led *w, struct map *by_source)
{
    LIST(const char *) customers = { 0 };
    struct contact_for_upsert *rows;
    struct led_set set;
    size_t n;
    enum err e;

    led_set_init(&set, w->a);
    for (size_t i = 0; i < w->n; i++) {
        if (w->rows[i]->kind != LEDGER_CONTACT || !led_open(w, i))
            continue;
        led_set_text(&set, w->rows[i]->source_id);
        *LIST_ADD(w->a, customers) = w->rows[i]->contact.customer;
    }
    if (!set.n)
        return OK;
    if ((e = led_load_customers(w, customers.at, customers.n)) ||
        (e = contact_for_upsert(
             w->db, w->a, w->call->source_system, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        map_put_text(by_source, rows[i].source_id, &rows[i]);
    return OK;
}

static enum err
lock_and_touch(struct led *w, const struct lists *l)
{
    struct customer_cases *rows;
    struct led_set set;
    uint64_t *ids;
    size_t n;
    enum err e;

    if (!l->customers.n)
        return OK;
    led_set_init(&set, w->a);
    for (size_t i = 0; i < l->customers.n; i++)
        led_set_id(&set, l->customers.at[i]);
    if ((e = customer_cases(w->db, w->a, led_set_end(&set), &rows, &n)))
        return e;
    ids = arena_new_n(w->a, n, uint64_t);
    for (size_t i = 0; i < n; i++) {
        ids[i] = rows[i].id;
        led_touch(w, rows[i].id);
    }
    return case_lock_many(w->db, w->a, ids, n);
}

enum err
led_contacts(struct led *w)
{
    struct lists l = { 0 };
    struct map by_source;
    enum err e;

    map_init(&by_source, w->a);
    if ((e = load(w, &by_source)))
        return e;
    for (size_t i = 0; i < w->n; i++)
        if (w->rows[i]->kind == LEDGER_CONTACT && led_open(w, i))
            one(w, &l, &by_source, i);
    if ((e = w->fault) || (e = lock_and_touch(w, &l)))
        return e;
    if (l.fresh.n && (e = contact_insert(w->db, l.fresh.at, l.fresh.n, NULL)))
        return e;
    if (l.history.n &&
        (e = contact_history_insert(w->db, l.history.at, l.history.n, NULL)))
        return e;
    if (l.changes.n && (e = contact_change(w->db, l.changes.at, l.changes.n, NULL)))
        return e;
    return l.seen.n ? contact_seen(w->db, l.seen.at, l.seen.n, NULL) : OK;
}
