#include "handler/attachment.h"
#include "handler/portal/account.h"
#include "http/http.h"

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
