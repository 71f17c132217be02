#include "handler/account.h"
#include "handler/admin/people.h"
#include "handler/common.h"
#include "http/http.h"
#include "service/add_client.h"
#include "service/change_user.h"
#include "store/q_api_client.h"
#include "store/q_user.h"

enum {
    EMAIL__MAX = 254,
    NAME__MAX = 200,
    CODE__MAX = 32,
    LANGUAGE__MAX = 16,
    ROLE__MAX = 32
};

static void
json_user(struct json *j, const struct user_list *u)
{
    json_open(j, NULL, '{');
    json_id(j, "id", u->id);
    json_text(j, "email", u->email);
    json_text(j, "name", u->name);
    json_text(j, "role", u->role);
    json_text(j, "language", u->language);
    json_text(j, "status", u->status);
    json_bool(j, "has_password", u->has_password);
    json_bool(j, "second_factor", u->has_totp);
    json_words(j, "divisions", u->divisions);
    json_instant(j, "created_at", u->created_at);
    json_u64(j, "version", u->version);
    json_close(j, '}');
}

/* GET users -> 200 by e-mail address */
enum err
users_list(struct rq *rq)
{
    struct rq_cursor after = { .text = "" }, last;
    struct user_list *u;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "users", &after, &first)) ||
        (e = user_list(rq->db, rq->arena, after.text, (uint32_t)rq->limit + 1, &u, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .text = u[n - 1].email };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_user(&rq->json, &u[i]);
    rq_list_close(rq, "users", more ? &last : NULL);
    return OK;
}

static const char *const *
read_divisions(struct rq *rq, struct jval *v, size_t *n)
{
    struct jval *list = jsonin_array(v, "divisions", JSONIN_MAY, USER_DIVISIONS__MAX);
    const char **code = arena_new_n(rq->arena, jsonin_count(list) + 1, const char *);

    *n = 0;
    for (struct jval *d = jsonin_first(list); d; d = jsonin_next(d))
        if (jsonin_text(d, NULL, JSONIN_NEED, CODE__MAX, &code[*n]))
            ++*n;
    return code;
}

static enum err
reply_secrets(struct rq *rq, int status, uint64_t id, const char *password,
    const char *secret, const char *uri)
{
    struct json *j = rq_reply(rq, status);
    enum err e;

    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_text(j, "password", password);
    json_text(j, "totp_secret", secret);
    json_text(j, "totp_uri", uri);
    if (!uri)
        json_nil(j, "qr");
    else if ((e = json_qr(rq, "qr", uri)))
        return e;
    json_close(j, '}');
    return OK;
}

/* POST users -> 201 with what the user needs to sign in, told once | 409 | 422 */
enum err
users_add(struct rq *rq)
{
    struct user_in in = { .master = rq->http->master };
    struct user_added added;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "email", JSONIN_NEED, EMAIL__MAX, &in.email);
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in.name);
    jsonin_text(v, "role", JSONIN_NEED, ROLE__MAX, &in.role);
    jsonin_text(v, "language", JSONIN_MAY, LANGUAGE__MAX, &in.language);
    jsonin_bool(v, "second_factor", JSONIN_MAY, &in.totp);
    in.divisions = read_divisions(rq, v, &in.divisions_n);
    if ((e = rq_json_end(rq)))
        return e;
    e = add_user(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &added);
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "conflict", "Somebody has this e-mail address already.");
    if (e)
        return e;
    return reply_secrets(
        rq, 201, added.id, added.password, added.totp_secret, added.totp_uri);
}

/* PUT users/{id} -> 200 {id} | 403 oneself | 404 | 412 | 422 */
enum err
users_change(struct rq *rq)
{
    static const char *const STATUS[] = { "active", "disabled" };
    struct user_change in = { .id = rq_part_id(rq, "id"), .version = U32_NONE };
    size_t status = 0;
    struct user_list now;
    struct jval *v;
    enum err e;

    if ((e = user_by_id(rq->db, rq->arena, in.id, &now)) ||
        (e = rq_if_match(rq, now.version)) || (e = rq_json(rq, &v)))
        return e;
    in.version = now.version;
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in.name);
    jsonin_text(v, "role", JSONIN_NEED, ROLE__MAX, &in.role);
    jsonin_enum(v, "status", JSONIN_NEED, STATUS, 2, &status);
    jsonin_text(v, "language", JSONIN_NEED, LANGUAGE__MAX, &in.language);
    in.divisions = read_divisions(rq, v, &in.divisions_n);
    if ((e = rq_json_end(rq)))
        return e;
    in.active = !status;
    e = change_user(rq->db, rq->arena, &rq->actor, &in, &rq->faults);
    return e ? e : rq_made(rq, 200, in.id);
}

/* POST users/{id}/password -> 200 a new one, told once; the user's sessions end | 404
 */
enum err
users_password(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *password;
    enum err e = renew_password(rq->db, rq->arena, &rq->actor, id, &password);

    return e ? e : reply_secrets(rq, 200, id, password, NULL, NULL);
}

/* POST users/{id}/second-factor -> 200 a new one, told once | 403 oneself | 404 */
enum err
users_second_factor(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *secret, *uri;
    enum err e = renew_second_factor(
        rq->db, rq->arena, &rq->actor, id, rq->http->master, &secret, &uri);

    return e ? e : reply_secrets(rq, 200, id, NULL, secret, uri);
}

/* GET clients -> 200 programs that call in, without their keys */
enum err
clients_list(struct rq *rq)
{
    struct api_client_list *c;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = api_client_list(rq->db, rq->arena, &c, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "client", c[i].id);
        json_text(j, "name", c[i].name);
        json_text(j, "algorithm", c[i].algorithm);
        json_words(j, "scopes", c[i].scopes);
        json_text(j, "source_system", c[i].source_system);
        json_instant(j, "created_at", c[i].created_at);
        json_instant_or_null(j, "revoked_at", c[i].revoked_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "clients", NULL);
    return OK;
}

/* DELETE clients/{client} -> 204: its tokens stop working at once | 404 */
enum err
clients_revoke(struct rq *rq)
{
    enum err e = revoke_client(rq->db, &rq->actor, rq_part(rq, "client"));

    return e ? e : rq_no_content(rq);
}
