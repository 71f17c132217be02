#include "handler/attachment.h"
#include "handler/portal/account.h"
#include "http/http.h"
#include "store/q_portal.h"

/* GET attachments/{id} -> 200 the file | 404 */
enum err
portal_attachments_get(struct rq *rq)
{
    struct attachment_by_id f;
    enum err e = attachment_for_customer(rq->db, rq->arena, rq->who.customer_id,
        rq->who.item_id, rq_part_id(rq, "id"), &f);

    if (e)
        return e;
    rq_viewed(rq, "attachment", f.id, rq->who.customer_id);
    return attachment_send(rq, &f);
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
