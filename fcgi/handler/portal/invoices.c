#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "store/q_portal.h"

static const char *const STATE[] = { "open", "all", NULL };

const struct param PORTAL_INVOICES_PARAMS[] = {
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = "currency", .kind = PARAM_CURRENCY },
    { .name = "q", .summary = "part of the number" },
    { .name = NULL },
};

static const char *
status_of(const struct portal_open_invoices *i, int32_t today)
{
    if (text_eq(i->status, "cancelled"))
        return "cancelled";
    if (!i->open_minor)
        return "paid";
    if (i->disputed_minor)
        return "disputed";
    if (i->due_on < today)
        return "overdue";
    return i->open_minor < i->amount_minor ? "partly_paid" : "open";
}

static void
json_invoice(struct rq *rq, struct json *j, const struct portal_open_invoices *i)
{
    int32_t today = zone_day(zone_find(i->time_zone), rq->now_us);
    bool late = i->open_minor && i->due_on < today;

    json_id(j, "id", i->id);
    json_text(j, "number", i->number);
    json_text(j, "kind", i->kind);
    json_day(j, "issued_on", i->issued_on);
    json_day(j, "due_on", i->due_on);
    json_i64(j, "days_late", late ? today - i->due_on : 0);
    json_money(j, "amount", i->amount_minor, i->currency);
    json_money(j, "open", i->open_minor, i->currency);
    json_text(j, "currency", i->currency);
    json_text(j, "status", status_of(i, today));
    json_money(j, "disputed", i->disputed_minor, i->currency);
    json_money(j, "promised", i->promised_minor, i->currency);
}

static enum err
ask(struct rq *rq, bool all, const struct rq_cursor *after,
    struct portal_open_invoices **row, size_t *n)
{
    const struct portal_all_invoices_in of_all = { .customer_id = rq->who.customer_id,
        .item_id = rq->who.item_id,
        .currency = rq_text(rq, "currency"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .after_on = (int32_t)after->key,
        .after_id = after->id,
        .take = (uint32_t)rq->limit + 1 };
    const struct portal_open_invoices_in of_open = { .customer_id = of_all.customer_id,
        .item_id = of_all.item_id,
        .currency = of_all.currency,
        .q = of_all.q,
        .after_on = of_all.after_on,
        .after_id = of_all.after_id,
        .take = of_all.take };

    return all ? portal_all_invoices(rq->db, rq->arena, &of_all, row, n)
               : portal_open_invoices(rq->db, rq->arena, &of_open, row, n);
}

/* GET invoices -> 200 the open ones, earliest due first; all, newest first */
enum err
portal_invoices_list(struct rq *rq)
{
    bool all = rq_enum(rq, "state", 0) == 1, first, more;
    const char *tag = all ? "portal-all" : "portal-open";
    struct rq_cursor after = { 0 }, last;
    struct portal_open_invoices *row;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, tag, &after, &first)))
        return e;
    if (first)
        after = all ? (struct rq_cursor){ .key = DATE_DAY__MAX, .id = UINT64_MAX }
                    : (struct rq_cursor){ .key = DATE_DAY__MIN };
    if ((e = ask(rq, all, &after, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last =
            (struct rq_cursor){ .key = all ? row[n - 1].issued_on : row[n - 1].due_on,
                .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_invoice(rq, &rq->json, &row[i]);
        json_close(&rq->json, '}');
    }
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}

/* -- one ------------------------------------------------------------------------------
 */

static enum err
json_lines(struct rq *rq, struct json *j, const struct portal_invoice *i)
{
    struct portal_invoice_lines *l;
    size_t n;
    enum err e;

    if ((e = portal_invoice_lines(
             rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, i->id, &l, &n)))
        return e;
    json_open(j, "lines", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_i64(j, "line", l[k].line_no);
        json_text(j, "description", l[k].description);
        json_text(j, "quantity", l[k].quantity);
        if (l[k].unit_minor == I64_NONE)
            json_nil(j, "unit");
        else
            json_money(j, "unit", l[k].unit_minor, i->currency);
        json_text(j, "tax_rate", l[k].tax_rate);
        if (l[k].tax_minor == I64_NONE)
            json_nil(j, "tax");
        else
            json_money(j, "tax", l[k].tax_minor, i->currency);
        json_money(j, "amount", l[k].amount_minor, i->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_instalments(struct rq *rq, struct json *j, const struct portal_invoice *i)
{
    struct portal_invoice_instalments *s;
    size_t n;
    enum err e;

    if ((e = portal_invoice_instalments(
             rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, i->id, &s, &n)))
        return e;
    json_open(j, "instalments", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_i64(j, "seq", s[k].seq);
        json_day(j, "due_on", s[k].due_on);
        json_money(j, "amount", s[k].amount_minor, i->currency);
        json_money(j, "open", s[k].open_minor, i->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_payments(struct rq *rq, struct json *j, const struct portal_invoice *i)
{
    struct portal_invoice_payments *p;
    size_t n;
    enum err e;

    if ((e = portal_invoice_payments(
             rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, i->id, &p, &n)))
        return e;
    json_open(j, "payments", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_day(j, "on", p[k].effective_on);
        json_text(j, "kind", p[k].kind);
        json_text(j, "number", p[k].number);
        json_money(j, "amount", p[k].minor, i->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* portal_invoice starts with the columns of a row of the list. */
static struct portal_open_invoices
as_row(const struct portal_invoice *i)
{
    struct portal_open_invoices row = { .id = i->id,
        .number = i->number,
        .kind = i->kind,
        .issued_on = i->issued_on,
        .due_on = i->due_on,
        .amount_minor = i->amount_minor,
        .open_minor = i->open_minor,
        .status = i->status,
        .time_zone = i->time_zone,
        .disputed_minor = i->disputed_minor,
        .promised_minor = i->promised_minor };

    memcpy(row.currency, i->currency, sizeof row.currency);
    return row;
}

/* GET invoices/{id} -> 200 with lines, instalments and payments | 404 */
enum err
portal_invoices_get(struct rq *rq)
{
    struct portal_open_invoices row;
    struct portal_invoice i;
    struct json *j;
    enum err e;

    if ((e = portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
             rq_part_id(rq, "id"), &i)))
        return e;
    row = as_row(&i);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_invoice(rq, j, &row);
    json_text(j, "reference", i.reference);
    json_bool(j, "promise_broken", i.broken_n != 0);
    if ((e = json_lines(rq, j, &i)) || (e = json_instalments(rq, j, &i)) ||
        (e = json_payments(rq, j, &i)))
        return e;
    json_close(j, '}');
    return OK;
}
