#include "handler/integrator/rows.h"

#include <string.h>

#include "base/text.h"
#include "service/ledger.h"
#include "service/ledger/json.h"

enum { SYSTEM__MAX = 32 };

static const struct jsonin_limits BATCH_LIMITS = { ROWS_BODY__MAX, 1000000, 16 };

static enum err
may_write(struct rq *rq, const char *system)
{
    if (rq->who.source_system && !text_eq(rq->who.source_system, system))
        return rq_problem(rq, ERR_DENIED, 403, "forbidden",
            "This client may write rows of the source system '%s' only.",
            rq->who.source_system);
    if (!system[0] || strlen(system) > SYSTEM__MAX || text_eq(system, "dunlin"))
        return rq_problem(rq, ERR_DENIED, 403, "forbidden",
            "'%s' is no source system of an integrator.", system);
    return OK;
}

static void
json_result(struct json *j, const struct ledger_result *r)
{
    json_text(j, "status", ledger_status_name(r->status));
    if (r->id)
        json_id(j, "id", r->id);
    else
        json_nil(j, "id");
    json_text(j, "waits_for", r->waits_for);
}

static const char *
pointer_of(struct arena *a, const char *field)
{
    return field && field[0] ? arena_fmt(a, "/%s", field) : "";
}

/* One row. 201 created, 200 changed, same or older, 202 parked, 422 refused. */
static enum err
apply_one(struct rq *rq, const char *system, struct ledger_row *row)
{
    const struct ledger_call call = {
        .source_system = system, .by = &rq->actor, .client_id = rq->who.client_id
    };
    struct ledger_result r;
    struct json *j;
    enum err e;

    if ((e = ledger_apply(rq->db, rq->arena, &call, row, 1, &r)))
        return e;
    if (r.status == LEDGER_REFUSED) {
        faults_add(&rq->faults, pointer_of(rq->arena, r.field), "%s", r.message);
        return ERR_INVALID;
    }
    j = rq_reply(rq, r.status == LEDGER_CREATED  ? 201
                     : r.status == LEDGER_PARKED ? 202
                                                 : 200);
    json_open(j, NULL, '{');
    json_result(j, &r);
    json_close(j, '}');
    return OK;
}

static enum err
put(struct rq *rq, enum ledger_kind kind)
{
    const char *system = rq_part(rq, "system"), *key = rq_part(rq, "key");
    struct ledger_row row;
    struct jval *v;
    enum err e;

    if ((e = may_write(rq, system)) || (e = rq_json(rq, &v)))
        return e;
    if (!key[0] || strlen(key) > LEDGER_ID__MAX)
        return ERR_NOT_FOUND;
    ledger_row_read(v, rq->arena, kind, system, key, &row);
    if ((e = rq_json_end(rq)))
        return e;
    return apply_one(rq, system, &row);
}

/* The system of a batch: the client's, else what its first row says. */
static const char *
system_of(struct rq *rq, struct jval *list)
{
    const char *system = rq->who.source_system;
    struct jval *first = jsonin_first(list);

    if (!system && first)
        (void)jsonin_text(first, "source_system", JSONIN_NEED, SYSTEM__MAX, &system);
    return system ? system : "";
}

struct batch {
    size_t n;
    struct ledger_row *rows;
    struct ledger_result *results;
    struct faults *faults; /* of each row; none until one needs it */
    const char *system;
    bool atomic, bad;
};

/* Rows one by one, each with faults of its own: a bad one stops no other. */
static void
read_rows(struct rq *rq, struct batch *b, struct jval *list, enum ledger_kind kind)
{
    struct faults *whole = rq->in.faults;
    size_t i = 0;

    for (struct jval *v = jsonin_first(list); v; v = jsonin_next(v), i++) {
        struct faults *f = &b->faults[i];

        faults_init(f, rq->arena);
        rq->in.faults = f;
        ledger_row_read(v, rq->arena, kind, b->system, NULL, &b->rows[i]);
        if (f->n) {
            b->rows[i].skip = b->bad = true;
            b->results[i] = (struct ledger_result){ .status = LEDGER_REFUSED };
        }
    }
    rq->in.faults = whole;
}

static void
json_row(struct rq *rq, struct json *j, const struct batch *b, size_t i)
{
    const struct ledger_result *r = &b->results[i];
    const struct faults *f = &b->faults[i];
    size_t lead = strlen(arena_fmt(rq->arena, "/rows/%zu", i));

    json_open(j, NULL, '{');
    json_u64(j, "index", i);
    json_result(j, r);
    json_open(j, "errors", '[');
    for (size_t k = 0; k < f->n; k++) {
        json_open(j, NULL, '{');
        json_text(j, "pointer",
            strlen(f->list[k].pointer) >= lead ? f->list[k].pointer + lead : "");
        json_text(j, "message", f->list[k].message);
        json_close(j, '}');
    }
    if (r->status == LEDGER_REFUSED && r->message) {
        json_open(j, NULL, '{');
        json_text(j, "pointer", pointer_of(rq->arena, r->field));
        json_text(j, "message", r->message);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void
answer_batch(struct rq *rq, const struct batch *b)
{
    struct json *j = rq_reply(rq, 200);
    uint64_t counts[LEDGER_STATUS__MAX] = { 0 };

    json_open(j, NULL, '{');
    json_open(j, "results", '[');
    for (size_t i = 0; i < b->n; i++) {
        json_row(rq, j, b, i);
        counts[b->results[i].status]++;
    }
    json_close(j, ']');
    json_open(j, "counts", '{');
    for (enum ledger_status s = 0; s < LEDGER_STATUS__MAX; s++)
        json_u64(j, ledger_status_name(s), counts[s]);
    json_close(j, '}');
    json_close(j, '}');
}

/* All or nothing, and it was nothing: the rows that stood in the way. */
static enum err
refuse_batch(struct rq *rq, const struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        const struct ledger_result *r = &b->results[i];

        for (size_t k = 0; k < b->faults[i].n; k++)
            faults_add(&rq->faults, b->faults[i].list[k].pointer, "%s",
                b->faults[i].list[k].message);
        if (r->status == LEDGER_REFUSED && r->message)
            faults_add(&rq->faults,
                arena_fmt(rq->arena, "/rows/%zu%s", i, pointer_of(rq->arena, r->field)),
                "%s", r->message);
    }
    return ERR_INVALID;
}

static enum err
apply_batch(struct rq *rq, struct batch *b)
{
    const struct ledger_call call = { .source_system = b->system,
        .by = &rq->actor,
        .client_id = rq->who.client_id,
        .atomic = b->atomic };
    enum err e;

    if (b->atomic && b->bad)
        return refuse_batch(rq, b);
    e = ledger_apply(rq->db, rq->arena, &call, b->rows, b->n, b->results);
    if (e == ERR_INVALID && b->atomic)
        return refuse_batch(rq, b);
    if (!e)
        answer_batch(rq, b);
    return e;
}

static enum err
batch(struct rq *rq, enum ledger_kind kind)
{
    struct batch b = { 0 };
    struct jval *v, *list;
    enum err e;

    if ((e = rq_json_limits(rq, &BATCH_LIMITS, &v)))
        return e;
    list = jsonin_array(v, "rows", JSONIN_NEED, LEDGER_BATCH__MAX);
    jsonin_bool(v, "atomic", JSONIN_MAY, &b.atomic);
    b.n = list ? jsonin_count(list) : 0;
    if (b.n)
        b.system = system_of(rq, list);
    if ((e = rq_json_end(rq)))
        return e;
    if (b.n && (e = may_write(rq, b.system)))
        return e;
    b.rows = arena_new_n(rq->arena, b.n, struct ledger_row);
    b.results = arena_new_n(rq->arena, b.n, struct ledger_result);
    b.faults = arena_new_n(rq->arena, b.n, struct faults);
    read_rows(rq, &b, list, kind);
    return apply_batch(rq, &b);
}

/* PUT {resource}/{system}/{key} -> 201 | 200 | 202 parked | 422 */
enum err
customers_put(struct rq *rq)
{
    return put(rq, LEDGER_CUSTOMER);
}

enum err
contacts_put(struct rq *rq)
{
    return put(rq, LEDGER_CONTACT);
}

enum err
invoices_put(struct rq *rq)
{
    return put(rq, LEDGER_INVOICE);
}

enum err
credit_notes_put(struct rq *rq)
{
    return put(rq, LEDGER_CREDIT);
}

enum err
payments_put(struct rq *rq)
{
    return put(rq, LEDGER_PAYMENT);
}

enum err
allocations_put(struct rq *rq)
{
    return put(rq, LEDGER_ALLOCATION);
}

/* POST allocations/{system}/{key}/reverse -> 201 | 200 | 202 parked | 422 */
enum err
allocations_reverse(struct rq *rq)
{
    return put(rq, LEDGER_REVERSAL);
}

/* POST {resource}/batch -> 200 {results, counts} | 422 atomic, nothing written */
enum err
customers_batch(struct rq *rq)
{
    return batch(rq, LEDGER_CUSTOMER);
}

enum err
contacts_batch(struct rq *rq)
{
    return batch(rq, LEDGER_CONTACT);
}

enum err
invoices_batch(struct rq *rq)
{
    return batch(rq, LEDGER_INVOICE);
}

enum err
credit_notes_batch(struct rq *rq)
{
    return batch(rq, LEDGER_CREDIT);
}

enum err
payments_batch(struct rq *rq)
{
    return batch(rq, LEDGER_PAYMENT);
}

enum err
allocations_batch(struct rq *rq)
{
    return batch(rq, LEDGER_ALLOCATION);
}
