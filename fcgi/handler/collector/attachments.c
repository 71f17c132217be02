#include "handler/collector/attachments.h"

#include "handler/attachment.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/keep_attachment.h"
#include "store/q_attachment.h"
#include "store/q_audit.h"

/* As attachment_owner knows them. */
static const char *const OWNERS[] = { "customer", "item", "dispute", "message", "note",
    "call", "promise", "document_request", NULL };

const struct param ATTACHMENTS_PARAMS[] = {
    { .name = "owner_kind", .kind = PARAM_ENUM, .names = OWNERS },
    { .name = "owner_id", .kind = PARAM_ID },
    { .name = NULL },
};

const struct param ATTACHMENTS_ADD_PARAMS[] = {
    { .name = "owner_kind", .kind = PARAM_ENUM, .names = OWNERS, .need = true },
    { .name = "owner_id", .kind = PARAM_ID, .need = true },
    ATTACHMENT_PARAMS,
    { .name = "visible", .kind = PARAM_BOOL, .summary = "The customer may see it" },
    { .name = NULL },
};

static void
json_attachment(struct json *j, const struct attachment_page *f)
{
    json_open(j, NULL, '{');
    json_id(j, "id", f->id);
    json_id(j, "link_id", f->link_id);
    json_open(j, "owner", '{');
    json_text(j, "kind", f->owner_kind);
    json_id(j, "id", f->owner_id);
    json_close(j, '}');
    json_bool(j, "visible", f->visible);
    json_text(j, "file_name", f->file_name);
    json_text(j, "purpose", f->purpose);
    json_text(j, "type", f->type);
    json_u64(j, "bytes", f->bytes_n);
    json_open(j, "actor", '{');
    json_text(j, "kind", f->actor_kind);
    json_text(j, "id", f->actor_id);
    json_text(j, "name", f->actor_name);
    json_close(j, '}');
    json_instant(j, "created_at", f->created_at);
    json_close(j, '}');
}

/* GET customers/{id}/attachments -> 200 newest first | 404 */
enum err
attachments_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    size_t kind = rq_enum(rq, "owner_kind", SIZE_MAX), n;
    struct rq_cursor before = { .id = UINT64_MAX }, last;
    struct attachment_page *rows;
    struct json *j;
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "attachments", &before, &first)))
        return e;
    if ((e = reach_customer(rq, customer_id)) ||
        (e = attachment_page(rq->db, rq->arena, customer_id, rq->who.scope,
             kind == SIZE_MAX ? NULL : OWNERS[kind], rq_id(rq, "owner_id"),
             first ? UINT64_MAX : before.id, (uint32_t)rq->limit + 1, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++)
        json_attachment(j, &rows[i]);
    if (n > rq->limit)
        last = (struct rq_cursor){ .id = rows[rq->limit - 1].link_id };
    rq_list_close(rq, "attachments", n > rq->limit ? &last : NULL);
    return OK;
}

/* POST attachments -> 201 {id} | 403 visible without the right to write to customers |
 * 404 no such owner | 413 | 415 | 422 of a kind that is not taken */
enum err
attachments_add(struct rq *rq)
{
    struct attachment_in in = { .file_name = rq_text(rq, "file_name"),
        .owner = { .kind = OWNERS[rq_enum(rq, "owner_kind", 0)],
            .id = rq_id(rq, "owner_id"),
            .visible = rq_bool(rq, "visible", false) } };
    struct attachment_owner_find owner;
    uint64_t id;
    enum err e;

    if (in.owner.visible && !(rq->who.rights & RIGHT_SEND))
        return ERR_DENIED;
    if ((e = attachment_owner_find(
             rq->db, rq->arena, in.owner.kind, in.owner.id, rq->who.scope, &owner)))
        return e;
    in.owner.customer_id = owner.customer_id;
    in.owner.case_id = owner.case_id;
    if ((e = attachment_receive(rq, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* GET attachments/{id} -> 200 the file | 404 */
enum err
attachments_get(struct rq *rq)
{
    struct audit_attachment_customer of;
    struct attachment_by_id f;
    enum err e;

    if ((e = attachment_for_staff(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &f)) ||
        (e = audit_attachment_customer(rq->db, rq->arena, f.id, &of)))
        return e;
    rq_viewed(rq, "attachment", f.id, of.customer_id);
    return attachment_send(rq, &f);
}

/* DELETE attachments/{id}/links/{link_id} -> 204 | 404 | 409 */
enum err
attachments_unlink(struct rq *rq)
{
    enum err e = unlink_attachment(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"),
        rq_part_id(rq, "link_id"), rq->who.scope);

    return e ? e : rq_no_content(rq);
}
