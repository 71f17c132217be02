#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "handler/portal/invoice_filter.h"

static const char *
status_of(const struct portal_invoices *i, int32_t today)
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

/* An answer has each invoice of a page with the numbers of its orders. */
static enum err
order_numbers(struct rq *rq, const struct portal_invoices *row, size_t n,
    struct portal_order_numbers **out, size_t *out_n)
{
    struct buf ids;

    buf_init(&ids, rq->arena);
    buf_text(&ids, "[");
    for (size_t i = 0; i < n; i++)
        buf_fmt(&ids, "%s%" PRIu64, i ? "," : "", row[i].id);
    buf_text(&ids, "]");
    return portal_order_numbers(
        rq->db, rq->arena, rq->who.customer_id, ids.text, out, out_n);
}

static const char *
orders_of(const struct portal_order_numbers *o, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (o[i].item_id == id)
            return o[i].order_numbers;
    return NULL;
}

static void
json_invoice(
    struct rq *rq, struct json *j, const struct portal_invoices *i, const char *orders)
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
    json_text(j, "reference", i->reference);
    json_text(j, "order_numbers", orders);
}

/* What the cursor says of where a page starts, for a list that may run either way. */
static enum err
read_place(struct rq *rq, const char *tag, struct portal_invoices_in *in)
{
    struct rq_cursor after = { 0 };
    bool first;
    enum err e = rq_cursor(rq, tag, &after, &first);

    if (e)
        return e;
    in->first = first;
    in->after_key = after.key;
    in->after_text = after.text ? after.text : "";
    in->after_id = after.id;
    return OK;
}

static struct portal_invoices_in
with_filter(const struct portal_invoices_sum_in *w)
{
    return (struct portal_invoices_in){ .customer_id = w->customer_id,
        .item_id = w->item_id,
        .is_open = w->is_open,
        .state = w->state,
        .currency = w->currency,
        .q = w->q,
        .download = w->download,
        .days = w->days,
        .due_from = w->due_from,
        .due_to = w->due_to,
        .least = w->least,
        .most = w->most };
}

/* GET invoices -> 200 those that are wanted, in the order that is wanted | 400 */
enum err
portal_invoices_list(struct rq *rq)
{
    struct portal_invoices_sum_in wanted;
    struct portal_invoices_in in;
    struct portal_invoices *row;
    struct portal_order_numbers *orders;
    struct rq_cursor last;
    const char *sort, *tag;
    bool down, more;
    size_t n, orders_n;
    enum err e;

    sort = portal_order(rq, &down);
    tag = arena_fmt(rq->arena, "portal-%s%s", sort, down ? "-down" : "");
    if ((e = portal_wanted(rq, &wanted)))
        return e;
    in = with_filter(&wanted);
    in.sort = sort;
    in.down = down;
    in.take = (uint32_t)rq->limit + 1;
    if ((e = read_place(rq, tag, &in)) ||
        (e = portal_invoices(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].sort_key,
            .text = text_eq(sort, "number") ? row[n - 1].number : NULL,
            .id = row[n - 1].id };
    }
    if ((e = order_numbers(rq, row, n, &orders, &orders_n)))
        return e;
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_invoice(rq, &rq->json, &row[i], orders_of(orders, orders_n, row[i].id));
        json_close(&rq->json, '}');
    }
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}

/* GET invoices/sum -> 200 how many are wanted and what they come to, by currency */
enum err
portal_invoices_sums(struct rq *rq)
{
    struct portal_invoices_sum_in wanted;
    struct portal_invoices_sum *s;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = portal_wanted(rq, &wanted)) ||
        (e = portal_invoices_sum(rq->db, rq->arena, &wanted, &s, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "rows", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "currency", s[i].currency);
        json_u64(j, "n", s[i].n);
        json_money(j, "amount", s[i].amount_minor, s[i].currency);
        json_money(j, "open", s[i].open_minor, s[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* -- one ------------------------------------------------------------------- */

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
        json_text(j, "order_number", l[k].order_number);
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

static void
json_address(
    struct json *j, const char *key, const struct portal_addresses *a, size_t n)
{
    size_t i = 0;

    while (i < n && !text_eq(a[i].kind, key))
        i++;
    if (i == n) {
        json_nil(j, key);
        return;
    }
    json_open(j, key, '{');
    json_text(j, "line1", a[i].line1);
    json_text(j, "line2", a[i].line2);
    json_text(j, "postcode", a[i].postcode);
    json_text(j, "city", a[i].city);
    json_text(j, "region", a[i].region);
    json_text(j, "country", a[i].country);
    json_close(j, '}');
}

static enum err
json_addresses(struct rq *rq, struct json *j)
{
    struct portal_addresses *a;
    size_t n;
    enum err e;

    if ((e = portal_addresses(rq->db, rq->arena, rq->who.customer_id, &a, &n)))
        return e;
    json_address(j, "billing", a, n);
    json_address(j, "shipping", a, n);
    return OK;
}

/* portal_invoice starts with the columns of a row of the list. */
static struct portal_invoices
as_row(const struct portal_invoice *i)
{
    struct portal_invoices row = { .id = i->id,
        .number = i->number,
        .kind = i->kind,
        .issued_on = i->issued_on,
        .due_on = i->due_on,
        .amount_minor = i->amount_minor,
        .open_minor = i->open_minor,
        .status = i->status,
        .time_zone = i->time_zone,
        .disputed_minor = i->disputed_minor,
        .promised_minor = i->promised_minor,
        .reference = i->reference };

    memcpy(row.currency, i->currency, sizeof row.currency);
    return row;
}

/* GET invoices/{id} -> 200 with lines, instalments and payments | 404 */
enum err
portal_invoices_get(struct rq *rq)
{
    struct portal_invoices row;
    struct portal_invoice i;
    struct json *j;
    enum err e;

    if ((e = portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
             rq_part_id(rq, "id"), &i)))
        return e;
    row = as_row(&i);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_invoice(rq, j, &row, i.order_numbers);
    json_text(j, "payment_method", i.payment_method);
    json_bool(j, "promise_broken", i.broken_n != 0);
    if ((e = json_addresses(rq, j)) || (e = json_lines(rq, j, &i)) ||
        (e = json_instalments(rq, j, &i)) || (e = json_payments(rq, j, &i)))
        return e;
    json_close(j, '}');
    return OK;
}
