#include "handler/portal/people.h"

#include "handler/collector/reach.h"
#include "handler/common.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/portal_people.h"
#include "store/q_person.h"
#include "store/q_portal_people.h"
#include "store/setting.h"

enum { EMAIL__MAX = 254, NAME__MAX = 200, TOKEN__MAX = 64 };

static const char *const ROLE[] = { "viewer", "payer", "admin" };
enum { ROLES_N = sizeof ROLE / sizeof *ROLE };

static bool
is_staff(const struct rq *rq)
{
    return rq->route->audience == AUDIENCE_STAFF;
}

/* The customer it is about: the session's own, or the one that staff name and reach. */
static enum err
whose(struct rq *rq, uint64_t *customer_id)
{
    *customer_id = is_staff(rq) ? rq_part_id(rq, "id") : rq->who.customer_id;
    return is_staff(rq) ? reach_customer(rq, *customer_id) : OK;
}

static enum err
json_people(struct rq *rq, struct json *j, uint64_t customer_id)
{
    struct portal_people *p;
    size_t n;
    enum err e = portal_people(rq->db, rq->arena, customer_id, &p, &n);

    json_open(j, "people", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].person_id);
        json_text(j, "name", p[i].name);
        json_text(j, "email", p[i].email);
        json_text(j, "role", p[i].role);
        json_bool(j, "you", p[i].person_id == rq->who.person_id);
        json_bool(j, "second_factor", p[i].second_factor);
        json_bool(j, "passkey", p[i].passkey);
        json_instant(j, "since", p[i].known_from);
        json_instant_or_null(j, "seen_at", p[i].seen_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

static enum err
json_invitations(struct rq *rq, struct json *j, uint64_t customer_id)
{
    struct portal_invitations *v;
    size_t n;
    enum err e = portal_invitations(rq->db, rq->arena, customer_id, &v, &n);

    json_open(j, "invitations", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", v[i].id);
        json_text(j, "name", v[i].name);
        json_text(j, "email", v[i].email);
        json_text(j, "role", v[i].role);
        json_id_or_null(j, "contact_id", v[i].contact_id);
        json_instant(j, "created_at", v[i].created_at);
        json_instant(j, "expires_at", v[i].expires_at);
        json_bool(j, "expired", rq->now_us >= v[i].expires_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

/* GET people -> 200 who comes in, who is invited; for staff, whether they may act there
 */
enum err
people_get(struct rq *rq)
{
    uint64_t customer_id;
    int64_t acts = 0;
    struct json *j;
    enum err e = whose(rq, &customer_id);

    if (e || (e = setting_read_i64(rq->db, rq->arena, "portal_support_act", 0, &acts)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    if ((e = json_people(rq, j, customer_id)) ||
        (e = json_invitations(rq, j, customer_id)))
        return e;
    if (is_staff(rq))
        json_bool(j, "support_acts", acts && rq->who.rights & RIGHT_WORK);
    json_close(j, '}');
    return OK;
}

static enum err
too_often(struct rq *rq, enum err e, int64_t retry_after_s)
{
    return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
        "Too many at once: wait before you try again.");
}

/* POST people/invitations {email, name, role, contact_id?} -> 201 {id} | 409 | 422 |
 * 429
 */
enum err
people_invite(struct rq *rq)
{
    struct invitation_in in = { .email = "", .name = "" };
    int64_t retry_after_s = 0;
    uint64_t id = 0;
    struct jval *v;
    size_t role = 0;
    enum err e;

    if ((e = whose(rq, &in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "email", JSONIN_NEED, EMAIL__MAX, &in.email);
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in.name);
    jsonin_enum(v, "role", JSONIN_NEED, ROLE, ROLES_N, &role);
    if (is_staff(rq)) {
        jsonin_id(v, "contact_id", JSONIN_MAY, &in.contact_id);
        if ((e = reach_body_contact(rq, "/contact_id", in.customer_id, in.contact_id)))
            return e;
    }
    if ((e = rq_json_end(rq)))
        return e;
    in.role = ROLE[role];
    e = invite_person(rq->db, rq->arena, &rq->actor, rq->http->master, &in, &rq->faults,
        &id, &retry_after_s);
    if (e == ERR_LIMIT)
        return too_often(rq, e, retry_after_s);
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "member-already", "This person has access already.");
    return e ? e : rq_made(rq, 201, id);
}

/* DELETE people/invitations/{invitation_id} -> 204 | 404 */
enum err
people_uninvite(struct rq *rq)
{
    uint64_t customer_id;
    enum err e = whose(rq, &customer_id);

    if (e || (e = revoke_invitation(
                  rq->db, &rq->actor, customer_id, rq_part_id(rq, "invitation_id"))))
        return e;
    return rq_no_content(rq);
}

static enum err
set_role(struct rq *rq, uint64_t customer_id, const char *role)
{
    enum err e = set_member_role(rq->db, rq->arena, &rq->actor, customer_id,
        rq_part_id(rq, "person_id"), role, !is_staff(rq));

    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "last-admin",
            "Somebody must manage the people: make another one an admin first.");
    return e ? e : rq_no_content(rq);
}

/* PUT people/{person_id} {role} -> 204 | 404 | 409 */
enum err
people_role(struct rq *rq)
{
    struct person_member member;
    uint64_t customer_id;
    struct jval *v;
    size_t role = 0;
    enum err e;

    if ((e = whose(rq, &customer_id)) ||
        (e = person_member(
             rq->db, rq->arena, rq_part_id(rq, "person_id"), customer_id, &member)) ||
        (e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "role", JSONIN_NEED, ROLE, ROLES_N, &role);
    return (e = rq_json_end(rq)) ? e : set_role(rq, customer_id, ROLE[role]);
}

/* DELETE people/{person_id} -> 204 | 404 | 409 */
enum err
people_end(struct rq *rq)
{
    uint64_t customer_id;
    enum err e = whose(rq, &customer_id);

    return e ? e : set_role(rq, customer_id, NULL);
}

/* -- an invitation --------------------------------------------------------- */

static enum err
refuse(struct rq *rq, const struct invitation *x, enum err e)
{
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 410, "expired", "This invitation has expired. Ask for a new one.");
    if (e == ERR_LIMIT)
        return too_often(rq, e, x->retry_after_s);
    return e;
}

/* POST invitations/look {token} -> 200; changes nothing | 404 | 410 | 429 */
enum err
invitation_look(struct rq *rq)
{
    const char *token = NULL, *company;
    struct invitation x;
    struct json *j;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "token", JSONIN_NEED, TOKEN__MAX, &token);
    if ((e = rq_json_end(rq)))
        return e;
    if ((e = look_at_invitation(rq->db, rq->arena, &rq->actor, token, &x)))
        return refuse(rq, &x, e);
    if ((e = setting_read(rq->db, rq->arena, "company.name", "", &company)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "company", company);
    json_text(j, "customer_name", x.customer_name);
    json_text(j, "email", x.email);
    json_text(j, "name", x.name);
    json_text(j, "role", x.role);
    json_bool(j, "known", x.known);
    json_instant(j, "expires_at", x.expires_at);
    json_close(j, '}');
    return OK;
}

/* POST invitations/accept {token, name?} -> 200 {csrf}, null: sign in | 404 | 410 | 429
 */
enum err
invitation_accept(struct rq *rq)
{
    const char *token = NULL, *name = NULL;
    struct session_secrets session;
    struct invitation x;
    struct json *j;
    struct jval *v;
    bool opened;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "token", JSONIN_NEED, TOKEN__MAX, &token);
    jsonin_text(v, "name", JSONIN_MAY, NAME__MAX, &name);
    if ((e = rq_json_end(rq)))
        return e;
    e = accept_invitation(rq->db, rq->arena, &rq->actor, token, name,
        rq->http->csrf_key, rq->user_agent, &x, &opened, &session);
    if (e)
        return refuse(rq, &x, e);
    if (opened)
        auth_set_cookie(rq, AUTH_PORTAL_COOKIE, session.token, PORTAL_LIFE_S);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "csrf", opened ? session.csrf : NULL);
    json_close(j, '}');
    return OK;
}
