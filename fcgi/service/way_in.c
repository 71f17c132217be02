#include "service/way_in.h"

#include <string.h>

#include "base/date.h"
#include "service/person_words.h"
#include "service/staff_words.h"
#include "store/session.h"

const char *
way_in_kind(struct way_in w)
{
    return w.portal ? "person" : "user";
}

const char *
way_in_action(struct arena *a, struct way_in w, const char *verb)
{
    return arena_fmt(a, "%s.%s", way_in_kind(w), verb);
}

enum err
way_in_find(struct db *db, struct arena *a, bool portal, const char *email,
    struct user_for_login *out)
{
    return portal ? person_for_login(db, a, email, out)
                  : user_for_login(db, a, email, out);
}

enum err
way_in_security(
    struct db *db, struct arena *a, struct way_in w, struct user_security *out)
{
    return w.portal ? person_security(db, a, w.id, out)
                    : user_security(db, a, w.id, out);
}

enum err
way_in_set_password(struct db *db, struct way_in w, const char *hash)
{
    return w.portal ? person_set_password(db, w.id, hash, NULL)
                    : user_set_password(db, w.id, hash, NULL);
}

enum err
way_in_set_language(struct db *db, struct way_in w, const char *language)
{
    return w.portal ? person_set_language(db, w.id, language, NULL)
                    : user_set_language(db, w.id, language, NULL);
}

/* -- second factor --------------------------------------------------------- */

enum err
way_in_set_pending(struct db *db, struct way_in w, const char *sealed)
{
    return w.portal ? person_set_totp_pending(db, w.id, sealed, NULL)
                    : user_set_totp_pending(db, w.id, sealed, NULL);
}

enum err
way_in_confirm_totp(struct db *db, struct way_in w, const char *pending, uint64_t step,
    uint64_t *changed)
{
    return w.portal ? person_confirm_totp(db, w.id, pending, step, changed)
                    : user_confirm_totp(db, w.id, pending, step, changed);
}

enum err
way_in_clear_totp(struct db *db, struct way_in w)
{
    return w.portal ? person_clear_totp(db, w.id, NULL)
                    : user_clear_totp(db, w.id, NULL);
}

enum err
way_in_take_step(struct db *db, struct way_in w, uint64_t step, uint64_t *changed)
{
    return w.portal ? person_take_totp_step(db, w.id, step, changed)
                    : user_take_totp_step(db, w.id, step, changed);
}

enum err
way_in_use_code(struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES],
    int64_t at, uint64_t *changed)
{
    return w.portal ? person_recovery_code_use(db, w.id, hash, at, changed)
                    : recovery_code_use(db, w.id, hash, at, changed);
}

enum err
way_in_drop_codes(struct db *db, struct way_in w)
{
    return w.portal ? person_recovery_code_drop(db, w.id, NULL)
                    : recovery_code_drop(db, w.id, NULL);
}

static enum err
put_code(
    struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES], int64_t at)
{
    if (w.portal) {
        struct person_recovery_code_put row = { .person_id = w.id, .created_at = at };

        memcpy(row.code_hash, hash, SHA_BYTES);
        return person_recovery_code_put(db, &row, 1, NULL);
    }
    struct recovery_code_put row = { .user_id = w.id, .created_at = at };

    memcpy(row.code_hash, hash, SHA_BYTES);
    return recovery_code_put(db, &row, 1, NULL);
}

enum err
way_in_put_codes(struct db *db, struct way_in w, const uint8_t (*hash)[SHA_BYTES],
    size_t n, int64_t at)
{
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i++)
        e = put_code(db, w, hash[i], at);
    return e;
}

/* -- sessions -------------------------------------------------------------- */

enum err
way_in_sessions(struct db *db, struct arena *a, struct way_in w, int64_t at,
    struct session_of_user **out, size_t *n)
{
    int64_t idle = (w.portal ? PORTAL_IDLE_S : SESSION_IDLE_S) * DATE_US_PER_S;

    return w.portal ? portal_session_of_person(db, a, w.id, at, at - idle, out, n)
                    : session_of_user(db, a, w.id, at, at - idle, out, n);
}

enum err
way_in_end_one(struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES],
    int64_t at, uint64_t *changed)
{
    return w.portal ? portal_session_revoke_one(db, w.id, hash, at, changed)
                    : session_revoke_one(db, w.id, hash, at, changed);
}

enum err
way_in_end_others(
    struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES], int64_t at)
{
    return w.portal ? portal_session_revoke_others(db, w.id, hash, at, NULL)
                    : session_revoke_others(db, w.id, hash, at, NULL);
}

enum err
way_in_set_mfa(struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES])
{
    return w.portal ? portal_session_set_mfa(db, hash, NULL)
                    : session_set_mfa(db, hash, NULL);
}

enum err
way_in_tell(struct db *db, struct arena *a, struct way_in w, enum way_in_news what)
{
    static const enum person_word PERSON[WAY_IN_NEWS__MAX] = {
        [WAY_IN_PASSWORD] = PERSON_PASSWORD_CHANGED,
        [WAY_IN_FACTOR] = PERSON_FACTOR_CHANGED,
        [WAY_IN_PASSKEY] = PERSON_PASSKEY_CHANGED,
    };

    if (w.portal)
        return person_tell(db, a, w.id, PERSON[what], 0);
    return staff_tell(db, a, w.id,
        what == WAY_IN_PASSWORD ? STAFF_PASSWORD_CHANGED : STAFF_FACTOR_CHANGED);
}
