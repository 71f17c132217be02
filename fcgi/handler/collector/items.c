#include "handler/collector/items.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/collector/expected_cash.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/case.h"
#include "store/q_forecast.h"
#include "store/q_invoice_note.h"
#include "store/q_item_view.h"

enum { ITEMS_FIRST = 100, NOTES__MAX = 100 };

static const char *const STATE[] = { "open", "all", NULL };
static const char *const KIND[] = { "invoice", "credit", "payment", "refund", "fee",
    "interest", "write_off", NULL };
static const char *const SORT[] = { "due_on", NULL };

const struct param ITEMS_PARAMS[] = {
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = "kind", .kind = PARAM_ENUM, .names = KIND },
    { .name = "case_id", .kind = PARAM_ID },
    { .name = "sort", .kind = PARAM_ENUM, .names = SORT },
    { .name = NULL },
};

/* What stands against one item. */
struct standing {
    int64_t disputed, promised;
    bool held;
};

static bool
is_about(const struct item_claims *c, const struct item_open_debits *i)
{
    if (c->item_id)
        return c->item_id == i->id;
    return text_eq(c->kind, "hold") && (!c->case_id || c->case_id == i->case_id);
}

static struct standing
standing_of(const struct item_open_debits *i, int32_t today,
    const struct item_claims *c, size_t n)
{
    struct standing s = { 0 };

    for (; n--; c++) {
        if (!is_about(c, i))
            continue;
        if (text_eq(c->kind, "dispute"))
            s.disputed += c->minor;
        else if (text_eq(c->kind, "promise"))
            s.promised += c->until_on >= today ? c->minor : 0;
        else
            s.held |= c->until_on == DAY_NONE || c->until_on >= today;
    }
    return s;
}

/* One page: its documents, and what further is told of them. */
struct page {
    bool all; /* not only what is open */
    struct item_open_debits *row;
    size_t n;
    struct item_instalments *inst; /* of documents with several, by item, seq */
    size_t inst_n;
    struct item_claims *claim;
    size_t claim_n;
    struct forecast_of *forecast; /* of the listed instalments that are open */
    size_t forecast_n;
    bool more; /* there are others after last */
    struct rq_cursor last;
};

static bool
has_several(const struct item_open_debits *i)
{
    return i->inst_id && (i->inst_seq > 1 || i->inst_amount != i->amount_minor);
}

static void
json_instalment(struct json *j, const struct item_instalments *i, const char *currency)
{
    json_open(j, NULL, '{');
    json_id(j, "id", i->id);
    json_i64(j, "seq", i->seq);
    json_day(j, "due_on", i->due_on);
    json_money(j, "amount", i->amount_minor, currency);
    json_money(j, "open", i->open_minor, currency);
    json_close(j, '}');
}

static void
json_instalments(struct json *j, const struct item_open_debits *i, const struct page *p)
{
    json_open(j, "instalments", '[');
    if (has_several(i)) {
        for (size_t k = 0; k < p->inst_n; k++)
            if (p->inst[k].item_id == i->id)
                json_instalment(j, &p->inst[k], i->currency);
    } else if (i->inst_id) {
        const struct item_instalments one = { i->id, i->inst_id, i->inst_seq,
            i->sort_on, i->inst_amount, i->inst_open };

        json_instalment(j, &one, i->currency);
    }
    json_close(j, ']');
}

/* Of the instalment that the document is listed by. */
static void
json_forecast(struct json *j, const struct item_open_debits *i, const struct page *p,
    int32_t today)
{
    for (size_t k = 0; i->inst_id && i->open_minor && k < p->forecast_n; k++) {
        const struct forecast_of *f = &p->forecast[k];

        if (f->instalment_id == i->inst_id) {
            json_expected_on(
                j, today, f->expected_on, f->from_on, f->to_on, f->reasons);
            return;
        }
    }
    json_expected_on(j, today, DAY_NONE, DAY_NONE, DAY_NONE, NULL);
}

static void
json_item(struct rq *rq, const struct item_open_debits *i, const struct page *p)
{
    int32_t today = zone_day(zone_find(i->time_zone), rq->now_us);
    struct standing s = standing_of(i, today, p->claim, p->claim_n);
    int32_t due_on = i->inst_id ? i->sort_on : DAY_NONE; /* credits are never due */
    bool late = i->open_minor && i->inst_id && due_on < today;
    struct json *j = &rq->json;

    json_open(j, NULL, '{');
    json_id(j, "id", i->id);
    json_id(j, "case_id", i->case_id);
    json_text(j, "kind", i->kind);
    json_text(j, "side", i->side);
    json_text(j, "number", i->number);
    json_text(j, "reference", i->reference);
    json_day(j, "issued_on", i->issued_on);
    json_day_or_null(j, "due_on", due_on);
    json_i64(j, "days_late", late ? today - due_on : 0);
    json_money(j, "amount", i->amount_minor, i->currency);
    json_money(j, "open", i->open_minor, i->currency);
    json_text(j, "currency", i->currency);
    json_money(j, "disputed", s.disputed, i->currency);
    json_money(j, "promised", s.promised, i->currency);
    json_bool(j, "held", s.held);
    json_text(j, "status", i->status);
    json_instalments(j, i, p);
    json_forecast(j, i, p, today);
    json_close(j, '}');
}

/* -- reading --------------------------------------------------------------- */

/* Which documents of whom. */
struct ask {
    uint64_t customer_id, case_id;
    const char *kind;
    struct rq_cursor after;
    size_t limit;
};

#define ASK(statement, out, count)                                       \
    statement(rq->db, rq->arena,                                         \
        &(const struct statement##_in){ .customer_id = ask->customer_id, \
            .scope = rq->who.scope,                                      \
            .kind = ask->kind,                                           \
            .case_id = ask->case_id,                                     \
            .after_on = (int32_t)ask->after.key,                         \
            .after_id = ask->after.id,                                   \
            .take = (uint32_t)ask->limit + 1 },                          \
        (out), (count))

static bool
comes_before(const struct item_open_debits *a, const struct item_open_debits *b)
{
    return a->sort_on != b->sort_on ? a->sort_on < b->sort_on : a->id < b->id;
}

/* Debits and credits are each in order; the page is both. */
static enum err
read_open(struct rq *rq, const struct ask *ask, struct page *p)
{
    struct item_open_debits *d, *c;
    size_t d_n, c_n, i = 0, k = 0;
    enum err e;

    if ((e = ASK(item_open_debits, &d, &d_n)) || (e = ASK(item_open_credits, &c, &c_n)))
        return e;
    p->row = d;
    p->n = d_n;
    if (!c_n)
        return OK;
    p->row = arena_new_n(rq->arena, d_n + c_n, struct item_open_debits);
    for (p->n = 0; i < d_n || k < c_n; p->n++)
        if (k == c_n || (i < d_n && comes_before(&d[i], &c[k])))
            p->row[p->n] = d[i++];
        else
            p->row[p->n] = c[k++];
    return OK;
}

static bool
is_among(const uint64_t *ids, size_t n, uint64_t id)
{
    while (n)
        if (ids[--n] == id)
            return true;
    return false;
}

/* All instalments of those that have several. */
static enum err
read_instalments(struct rq *rq, struct page *p)
{
    uint64_t *ids = arena_new_n(rq->arena, p->n + 1, uint64_t);
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (has_several(&p->row[i]) && !is_among(ids, n, p->row[i].id))
            ids[n++] = p->row[i].id;
    if (!n)
        return OK;
    return item_instalments(
        rq->db, rq->arena, case_ids_json(rq->arena, ids, n), &p->inst, &p->inst_n);
}

/* Whether the row's instalment is the one its document is listed by: the open one due
 * first. */
static bool
is_listed_here(const struct item_open_debits *row, const struct page *p)
{
    for (size_t k = 0; k < p->inst_n; k++) {
        const struct item_instalments *i = &p->inst[k];

        if (i->item_id == row->id && i->open_minor && i->seq != row->inst_seq &&
            (i->due_on < row->sort_on ||
                (i->due_on == row->sort_on && i->seq < row->inst_seq)))
            return false;
    }
    return true;
}

static enum err
read_forecasts(struct rq *rq, struct page *p)
{
    uint64_t *ids = arena_new_n(rq->arena, p->n + 1, uint64_t);
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (p->row[i].inst_id && p->row[i].inst_open)
            ids[n++] = p->row[i].inst_id;
    if (!n)
        return OK;
    return forecast_of(rq->db, rq->arena, case_ids_json(rq->arena, ids, n),
        &p->forecast, &p->forecast_n);
}

static enum err
read_page(struct rq *rq, const struct ask *ask, struct page *p)
{
    enum err e = p->all ? ASK(item_all, &p->row, &p->n) : read_open(rq, ask, p);

    if (e)
        return e;
    /* A row proves that the user may see the customer; without any, ask. */
    if (!p->n && (e = reach_customer(rq, ask->customer_id)))
        return e;
    if ((p->more = p->n > ask->limit)) {
        p->n = ask->limit;
        p->last = (struct rq_cursor){ .key = p->row[p->n - 1].sort_on,
            .id = p->row[p->n - 1].id };
    }
    if ((e = read_instalments(rq, p)) || (e = read_forecasts(rq, p)))
        return e;
    return item_claims(rq->db, rq->arena, ask->customer_id, &p->claim, &p->claim_n);
}

static void
json_rows(struct rq *rq, const struct page *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->all || !has_several(&p->row[i]) || is_listed_here(&p->row[i], p))
            json_item(rq, &p->row[i], p);
}

/* GET customers/{id}/items -> 200 earliest due first | 404 */
enum err
items_list(struct rq *rq)
{
    struct ask ask = { .customer_id = rq_part_id(rq, "id"),
        .case_id = rq_id(rq, "case_id"),
        .kind = rq_text(rq, "kind"),
        .after = { .key = DATE_DAY__MIN },
        .limit = rq->limit };
    struct page p = { .all = rq_enum(rq, "state", 0) == 1 };
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "items", &ask.after, &first)) ||
        (e = read_page(rq, &ask, &p)))
        return e;
    rq_viewed(rq, "customer", ask.customer_id, ask.customer_id);
    rq_list_open(rq);
    json_rows(rq, &p);
    rq_list_close(rq, "items", p.more ? &p.last : NULL);
    return OK;
}

enum err
json_open_items(struct rq *rq, const char *key, uint64_t customer_id, uint64_t case_id)
{
    const struct ask ask = { .customer_id = customer_id,
        .case_id = case_id,
        .after = { .key = DATE_DAY__MIN },
        .limit = ITEMS_FIRST };
    struct json *j = &rq->json;
    struct page p = { 0 };
    enum err e;

    if ((e = read_page(rq, &ask, &p)))
        return e;
    json_open(j, key, '{');
    json_open(j, "rows", '[');
    json_rows(rq, &p);
    json_close(j, ']');
    json_text(j, "next", p.more ? rq_cursor_text(rq, "items", &p.last) : NULL);
    json_close(j, '}');
    return OK;
}

/* -- what the customer wrote on them ------------------------------------------- */

/* GET customers/{id}/invoice-notes -> 200 the newest first | 404 */
enum err
invoice_notes_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct invoice_notes_of_item *note;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = invoice_notes_of_customer(
             rq->db, rq->arena, customer_id, rq->who.scope, NOTES__MAX, &note, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", note[i].id);
        json_id(j, "item_id", note[i].item_id);
        json_text(j, "item_number", note[i].item_number);
        json_text(j, "author_name", note[i].author_name);
        json_text(j, "body", note[i].body);
        json_instant(j, "at", note[i].created_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "invoice-notes", NULL);
    return OK;
}
