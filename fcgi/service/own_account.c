#include "service/own_account.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/totp.h"
#include "db/tx.h"
#include "service/add_user.h"
#include "service/staff_words.h"
#include "store/audit.h"
#include "store/q_session.h"
#include "store/q_user.h"
#include "store/rate.h"

/* Somebody at an unlocked screen may not guess for long. */
static const struct rate BY_USER = { .most = 10, .window_s = 900 };

static uint64_t
self(const struct own_account *who)
{
    return actor_user_id(who->by);
}

static const char *
subject_of(struct arena *a, const struct own_account *who)
{
    return arena_fmt(a, "account:%" PRIu64, self(who));
}

static enum err
note(struct db *db, struct arena *a, const struct own_account *who, const char *action,
    enum staff_word told)
{
    const struct audit done = {
        .by = who->by, .action = action, .object_kind = "user", .object_id = self(who)
    };
    enum err e = staff_tell(db, a, self(who), told);

    return e ? e : audit_add(db, &done);
}

/* The tries are counted before anything is compared. */
static enum err
begin(struct db *db, struct arena *a, const struct own_account *who,
    struct user_security *user, int64_t *retry_after_s)
{
    enum err e = rate_take(db, a, subject_of(a, who), BY_USER, retry_after_s);

    return e ? e : user_security(db, a, self(who), user);
}

static enum err
proved(struct db *db, struct arena *a, const struct own_account *who)
{
    return rate_clear(db, subject_of(a, who));
}

static enum err
check_password(const struct user_security *user, const char *password)
{
    bool stale;
    enum err e = secret_check_password(user->password_hash, password, &stale);

    return e ? ERR_DENIED : OK;
}

/* -- password -------------------------------------------------------------- */

static enum err
write_password(
    struct db *db, struct arena *a, const struct own_account *who, const char *hash)
{
    enum err e;

    if ((e = user_set_password(db, self(who), hash, NULL)) ||
        (e = session_revoke_others(db, self(who), who->session, clock_real_us(), NULL)))
        return e;
    return note(db, a, who, "user.own_password", STAFF_PASSWORD_CHANGED);
}

enum err
change_own_password(struct db *db, struct arena *a, const struct own_account *who,
    const char *old, const char *new, struct faults *f, int64_t *retry_after_s)
{
    struct user_security user;
    char *hash;
    enum err e;

    user_check_password(new, f);
    if ((e = faults_err(f)) || (e = begin(db, a, who, &user, retry_after_s)) ||
        (e = check_password(&user, old)) || (e = proved(db, a, who)) ||
        (e = secret_hash_password(a, new, &hash)) || (e = db_begin(db)))
        return e;
    return db_end(db, write_password(db, a, who, hash));
}

enum err
set_own_language(struct db *db, struct arena *a, const struct own_account *who,
    const char *language, struct faults *f)
{
    struct user_security was;
    enum err e;

    if (!text_eq(language, "en") && !text_eq(language, "de") &&
        !text_eq(language, "fr"))
        faults_add(f, "/language", "must be en, de or fr");
    if ((e = faults_err(f)) || (e = user_security(db, a, self(who), &was)) ||
        (e = db_begin(db)))
        return e;
    if (!(e = user_set_language(db, self(who), language, NULL)))
        e = audit_add(db, &(struct audit){ .by = who->by,
                              .action = "user.own_language",
                              .object_kind = "user",
                              .object_id = self(who),
                              .before = AUDIT_TEXTS(a, "language", was.language),
                              .after = AUDIT_TEXTS(a, "language", language) });
    return db_end(db, e);
}

/* -- second factor --------------------------------------------------------- */

static enum err
check_code(struct db *db, struct arena *a, const struct own_account *who,
    const struct user_security *user, const char *code)
{
    return code ? second_factor_check(
                      db, a, who->master, self(who), user->totp_sealed, code)
                : ERR_DENIED;
}

enum err
begin_second_factor(struct db *db, struct arena *a, const struct own_account *who,
    const char *code, const char **secret, const char **uri, int64_t *retry_after_s)
{
    struct user_security user;
    enum err e;

    if ((e = begin(db, a, who, &user, retry_after_s)) ||
        (user.totp_sealed && (e = check_code(db, a, who, &user, code))) ||
        (e = proved(db, a, who)))
        return e;
    *secret = totp_new_secret(a);
    *uri = totp_uri(a, "Dunlin", user.email, *secret);
    if ((e = db_begin(db)))
        return e;
    if (!(e = user_set_totp_pending(
              db, self(who), second_factor_seal(a, who->master, *secret), NULL)))
        e = audit_add(db, &(struct audit){ .by = who->by,
                              .action = "user.own_second_factor_begin",
                              .object_kind = "user",
                              .object_id = self(who) });
    return db_end(db, e);
}

static enum err
write_factor(struct db *db, struct arena *a, const struct own_account *who,
    const char *pending, uint64_t step, const char *codes[static RECOVERY_CODES])
{
    uint64_t changed;
    enum err e = user_confirm_totp(db, self(who), pending, step, &changed);

    if (!e && !changed)
        e = ERR_NOT_FOUND;
    if (e || (e = recovery_codes_new(db, a, who->master, self(who), codes)) ||
        (e = session_revoke_others(
             db, self(who), who->session, clock_real_us(), NULL)) ||
        (e = session_set_mfa(db, who->session, NULL)))
        return e;
    return note(db, a, who, "user.own_second_factor", STAFF_FACTOR_CHANGED);
}

enum err
confirm_second_factor(struct db *db, struct arena *a, const struct own_account *who,
    const char *code, const char *codes[static RECOVERY_CODES], int64_t *retry_after_s)
{
    struct user_security user;
    uint64_t step;
    enum err e;

    if ((e = begin(db, a, who, &user, retry_after_s)))
        return e;
    if (!user.totp_pending)
        return ERR_NOT_FOUND;
    if ((e = second_factor_try(a, who->master, user.totp_pending, code, &step)) ||
        (e = proved(db, a, who)) || (e = db_begin(db)))
        return e;
    return db_end(db, write_factor(db, a, who, user.totp_pending, step, codes));
}

static enum err
write_codes(struct db *db, struct arena *a, const struct own_account *who,
    const char *codes[static RECOVERY_CODES])
{
    enum err e = recovery_codes_new(db, a, who->master, self(who), codes);

    return e ? e : note(db, a, who, "user.own_recovery_codes", STAFF_FACTOR_CHANGED);
}

enum err
renew_recovery_codes(struct db *db, struct arena *a, const struct own_account *who,
    const char *code, const char *codes[static RECOVERY_CODES], int64_t *retry_after_s)
{
    struct user_security user;
    enum err e;

    if ((e = begin(db, a, who, &user, retry_after_s)))
        return e;
    if (!user.totp_sealed)
        return ERR_NOT_FOUND;
    if ((e = check_code(db, a, who, &user, code)) || (e = proved(db, a, who)) ||
        (e = db_begin(db)))
        return e;
    return db_end(db, write_codes(db, a, who, codes));
}

static enum err
write_removal(struct db *db, struct arena *a, const struct own_account *who)
{
    enum err e;

    if ((e = user_clear_totp(db, self(who), NULL)) ||
        (e = recovery_code_drop(db, self(who), NULL)) ||
        (e = session_revoke_others(db, self(who), who->session, clock_real_us(), NULL)))
        return e;
    return note(db, a, who, "user.own_second_factor_removed", STAFF_FACTOR_CHANGED);
}

enum err
remove_second_factor(struct db *db, struct arena *a, const struct own_account *who,
    const char *password, const char *code, int64_t *retry_after_s)
{
    struct user_security user;
    enum err e;

    if ((e = begin(db, a, who, &user, retry_after_s)))
        return e;
    if (text_eq(user.role, "admin"))
        return ERR_CONFLICT;
    if (!user.totp_sealed)
        return ERR_NOT_FOUND;
    if ((e = check_password(&user, password)) ||
        (e = check_code(db, a, who, &user, code)) || (e = proved(db, a, who)) ||
        (e = db_begin(db)))
        return e;
    return db_end(db, write_removal(db, a, who));
}
