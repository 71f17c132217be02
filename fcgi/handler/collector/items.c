#include "handler/collector/items.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_item_view.h"

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
is_about(const struct item_claims *c, const struct item_open_page *i)
{
    if (c->item_id)
        return c->item_id == i->id;
    return text_eq(c->kind, "hold") && (!c->case_id || c->case_id == i->case_id);
}

static struct standing
standing_of(const struct item_open_page *i, int32_t today, const struct item_claims *c,
    size_t n)
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

static void
json_instalments(struct json *j, const struct item_open_page *row, size_t n)
{
    json_open(j, "instalments", '[');
    for (size_t i = 0; i < n && row[i].inst_id; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", row[i].inst_id);
        json_i64(j, "seq", row[i].inst_seq);
        json_day(j, "due_on", row[i].inst_due_on);
        json_money(j, "amount", row[i].inst_amount, row[i].currency);
        json_money(j, "open", row[i].inst_open, row[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* rows: those of one item, one an instalment. */
static void
json_item(struct rq *rq, const struct item_open_page *row, size_t n,
    const struct item_claims *claims, size_t claims_n)
{
    int32_t today = zone_day(zone_find(row->time_zone), rq->now_us);
    struct standing s = standing_of(row, today, claims, claims_n);
    bool late = row->open_minor && row->due_on != DAY_NONE && row->due_on < today;
    struct json *j = &rq->json;

    json_open(j, NULL, '{');
    json_id(j, "id", row->id);
    json_id(j, "case_id", row->case_id);
    json_text(j, "kind", row->kind);
    json_text(j, "side", row->side);
    json_text(j, "number", row->number);
    json_text(j, "reference", row->reference);
    json_day(j, "issued_on", row->issued_on);
    json_day_or_null(j, "due_on", row->due_on);
    json_i64(j, "days_late", late ? today - row->due_on : 0);
    json_money(j, "amount", row->amount_minor, row->currency);
    json_money(j, "open", row->open_minor, row->currency);
    json_text(j, "currency", row->currency);
    json_money(j, "disputed", s.disputed, row->currency);
    json_money(j, "promised", s.promised, row->currency);
    json_bool(j, "held", s.held);
    json_text(j, "status", row->status);
    json_instalments(j, row, n);
    json_close(j, '}');
}

static size_t
rows_of_item(const struct item_open_page *row, size_t n)
{
    size_t k = 1;

    while (k < n && row[k].id == row->id)
        k++;
    return k;
}

static enum err
ask(struct rq *rq, uint64_t customer_id, const struct rq_cursor *after,
    struct item_open_page **row, size_t *n)
{
    const struct item_open_page_in open = { .customer_id = customer_id,
        .scope = rq->who.scope,
        .kind = rq_text(rq, "kind"),
        .case_id = rq_id(rq, "case_id"),
        .after_on = (int32_t)after->key,
        .after_id = after->id,
        .take = (uint32_t)rq->limit + 1 };
    const struct item_all_page_in all = { .customer_id = open.customer_id,
        .scope = open.scope,
        .kind = open.kind,
        .case_id = open.case_id,
        .after_on = open.after_on,
        .after_id = open.after_id,
        .take = open.take };

    return rq_enum(rq, "state", 0) ? item_all_page(rq->db, rq->arena, &all, row, n)
                                   : item_open_page(rq->db, rq->arena, &open, row, n);
}

/* Writes at most the page's items; *last is where the next page starts. */
static bool
write_items(struct rq *rq, const struct item_open_page *row, size_t n,
    const struct item_claims *claims, size_t claims_n, struct rq_cursor *last)
{
    size_t items = 0;

    for (size_t i = 0, k; i < n; i += k, items++) {
        k = rows_of_item(&row[i], n - i);
        if (items == rq->limit)
            return true;
        json_item(rq, &row[i], k, claims, claims_n);
        *last = (struct rq_cursor){ .key = row[i].sort_on, .id = row[i].id };
    }
    return false;
}

/* GET customers/{id}/items -> 200 earliest due first | 404 */
enum err
items_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct rq_cursor after = { .key = DATE_DAY__MIN }, last;
    struct item_open_page *row;
    struct item_claims *claims;
    size_t n, claims_n;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "items", &after, &first)) ||
        (e = ask(rq, customer_id, &after, &row, &n)))
        return e;
    /* A row proves that the user may see the customer; without any, ask. */
    if (!n && (e = reach_customer(rq, customer_id)))
        return e;
    if ((e = item_claims(rq->db, rq->arena, customer_id, &claims, &claims_n)))
        return e;
    rq_list_open(rq);
    more = write_items(rq, row, n, claims, claims_n, &last);
    rq_list_close(rq, "items", more ? &last : NULL);
    return OK;
}
