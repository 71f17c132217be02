#include "base/text.h"
#include "handler/collector/outbox.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/issue_portal_link.h"
#include "store/audit.h"
#include "store/q_access_link.h"

enum { LISTED = 100 };

/* POST customers/{id}/portal-links -> 201 {id, url, expires_at} | 404 | 422 */
enum err
portal_links_issue(struct rq *rq)
{
    static const char *const SCOPE[] = { "account", "statement", "invoice" };
    struct portal_link_in in = { .customer_id = rq_part_id(rq, "id"),
        .public_url = rq->conf->public_url };
    struct customer_item_visible item;
    struct portal_link link;
    struct jval *v;
    struct json *j;
    size_t scope = 0;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "scope", JSONIN_NEED, SCOPE, 3, &scope);
    jsonin_id(v, "contact_id", JSONIN_MAY, &in.contact_id);
    jsonin_id(v, "item_id", JSONIN_MAY, &in.item_id);
    jsonin_i64(v, "days", JSONIN_MAY, 1, PORTAL_LINK_DAYS__MAX, &in.days);
    if ((e = reach_body_contact(rq, "/contact_id", in.customer_id, in.contact_id)) ||
        (e = reach_body_item(rq, "/item_id", in.customer_id, in.item_id, &item)))
        return e;
    if ((scope == 2) != (in.item_id != 0))
        jsonin_fault(v, "item_id", "goes with the scope invoice, and only with it");
    if ((e = rq_json_end(rq)))
        return e;
    in.scope = SCOPE[scope];
    if ((e = issue_portal_link(rq->db, rq->arena, &rq->actor, &in, &link)))
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", link.id);
    json_text(j, "url", link.url);
    json_instant(j, "expires_at", link.expires_at);
    json_close(j, '}');
    return OK;
}

/* GET customers/{id}/portal-links -> 200 newest first, without their tokens | 404 */
enum err
portal_links_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct access_link_of_customer *l;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = access_link_of_customer(rq->db, rq->arena, customer_id, LISTED, &l, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", l[i].id);
        json_person(j, "contact", l[i].contact_id, l[i].contact_name);
        json_text(j, "scope", l[i].scope);
        json_id_or_null(j, "item_id", l[i].item_id);
        json_instant(j, "created_at", l[i].created_at);
        json_instant(j, "expires_at", l[i].expires_at);
        json_instant_or_null(j, "confirmed_at", l[i].confirmed_at);
        json_instant_or_null(j, "revoked_at", l[i].revoked_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "portal-links", NULL);
    return OK;
}

/* DELETE customers/{id}/portal-links/{link_id} -> 204 | 404: its sessions end, too */
enum err
portal_links_revoke(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id"), link_id = rq_part_id(rq, "link_id");
    const struct audit done = { .by = &rq->actor,
        .action = "access_link.revoke",
        .object_kind = "access_link",
        .object_id = link_id,
        .customer_id = customer_id,
        .after = "{\"state\":\"revoked\"}" };
    uint64_t changed;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = access_link_revoke(rq->db, link_id, customer_id, rq->now_us, &changed)))
        return e;
    if (!changed)
        return ERR_NOT_FOUND;
    if ((e = audit_add(rq->db, &done)))
        return e;
    return rq_no_content(rq);
}
