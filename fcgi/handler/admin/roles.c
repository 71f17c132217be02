#include "handler/admin/settings.h"
#include "handler/common.h"
#include "http/auth.h"
#include "service/staff_role.h"
#include "store/q_staff_role.h"

static const char *const RIGHT[] = { "work", "send", "import", "team", "approve" };

enum { RIGHTS = sizeof RIGHT / sizeof *RIGHT };

/* GET roles -> 200: what each may, an admin with his second factor; own: the company's
 */
enum err
roles_list(struct rq *rq)
{
    static const char *const SHIPS[] = { "viewer", "collector", "manager", "admin" };
    struct staff_role_list *own;
    struct json *j;
    size_t n;
    enum err e = staff_role_list(rq->db, rq->arena, &own, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < sizeof SHIPS / sizeof *SHIPS; i++) {
        json_open(j, NULL, '{');
        json_text(j, "role", SHIPS[i]);
        json_nil(j, "name");
        json_bool(j, "own", false);
        json_rights(j, auth_role_rights(SHIPS[i], true, U32_NONE));
        json_nil(j, "users");
        json_close(j, '}');
    }
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "role", own[i].code);
        json_text(j, "name", own[i].name);
        json_bool(j, "own", true);
        json_rights(j, auth_role_rights(own[i].code, true, own[i].rights));
        json_u64(j, "users", own[i].users_n);
        json_close(j, '}');
    }
    rq_list_close(rq, "roles", NULL);
    return OK;
}

static enum err
read_role(struct rq *rq, struct staff_role_in *in)
{
    struct jval *v, *list;
    size_t right;
    enum err e = rq_json(rq, &v);

    if (e)
        return e;
    jsonin_text(v, "name", JSONIN_NEED, STAFF_ROLE_NAME__MAX, &in->name);
    list = jsonin_array(v, "rights", JSONIN_NEED, RIGHTS);
    for (struct jval *r = jsonin_first(list); r; r = jsonin_next(r))
        if (jsonin_enum(r, NULL, JSONIN_NEED, RIGHT, RIGHTS, &right))
            in->rights |= 1u << right;
    return rq_json_end(rq);
}

/* POST roles {name, rights} -> 201 {role} | 422 */
enum err
roles_add(struct rq *rq)
{
    struct staff_role_in in = { 0 };
    char code[STAFF_ROLE__SIZE];
    struct json *j;
    enum err e;

    if ((e = read_role(rq, &in)) ||
        (e = add_staff_role(rq->db, rq->arena, &rq->actor, &in, &rq->faults, code)))
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_text(j, "role", code);
    json_close(j, '}');
    return OK;
}

/* PUT roles/{role} {name, rights} -> 204 | 404 | 422 */
enum err
roles_change(struct rq *rq)
{
    struct staff_role_in in = { .code = rq_part(rq, "role") };
    enum err e;

    if ((e = read_role(rq, &in)) ||
        (e = change_staff_role(rq->db, rq->arena, &rq->actor, &in, &rq->faults)))
        return e;
    return rq_no_content(rq);
}

/* DELETE roles/{role} -> 204 | 404 | 409 somebody has it */
enum err
roles_remove(struct rq *rq)
{
    enum err e = remove_staff_role(rq->db, rq->arena, &rq->actor, rq_part(rq, "role"));

    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "role-in-use",
            "Somebody has this role: give them another one first.");
    return e ? e : rq_no_content(rq);
}
