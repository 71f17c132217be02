#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/stmt.h"
#include "handler/attachment.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "handler/portal/settle.h"
#include "handler/stands.h"
#include "http/http.h"
#include "service/open_dispute.h"
#include "service/resolve_dispute.h"
#include "store/q_dispute.h"
#include "store/q_portal.h"

enum { CODE__MAX = 32, DETAIL__MAX = 1900, NOTE__MAX = 1900 };

static const char *const LANGUAGE[] = { "en", "de", "fr", NULL };

static const char *const KIND[] = { "dispute", "deduction", NULL };

const struct param PORTAL_LANGUAGE_PARAMS[] = {
    { .name = "language", .kind = PARAM_ENUM, .names = LANGUAGE },
    { .name = NULL },
};

const struct param PORTAL_REASON_PARAMS[] = {
    { .name = "language", .kind = PARAM_ENUM, .names = LANGUAGE },
    { .name = "kind", .kind = PARAM_ENUM, .names = KIND },
    { .name = NULL },
};

static const char *
language(struct rq *rq)
{
    return LANGUAGE[rq_enum(rq, "language", 0)];
}

/* GET dispute-reasons -> 200 why an invoice may be disputed, or paid in part alone */
enum err
portal_dispute_reasons(struct rq *rq)
{
    struct dispute_reasons_offered *r;
    struct json *j;
    size_t n;
    enum err e = dispute_reasons_offered(
        rq->db, rq->arena, language(rq), rq_enum(rq, "kind", 0) == 1, &r, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "code", r[i].code);
        json_text(j, "name", r[i].name);
        json_close(j, '}');
    }
    rq_list_close(rq, "dispute-reasons", NULL);
    return OK;
}

/* GET disputes -> 200 open ones first, newest first */
enum err
portal_disputes_list(struct rq *rq)
{
    struct portal_disputes *d;
    struct json *j;
    size_t n;
    enum err e = portal_disputes(
        rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, language(rq), &d, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", d[i].id);
        json_id(j, "invoice_id", d[i].item_id);
        json_text(j, "invoice_number", d[i].item_number);
        json_money(j, "amount", d[i].amount_minor, d[i].currency);
        json_text(j, "currency", d[i].currency);
        json_text(j, "reason", d[i].reason);
        json_text(j, "detail", d[i].words);
        json_day(j, "opened_on", d[i].opened_on);
        json_text(j, "state", d[i].resolution ? d[i].resolution : "open");
        json_day_or_null(j, "closed_on", d[i].closed_on);
        json_bool(j, "yours", d[i].yours);
        json_u64(j, "files", d[i].files_n);
        json_close(j, '}');
    }
    rq_list_close(rq, "disputes", NULL);
    return OK;
}

/* POST invoices/{id}/disputes {amount? | lines?, reason_code, detail?} -> 201 {id} |
 * 404 | 422 | 429 */
enum err
portal_disputes_open(struct rq *rq)
{
    struct dispute_in in = { .customer_id = rq->who.customer_id,
        .amount_minor = I64_NONE,
        .target_on = DAY_NONE };
    struct portal_invoice i;
    struct jval *v;
    uint64_t id;
    enum err e = portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
        rq_part_id(rq, "id"), &i);

    if (e || (e = rq_json(rq, &v)))
        return e;
    in.case_id = i.case_id;
    in.item_id = i.id;
    in.item_number = i.number;
    in.currency = i.currency;
    in.today = zone_day(zone_find(i.time_zone), rq->now_us);
    jsonin_money(v, "amount", JSONIN_MAY, i.currency, &in.amount_minor);
    in.lines = body_dispute_lines(rq, v, i.currency, &in.lines_n);
    jsonin_text(v, "reason_code", JSONIN_NEED, CODE__MAX, &in.reason_code);
    jsonin_prose(v, "detail", JSONIN_MAY, DETAIL__MAX, &in.detail);
    if ((e = rq_json_end(rq)) || (e = portal_take_try(rq, "portal-dispute")) ||
        (e = open_dispute(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* One of this session's that is open, and that the customer opened. */
static enum err
find(struct rq *rq, struct portal_dispute *out)
{
    enum err e = portal_dispute(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
        rq_part_id(rq, "id"), out);

    if (e)
        return e;
    return out->live ? portal_take_try(rq, "portal-dispute-step") : ERR_CONFLICT;
}

/* POST disputes/{id}/files, a file -> 201 {id} | 404 | 409 closed | 413 | 422 */
enum err
portal_disputes_file(struct rq *rq)
{
    struct attachment_in in = { .file_name = rq_text(rq, "file_name") };
    struct portal_dispute d;
    uint64_t id;
    enum err e;

    if ((e = find(rq, &d)))
        return e;
    in.owner = (struct attachment_owner){ .kind = "dispute",
        .id = d.id,
        .customer_id = rq->who.customer_id,
        .case_id = d.case_id,
        .visible = true };
    if ((e = attachment_receive(rq, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* POST disputes/{id}/withdraw {note?} -> 200 {id} | 404 not yours | 409 closed */
enum err
portal_disputes_withdraw(struct rq *rq)
{
    struct dispute_resolution in = { .id = rq_part_id(rq, "id"),
        .resolution = "withdrawn" };
    struct portal_dispute d;
    struct jval *v;
    bool waits;
    enum err e;

    if ((e = find(rq, &d)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "note", JSONIN_MAY, NOTE__MAX, &in.note);
    if ((e = rq_json_end(rq)))
        return e;
    if (!d.yours)
        return rq_problem(rq, ERR_CONFLICT, 409, "not-yours",
            "We opened this one ourselves: write to us if it is settled.");
    if ((e = resolve_dispute(rq->db, rq->arena, &rq->actor, &in, &waits)))
        return e;
    return rq_made(rq, 200, d.id);
}
