#include "handler/common.h"
#include "handler/portal/account.h"
#include "http/http.h"
#include "store/q_portal.h"

/* GET promises -> 200 what was promised and what of it was kept, newest first */
enum err
portal_promises_list(struct rq *rq)
{
    struct portal_promises *p;
    struct json *j;
    size_t n;
    enum err e = portal_promises(
        rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, &p, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_money(j, "amount", p[i].amount_minor, p[i].currency);
        json_money(j, "kept", p[i].kept_minor, p[i].currency);
        json_text(j, "currency", p[i].currency);
        json_day(j, "made_on", p[i].made_on);
        json_day(j, "promised_on", p[i].promised_on);
        json_text(j, "state", p[i].state);
        json_text(j, "invoice_numbers", p[i].numbers);
        json_close(j, '}');
    }
    rq_list_close(rq, "promises", NULL);
    return OK;
}

/* GET attachments -> 200 the files that are the customer's to fetch, newest first */
enum err
portal_files_list(struct rq *rq)
{
    struct portal_files *f;
    struct json *j;
    size_t n;
    enum err e =
        portal_files(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, &f, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_u64(j, "bytes", f[i].bytes_n);
        json_instant(j, "at", f[i].linked_at);
        json_text(j, "invoice_number", f[i].number);
        json_close(j, '}');
    }
    rq_list_close(rq, "attachments", NULL);
    return OK;
}
