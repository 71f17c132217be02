#include "service/ledger/trail.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "service/ledger/json.h"
#include "store/audit.h"

bool
led_trails(const struct led *w)
{
    return !w->call->import_title;
}

void
led_trail(struct led *w, size_t i, const char *kind, uint64_t id, uint64_t customer_id,
    const struct ledger_row *was)
{
    const struct actor *by = w->call->by;
    const struct ledger_row *row = w->rows[i];

    bool change = w->results[i]->status == LEDGER_CHANGED;

    if (!led_trails(w) || (!change && !w->alone))
        return;
    if (!kind)
        kind = ledger_kind_name(row->kind);
    *LIST_ADD(w->a, w->trail) = (struct audit_insert_many){ .at = w->now,
        .actor_kind = actor_kind_name(by->kind),
        .actor_id = by->id,
        .ip = by->ip,
        .request_id = by->request_id,
        .action = arena_fmt(w->a, "%s.%s", kind, change ? "change" : "create"),
        .object_kind = kind,
        .object_id = audit_id(w->a, id),
        .customer_id = customer_id,
        .before_json = was ? ledger_row_write(w->a, was) : NULL,
        .after_json = ledger_row_write(w->a, row) };
}

/* A customer's parent is known here by our id alone, unless it stays the same. */
static const char *
parent_was(
    struct led *w, size_t i, const struct customer_for_upsert *v, uint64_t parent_id)
{
    if (v->parent_id == parent_id)
        return w->rows[i]->customer.parent;
    return v->parent_id ? arena_fmt(w->a, "id:%" PRIu64, v->parent_id) : NULL;
}

void
led_trail_customer(struct led *w, size_t i, const struct customer_for_upsert *v,
    uint64_t parent_id, const struct address_of_customers *old, size_t old_n)
{
    struct ledger_row was = { .kind = LEDGER_CUSTOMER,
        .source_version = v->source_version,
        .known_at = v->known_from,
        .customer = { .number = v->number,
            .name = v->name,
            .parent = parent_was(w, i, v, parent_id),
            .status = v->status,
            .kind = v->kind,
            .language = v->language,
            .time_zone = v->time_zone,
            .country = v->country,
            .region = v->region,
            .tax_id = v->tax_id,
            .terms_days = v->terms_days,
            .payment_method = v->payment_method,
            .credit_limit_minor = v->credit_limit_minor,
            .since_on = v->since_on,
            .has_addresses = w->rows[i]->customer.has_addresses } };
    struct ledger_customer *c = &was.customer;

    if (!led_trails(w))
        return;
    memcpy(c->credit_currency, v->credit_currency, sizeof c->credit_currency);
    if (c->has_addresses) {
        c->addresses = arena_new_n(w->a, old_n, struct ledger_address);
        for (size_t k = 0; k < old_n; k++)
            c->addresses[c->addresses_n++] =
                (struct ledger_address){ .kind = old[k].kind,
                    .line1 = old[k].line1,
                    .line2 = old[k].line2,
                    .postcode = old[k].postcode,
                    .city = old[k].city,
                    .region = old[k].region,
                    .country = old[k].country };
    }
    led_trail(w, i, NULL, v->id, v->id, &was);
}

enum err
led_write_trail(struct led *w)
{
    return w->trail.n ? audit_insert_many(w->db, w->trail.at, w->trail.n, NULL) : OK;
}

/* "1001-1400,1402": ids come in blocks, so a batch has few ranges. */
static void
ids_made(struct buf *b, const struct ledger_row *rows,
    const struct ledger_result *results, size_t n, enum ledger_kind kind)
{
    uint64_t first = 0, last = 0;

    for (size_t i = 0; i <= n; i++) {
        uint64_t id = 0;

        if (i < n) {
            if (rows[i].kind != kind || results[i].status != LEDGER_CREATED)
                continue;
            id = results[i].id;
            if (first && id == last + 1) {
                last = id;
                continue;
            }
        }
        if (first) {
            if (b->len)
                buf_char(b, ',');
            buf_u64(b, first);
            if (last > first) {
                buf_char(b, '-');
                buf_u64(b, last);
            }
        }
        first = last = id;
    }
}

enum err
led_trail_batch(struct db *db, struct arena *a, const struct ledger_call *call,
    const struct ledger_row *rows, const struct ledger_result *results, size_t n)
{
    uint64_t counts[LEDGER_STATUS__MAX] = { 0 };
    struct buf b;
    struct json j = { .out = &b };

    for (size_t i = 0; i < n; i++)
        counts[results[i].status]++;
    if (call->import_title || n < 2 ||
        !(counts[LEDGER_CREATED] + counts[LEDGER_CHANGED]))
        return OK;
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "source_system", call->source_system);
    for (enum ledger_status s = 0; s < LEDGER_STATUS__MAX; s++)
        json_u64(&j, ledger_status_name(s), counts[s]);
    json_open(&j, "ids_created", '{');
    for (enum ledger_kind k = 0; k < LEDGER_KIND__MAX; k++) {
        struct buf ids;

        buf_init(&ids, a);
        ids_made(&ids, rows, results, n, k);
        if (ids.len)
            json_text(&j, ledger_kind_name(k), ids.text);
    }
    json_close(&j, '}');
    json_close(&j, '}');
    return audit_add(db, &(struct audit){ .by = call->by,
                             .action = "ledger.batch",
                             .object_kind = "batch",
                             .object_text = call->by->request_id,
                             .after = b.text });
}
