#include <string.h>

#include "base/date.h"
#include "base/qr.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "domain/payment_code.h"
#include "handler/common.h"
#include "handler/pay.h"
#include "handler/portal/pay.h"
#include "service/company_head.h"
#include "store/q_payment_method.h"
#include "store/q_payment_view.h"

enum { LIST__MAX = 50 };

static const char *const OPEN[] = { "open", NULL };

const struct param PORTAL_PAY_PARAMS[] = {
    { .name = "state", .kind = PARAM_ENUM, .names = OPEN },
    { .name = NULL },
};

static void
json_intent(struct json *j, const struct payment_of_customer *p)
{
    char text[CREDITOR_REFERENCE_TEXT__SIZE];

    json_id(j, "id", p->id);
    json_id(j, "account_id", p->case_id);
    json_text(j, "company", p->company);
    json_text(j, "provider", p->provider);
    json_bool(j, "trial", pay_is_trial(p->provider));
    json_text(j, "state", p->state);
    json_text(j, "currency", p->currency);
    json_money(j, "amount", p->amount_minor, p->currency);
    json_money(j, "credit", p->credit_minor, p->currency);
    json_money(j, "captured", p->captured_minor, p->currency);
    json_money(j, "surplus", p->surplus_minor, p->currency);
    json_money(j, "returned", p->returned_minor, p->currency);
    json_text(j, "reference", p->reference);
    json_text(j, "reference_text", creditor_reference_text(p->reference, text));
    json_instant(j, "created_at", p->created_at);
    json_instant(j, "expires_at", p->expires_at);
    json_instant_or_null(j, "ended_at", p->ended_at);
    json_text(j, "url", p->url);
    json_bool(j, "can_cancel", text_eq(p->state, "open"));
    json_text(j, "why", p->why);
}

/* GET payment-intents -> 200 newest first */
enum err
portal_pay_list(struct rq *rq)
{
    struct payment_of_customer *p;
    struct json *j;
    size_t n;
    enum err e = payment_of_customer(rq->db, rq->arena, rq->who.customer_id,
        rq->who.item_id, 0, rq_enum(rq, "state", 1) == 0, LIST__MAX, &p, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_intent(j, &p[i]);
        json_close(j, '}');
    }
    rq_list_close(rq, "payment-intents", NULL);
    return OK;
}

/* -- how to transfer ------------------------------------------------------- */

/* Dark modules side by side are one box of the path. */
static void
json_qr(struct rq *rq, struct json *j, const char *text)
{
    struct buf b;
    struct qr code;

    if (!text || qr_make(rq->arena, text, &code)) {
        json_nil(j, "qr");
        return;
    }
    buf_init(&b, rq->arena);
    for (size_t y = 0; y < code.side; y++)
        for (size_t x = 0; x < code.side;) {
            size_t n = strspn(code.row[y] + x, "1");

            if (n)
                buf_fmt(&b, "M%zu %zuh%zuv1h-%zuz", x, y, n, n);
            x += n ? n : 1;
        }
    json_open(j, "qr", '{');
    json_u64(j, "side", code.side);
    json_text(j, "path", b.text);
    json_close(j, '}');
}

static const char *
in_fours(struct arena *a, const char *text)
{
    struct buf b;
    size_t n = 0;

    buf_init(&b, a);
    for (; *text; text++) {
        if (*text == ' ')
            continue;
        if (n && n % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, *text);
        n++;
    }
    return b.text;
}

static enum err
json_transfer(struct rq *rq, struct json *j, const struct payment_of_customer *p)
{
    char text[CREDITOR_REFERENCE_TEXT__SIZE];
    struct paper_head head;
    const char *code = NULL;
    enum err e;

    if (!text_eq(p->provider, PAYMENT_TRANSFER.code) || !text_eq(p->state, "open")) {
        json_nil(j, "transfer");
        return OK;
    }
    if ((e = company_head(rq->db, rq->arena, p->company, &head)))
        return e;
    if (text_eq(p->currency, "EUR") &&
        payment_code_text(rq->arena,
            &(struct payment_code){
                head.name, head.iban, head.bic, p->reference, p->amount_minor },
            &code))
        code = NULL;
    json_open(j, "transfer", '{');
    json_text(j, "name", head.name);
    json_text(j, "iban", head.iban);
    json_text(j, "iban_text", in_fours(rq->arena, head.iban));
    json_text(j, "bic", *head.bic ? head.bic : NULL);
    json_money(j, "amount", p->amount_minor, p->currency);
    json_text(j, "currency", p->currency);
    json_text(j, "reference", p->reference);
    json_text(j, "reference_text", creditor_reference_text(p->reference, text));
    json_text(j, "code", code);
    json_qr(rq, j, code);
    json_close(j, '}');
    return OK;
}

/* -- one payment ----------------------------------------------------------- */

/* What the line leaves out, and why. */
static void
json_deduction(struct json *j, const struct payment_parts *p, const char *currency)
{
    if (p->deducted_minor == I64_NONE) {
        json_nil(j, "deduction");
        return;
    }
    json_open(j, "deduction", '{');
    json_money(j, "amount", p->deducted_minor, currency);
    json_text(j, "reason", p->reason);
    json_text(j, "detail", p->detail);
    json_close(j, '}');
}

static void
json_parts(struct json *j, const struct payment_parts *p, size_t n, bool credit,
    const char *currency)
{
    json_open(j, credit ? "credits" : "lines", '[');
    for (size_t i = 0; i < n; i++) {
        if (p[i].credit != credit)
            continue;
        json_open(j, NULL, '{');
        json_id(j, credit ? "credit_id" : "invoice_id", p[i].item_id);
        json_text(j, "number", p[i].number);
        json_money(j, "amount", p[i].minor, currency);
        json_money(j, credit ? "applied" : "paid", p[i].booked_minor, currency);
        if (!credit)
            json_deduction(j, &p[i], currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* What is saved with it. */
static enum err
json_saving(struct rq *rq, struct json *j, uint64_t id)
{
    struct payment_method_of_intent *m;
    size_t n;
    enum err e = payment_method_of_intent(rq->db, rq->arena, id, &m, &n);

    if (e)
        return e;
    if (!n) {
        json_nil(j, "saving");
        return OK;
    }
    json_open(j, "saving", '{');
    json_text(j, "state", m[0].state);
    json_text(j, "label", m[0].label);
    json_close(j, '}');
    return OK;
}

enum err
portal_pay_answer(struct rq *rq, int status, uint64_t id)
{
    struct payment_of_customer *p;
    struct payment_parts *parts;
    struct json *j;
    size_t n, parts_n;
    enum err e;

    if ((e = payment_of_customer(rq->db, rq->arena, rq->who.customer_id,
             rq->who.item_id, id, false, 1, &p, &n)))
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    if ((e = payment_parts(rq->db, rq->arena, id, &parts, &parts_n)))
        return e;
    j = rq_reply(rq, status);
    json_open(j, NULL, '{');
    json_intent(j, p);
    if ((e = json_transfer(rq, j, p)))
        return e;
    json_parts(j, parts, parts_n, false, p->currency);
    json_parts(j, parts, parts_n, true, p->currency);
    if ((e = json_saving(rq, j, id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* GET payment-intents/{id} -> 200 | 404 */
enum err
portal_pay_get(struct rq *rq)
{
    return portal_pay_answer(rq, 200, rq_part_id(rq, "id"));
}
