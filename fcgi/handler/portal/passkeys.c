#include "handler/portal/passkeys.h"

#include "handler/common.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/passkeys.h"
#include "store/q_passkey.h"
#include "store/setting.h"

enum { NAME__MAX = 100, FIELD__MAX = 12000 };

enum err
json_passkeys(struct rq *rq, struct json *j)
{
    struct passkey_of_person *k;
    size_t n;
    enum err e = passkey_of_person(rq->db, rq->arena, rq->who.person_id, &k, &n);

    json_open(j, "passkeys", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", k[i].id);
        json_text(j, "name", k[i].name);
        json_instant(j, "created_at", k[i].created_at);
        json_instant_or_null(j, "used_at", k[i].used_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

/* What the browser's question needs of us. */
static enum err
reply_question(struct rq *rq, uint64_t person_id)
{
    struct webauthn_site site;
    struct passkey_of_person *k = NULL;
    const char *challenge, *company;
    struct json *j;
    size_t n = 0;
    enum err e;

    if ((e = webauthn_site_of(rq->arena, rq->conf->public_url, &site)) ||
        (e = setting_read(rq->db, rq->arena, "company.name", "Dunlin", &company)) ||
        (person_id && (e = passkey_of_person(rq->db, rq->arena, person_id, &k, &n))) ||
        (e = ask_passkey(rq->db, rq->arena, person_id, &challenge)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "challenge", challenge);
    json_text(j, "rp_id", site.rp_id);
    json_text(j, "rp_name", company);
    json_open(j, "algorithms", '[');
    for (size_t i = 0; i < WEBAUTHN_ALGORITHMS_N; i++)
        json_i64(j, NULL, WEBAUTHN_ALGORITHMS[i]);
    json_close(j, ']');
    json_open(j, "known", '[');
    for (size_t i = 0; i < n; i++)
        json_text(j, NULL,
            secret_base64url(rq->arena, k[i].credential_id.data, k[i].credential_id.n));
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* POST passkeys/challenge -> 200 a question for whoever signs in */
enum err
passkey_ask(struct rq *rq)
{
    return rq->db ? reply_question(rq, 0) : ERR_DOWN;
}

/* POST account/passkeys/challenge -> 200 a question for who adds a passkey */
enum err
passkey_begin(struct rq *rq)
{
    return reply_question(rq, rq->who.person_id);
}

static void
read_bytes(struct rq *rq, struct jval *v, const char *key, struct webauthn_bytes *out)
{
    const char *text = NULL;
    uint8_t *p;

    if (!jsonin_text(v, key, JSONIN_NEED, FIELD__MAX, &text))
        return;
    if (secret_unbase64url(rq->arena, text, &p, &out->n))
        jsonin_fault(v, key, "is no base64url");
    out->p = p;
}

static enum err
refused(struct rq *rq, enum err e, int status)
{
    return rq_problem(rq, e, status, "invalid-passkey",
        "The passkey was not accepted. Try again, or sign in another way.");
}

/* POST session/passkey {id, client_data, authenticator_data, signature} -> 200 {csrf} |
 * 401 | 429 */
enum err
passkey_sign_in(struct rq *rq)
{
    struct passkey_answer in = { .user_agent = rq->user_agent,
        .csrf_key = rq->http->csrf_key };
    struct session_secrets session;
    struct webauthn_site site;
    int64_t retry_after_s = 0;
    struct json *j;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = webauthn_site_of(rq->arena, rq->conf->public_url, &site)) ||
        (e = rq_json(rq, &v)))
        return e;
    read_bytes(rq, v, "id", &in.id);
    read_bytes(rq, v, "client_data", &in.client_data);
    read_bytes(rq, v, "authenticator_data", &in.auth_data);
    read_bytes(rq, v, "signature", &in.signature);
    if ((e = rq_json_end(rq)))
        return e;
    e = sign_in_by_passkey(
        rq->db, rq->arena, &rq->actor, &site, &in, &session, &retry_after_s);
    if (e == ERR_LIMIT)
        return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
            "Too many attempts: wait before you try again.");
    if (e)
        return e == ERR_DENIED ? refused(rq, e, 401) : e;
    auth_set_cookie(rq, AUTH_PORTAL_COOKIE, session.token, PORTAL_LIFE_S);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "csrf", session.csrf);
    json_close(j, '}');
    return OK;
}

/* POST account/passkeys {name, client_data, authenticator_data} -> 201 {id} | 403 | 409
 */
enum err
passkey_add(struct rq *rq)
{
    struct passkey_new in = { .person_id = rq->who.person_id,
        .session = rq->who.session };
    struct webauthn_site site;
    struct jval *v;
    uint64_t id = 0;
    enum err e;

    if ((e = webauthn_site_of(rq->arena, rq->conf->public_url, &site)) ||
        (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in.name);
    read_bytes(rq, v, "client_data", &in.client_data);
    read_bytes(rq, v, "authenticator_data", &in.auth_data);
    if ((e = rq_json_end(rq)))
        return e;
    e = add_passkey(rq->db, rq->arena, &rq->actor, &site, &in, &id);
    if (e == ERR_DENIED)
        return refused(rq, e, 403);
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "passkey-known",
            "This passkey is registered already, or there are too many.");
    return e ? e : rq_made(rq, 201, id);
}

/* DELETE account/passkeys/{passkey_id} -> 204 | 404 */
enum err
passkey_end(struct rq *rq)
{
    enum err e = remove_passkey(rq->db, rq->arena, &rq->actor, rq->who.person_id,
        rq->who.session, rq_part_id(rq, "passkey_id"));

    return e ? e : rq_no_content(rq);
}

/* PUT account/passkey-needed {needed} -> 204 | 409 */
enum err
passkey_need(struct rq *rq)
{
    bool needed = false;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_bool(v, "needed", JSONIN_NEED, &needed);
    if ((e = rq_json_end(rq)))
        return e;
    e = demand_passkey(
        rq->db, rq->arena, &rq->actor, rq->who.person_id, rq->who.session, needed);
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "no-passkey", "There is no passkey yet. Add one first.");
    return e ? e : rq_no_content(rq);
}
