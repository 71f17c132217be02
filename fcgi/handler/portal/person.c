#include "handler/portal/person.h"

#include "base/text.h"
#include "db/tx.h"
#include "handler/account.h"
#include "handler/portal/passkeys.h"
#include "store/audit.h"
#include "store/q_passkey.h"
#include "store/q_person.h"

enum { NAME__MAX = 200, PHONE__MAX = 64 };

static const char *const LANGUAGE[] = { "en", "de", "fr" };
enum { LANGUAGES_N = sizeof LANGUAGE / sizeof *LANGUAGE };

/* GET account -> 200 */
enum err
portal_account_get(struct rq *rq)
{
    struct user_security u;
    struct passkey_is_demanded demanded;
    struct person_profile p;
    struct json *j;
    enum err e;

    if ((e = person_security(rq->db, rq->arena, rq->who.person_id, &u)) ||
        (e = person_profile(rq->db, rq->arena, rq->who.person_id, &p)) ||
        (e = passkey_is_demanded(rq->db, rq->arena, rq->who.person_id, &demanded)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "name", p.name);
    json_text(j, "email", p.email);
    json_text(j, "phone", p.phone);
    json_text(j, "language", p.language);
    json_bool(j, "password", u.password_hash != NULL);
    json_bool(j, "fresh", rq->who.fresh);
    json_bool(j, "second_factor", u.totp_sealed != NULL);
    json_u64(j, "recovery_codes", u.codes_left);
    json_bool(j, "passkey_needed", demanded.needed);
    if ((e = json_passkeys(rq, j)) || (e = json_sessions(rq, own_way_in(rq))))
        return e;
    json_close(j, '}');
    return OK;
}

/* PUT account {name, phone?, language} -> 204 | 422 */
enum err
portal_account_put(struct rq *rq)
{
    const uint64_t id = rq->who.person_id;
    struct person_profile was;
    const char *name = NULL, *phone = NULL;
    size_t language = 0;
    struct jval *v;
    enum err e;

    if ((e = person_profile(rq->db, rq->arena, id, &was)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &name);
    if (jsonin_text(v, "phone", JSONIN_MAY, PHONE__MAX, &phone) && !*phone)
        phone = NULL;
    jsonin_enum(v, "language", JSONIN_NEED, LANGUAGE, LANGUAGES_N, &language);
    if (name && !*text_trim(rq->arena, name))
        jsonin_fault(v, "name", "is missing");
    if ((e = rq_json_end(rq)) || (e = db_begin(rq->db)))
        return e;
    const struct audit done = { .by = &rq->actor,
        .action = "person.change",
        .object_kind = "person",
        .object_id = id,
        .before = AUDIT_TEXTS(
            rq->arena, "name", was.name, "phone", was.phone, "language", was.language),
        .after = AUDIT_TEXTS(
            rq->arena, "name", name, "phone", phone, "language", LANGUAGE[language]) };

    if (!(e = person_change(rq->db, id, name, phone, LANGUAGE[language], NULL)))
        e = audit_add(rq->db, &done);
    e = db_end(rq->db, e);
    return e ? e : rq_no_content(rq);
}
