#include "handler/account.h"

#include <string.h>

#include "base/clock.h"
#include "base/qr.h"
#include "base/text.h"
#include "handler/common.h"
#include "http/http.h"
#include "service/own_account.h"
#include "store/audit.h"
#include "store/q_user.h"
#include "store/session.h"

enum { CODE__MAX = 16, LANGUAGE__MAX = 16 };

struct way_in
own_way_in(const struct rq *rq)
{
    return rq->who.person_id ? (struct way_in){ true, rq->who.person_id }
                             : (struct way_in){ false, rq->who.user_id };
}

static struct own_account
own(const struct rq *rq)
{
    return (struct own_account){ .by = &rq->actor,
        .way = own_way_in(rq),
        .session = rq->who.session,
        .master = rq->http->master };
}

/* -- sessions -------------------------------------------------------------- */

enum err
json_sessions(struct rq *rq, struct way_in w)
{
    struct session_of_user *s;
    size_t n;
    enum err e = way_in_sessions(rq->db, rq->arena, w, clock_real_us(), &s, &n);

    if (e)
        return e;
    json_open(&rq->json, "sessions", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_text(&rq->json, "session",
            secret_hex(rq->arena, s[i].token_hash, sizeof s[i].token_hash));
        json_bool(&rq->json, "this",
            !memcmp(s[i].token_hash, rq->who.session, sizeof s[i].token_hash));
        json_bool(&rq->json, "mfa", s[i].mfa);
        json_text(&rq->json, "ip", s[i].ip);
        json_text(&rq->json, "user_agent", s[i].user_agent);
        json_instant(&rq->json, "created_at", s[i].created_at);
        json_instant(&rq->json, "last_seen_at", s[i].last_seen_at);
        json_close(&rq->json, '}');
    }
    json_close(&rq->json, ']');
    return OK;
}

enum err
end_session(struct rq *rq, struct way_in w)
{
    const struct audit done = { .by = &rq->actor,
        .action = "session.end",
        .object_kind = way_in_kind(w),
        .object_id = w.id };
    uint64_t changed;
    uint8_t *hash;
    size_t n;
    enum err e = secret_unhex(rq->arena, rq_part(rq, "session"), &hash, &n);

    if (e || n != SHA_BYTES)
        return ERR_NOT_FOUND;
    e = way_in_end_one(rq->db, w, hash, clock_real_us(), &changed);
    if (!e && !changed)
        e = ERR_NOT_FOUND;
    return e || (e = audit_add(rq->db, &done)) ? e : rq_no_content(rq);
}

/* GET account -> 200 */
enum err
account_get(struct rq *rq)
{
    struct user_security u;
    struct json *j;
    enum err e;

    if ((e = user_security(rq->db, rq->arena, rq->who.user_id, &u)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "name", u.name);
    json_text(j, "email", u.email);
    json_text(j, "role", u.role);
    json_text(j, "language", u.language);
    json_bool(j, "second_factor", u.totp_sealed != NULL);
    json_bool(j, "second_factor_needed", text_eq(u.role, "admin"));
    json_u64(j, "recovery_codes", u.codes_left);
    if ((e = json_sessions(rq, own_way_in(rq))))
        return e;
    json_close(j, '}');
    return OK;
}

/* DELETE account/sessions/{session} -> 204 | 404 */
enum err
account_session_end(struct rq *rq)
{
    return end_session(rq, own_way_in(rq));
}

/* DELETE account/sessions -> 204: all but this one */
enum err
account_sessions_end(struct rq *rq)
{
    struct way_in w = own_way_in(rq);
    const struct audit done = { .by = &rq->actor,
        .action = "session.end_others",
        .object_kind = way_in_kind(w),
        .object_id = w.id };
    enum err e = way_in_end_others(rq->db, w, rq->who.session, clock_real_us());

    return e || (e = audit_add(rq->db, &done)) ? e : rq_no_content(rq);
}

/* -- password and language --------------------------------------------------- */

/* What every check of a secret may end with. */
static enum err
refuse(struct rq *rq, enum err e, int64_t retry_after_s)
{
    if (e == ERR_LIMIT)
        return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
            "Too many attempts: wait before you try again.");
    if (e == ERR_DENIED)
        return rq_problem(
            rq, e, 403, "wrong-secret", "The password or the code is wrong.");
    return e;
}

/* PUT account/password {old_password, password} -> 204; other sessions end | 403 | 422
 */
enum err
account_password(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *old = NULL, *new = NULL;
    int64_t retry_after_s = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "old_password", rq->who.person_id ? JSONIN_MAY : JSONIN_NEED,
        SECRET_PASSWORD__MAX, &old);
    jsonin_text(v, "password", JSONIN_NEED, SECRET_PASSWORD__MAX, &new);
    if ((e = rq_json_end(rq)))
        return e;
    e = change_own_password(
        rq->db, rq->arena, &who, old, new, rq->who.fresh, &rq->faults, &retry_after_s);
    return e ? refuse(rq, e, retry_after_s) : rq_no_content(rq);
}

/* PUT account/language {language} -> 204 | 422 */
enum err
account_language(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *language = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "language", JSONIN_NEED, LANGUAGE__MAX, &language);
    if ((e = rq_json_end(rq)))
        return e;
    e = set_own_language(rq->db, rq->arena, &who, language, &rq->faults);
    return e ? e : rq_no_content(rq);
}

/* -- second factor --------------------------------------------------------- */

static enum err
read_code(struct rq *rq, enum jsonin_need need, const char **code)
{
    struct jval *v;
    enum err e;

    *code = NULL;
    if ((e = rq_json(rq, &v)))
        return e;
    if (jsonin_text(v, "code", need, CODE__MAX, code) && !**code)
        *code = NULL;
    return rq_json_end(rq);
}

enum err
json_qr(struct rq *rq, const char *key, const char *text)
{
    struct qr code;
    enum err e = qr_make(rq->arena, text, &code);

    if (e)
        return e;
    json_open(&rq->json, key, '[');
    for (size_t y = 0; y < code.side; y++)
        json_text(&rq->json, NULL, code.row[y]);
    json_close(&rq->json, ']');
    return OK;
}

/* POST account/second-factor {code?} -> 200 a secret that does not count yet | 403 */
enum err
account_factor_begin(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *code, *secret, *uri;
    int64_t retry_after_s = 0;
    struct json *j;
    enum err e;

    if ((e = read_code(rq, JSONIN_MAY, &code)))
        return e;
    e = begin_second_factor(
        rq->db, rq->arena, &who, code, &secret, &uri, &retry_after_s);
    if (e)
        return refuse(rq, e, retry_after_s);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "totp_secret", secret);
    json_text(j, "totp_uri", uri);
    if ((e = json_qr(rq, "qr", uri)))
        return e;
    json_close(j, '}');
    return OK;
}

static enum err
reply_codes(struct rq *rq, const char *codes[static RECOVERY_CODES])
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "codes", '[');
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        json_text(j, NULL, codes[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

static enum err
no_factor(struct rq *rq)
{
    return rq_problem(rq, ERR_CONFLICT, 409, "no-second-factor",
        "There is no second factor here. Begin to set one up.");
}

/* POST account/second-factor/confirm {code} -> 200 {codes}: it counts | 403 | 409 */
enum err
account_factor_confirm(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *code, *codes[RECOVERY_CODES];
    int64_t retry_after_s = 0;
    enum err e;

    if ((e = read_code(rq, JSONIN_NEED, &code)))
        return e;
    e = confirm_second_factor(
        rq->db, rq->arena, &who, code ? code : "", codes, &retry_after_s);
    if (e == ERR_NOT_FOUND)
        return no_factor(rq);
    return e ? refuse(rq, e, retry_after_s) : reply_codes(rq, codes);
}

/* POST account/recovery-codes {code} -> 200 {codes}: the older ones are void | 403 |
 * 409 */
enum err
account_factor_codes(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *code, *codes[RECOVERY_CODES];
    int64_t retry_after_s = 0;
    enum err e;

    if ((e = read_code(rq, JSONIN_NEED, &code)))
        return e;
    e = renew_recovery_codes(rq->db, rq->arena, &who, code, codes, &retry_after_s);
    if (e == ERR_NOT_FOUND)
        return no_factor(rq);
    return e ? refuse(rq, e, retry_after_s) : reply_codes(rq, codes);
}

/* POST account/second-factor/remove {password, code} -> 204 | 403 | 409 */
enum err
account_factor_remove(struct rq *rq)
{
    const struct own_account who = own(rq);
    const char *password = NULL, *code = NULL;
    int64_t retry_after_s = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "password", rq->who.person_id ? JSONIN_MAY : JSONIN_NEED,
        SECRET_PASSWORD__MAX, &password);
    jsonin_text(v, "code", JSONIN_NEED, CODE__MAX, &code);
    if ((e = rq_json_end(rq)))
        return e;
    e = remove_second_factor(rq->db, rq->arena, &who, password, code, &retry_after_s);
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "second-factor-needed",
            "An admin needs a second factor. Set up another one instead.");
    if (e == ERR_NOT_FOUND)
        return no_factor(rq);
    return e ? refuse(rq, e, retry_after_s) : rq_no_content(rq);
}
