#include "base/date.h"
#include "handler/collector/items.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_item_view.h"

const struct param HISTORY_PARAMS[] = {
    { .name = "case_id", .kind = PARAM_ID },
    { .name = NULL },
};

static void
json_closed(struct json *j, const struct item_closed *i)
{
    bool due = i->due_on != DAY_NONE;

    json_open(j, NULL, '{');
    json_id(j, "id", i->id);
    json_id(j, "case_id", i->case_id);
    json_text(j, "kind", i->kind);
    json_text(j, "side", i->side);
    json_text(j, "number", i->number);
    json_text(j, "reference", i->reference);
    json_day(j, "issued_on", i->issued_on);
    json_day_or_null(j, "due_on", i->due_on);
    json_day(j, "closed_on", i->closed_on);
    if (due)
        json_i64(j, "days_late", i->closed_on - i->due_on);
    else
        json_nil(j, "days_late");
    json_amount(j, "amount", i->amount_minor, i->currency);
    json_text(j, "status", i->status);
    json_close(j, '}');
}

/* GET customers/{id}/history -> 200 the last closed first | 404 */
enum err
items_closed(struct rq *rq)
{
    struct rq_cursor before = { .key = DATE_DAY__MAX - 1, .id = UINT64_MAX }, last;
    uint64_t customer_id = rq_part_id(rq, "id");
    struct item_closed *row;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "history", &before, &first)) ||
        (e = reach_customer(rq, customer_id)) ||
        (e = item_closed(rq->db, rq->arena, customer_id, rq->who.scope,
             rq_id(rq, "case_id"), (int32_t)before.key, before.id,
             (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].closed_on, .id = row[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_closed(j, &row[i]);
    rq_list_close(rq, "history", more ? &last : NULL);
    return OK;
}
