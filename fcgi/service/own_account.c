#include "service/own_account.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/totp.h"
#include "db/tx.h"
#include "service/add_user.h"
#include "store/audit.h"
#include "store/rate.h"

/* Somebody at an unlocked screen may not guess for long. */
static const struct rate BY_USER = { .most = 10, .window_s = 900 };

static const char *
subject_of(struct arena *a, const struct own_account *who)
{
    return arena_fmt(
        a, "%saccount:%" PRIu64, who->way.portal ? "portal-" : "", who->way.id);
}

static enum err
note(struct db *db, struct arena *a, const struct own_account *who, const char *verb,
    enum way_in_news told)
{
    const struct audit done = { .by = who->by,
        .action = way_in_action(a, who->way, verb),
        .object_kind = way_in_kind(who->way),
        .object_id = who->way.id };
    enum err e = way_in_tell(db, a, who->way, told);

    return e ? e : audit_add(db, &done);
}

/* The tries are counted before anything is compared. */
static enum err
begin(struct db *db, struct arena *a, const struct own_account *who,
    struct user_security *user, int64_t *retry_after_s)
{
    enum err e = rate_take(db, a, subject_of(a, who), BY_USER, retry_after_s);

    return e ? e : way_in_security(db, a, who->way, user);
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
    enum err e =
        secret_check_password(user->password_hash, password ? password : "", &stale);

    return e ? ERR_DENIED : OK;
}

/* -- password -------------------------------------------------------------- */

static enum err
write_password(
    struct db *db, struct arena *a, const struct own_account *who, const char *hash)
{
    enum err e;

    if ((e = way_in_set_password(db, who->way, hash)) ||
        (e = way_in_end_others(db, who->way, who->session, clock_real_us())))
        return e;
    return note(db, a, who, "own_password", WAY_IN_PASSWORD);
}

enum err
change_own_password(struct db *db, struct arena *a, const struct own_account *who,
    const char *old, const char *new, bool fresh, struct faults *f,
    int64_t *retry_after_s)
{
    struct user_security user;
    char *hash;
    bool free;
    enum err e;

    user_check_password(new, f);
    if ((e = faults_err(f)) || (e = begin(db, a, who, &user, retry_after_s)))
        return e;
    free = who->way.portal && (fresh || !user.password_hash);
    if ((!free && (e = check_password(&user, old))) || (e = proved(db, a, who)) ||
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
    if ((e = faults_err(f)) || (e = way_in_security(db, a, who->way, &was)) ||
        (e = db_begin(db)))
        return e;
    if (!(e = way_in_set_language(db, who->way, language)))
        e = audit_add(db, &(struct audit){ .by = who->by,
                              .action = way_in_action(a, who->way, "own_language"),
                              .object_kind = way_in_kind(who->way),
                              .object_id = who->way.id,
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
                      db, a, who->master, who->way, user->totp_sealed, code)
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
    if (!(e = way_in_set_pending(
              db, who->way, second_factor_seal(a, who->master, *secret))))
        e = audit_add(
            db, &(struct audit){ .by = who->by,
                    .action = way_in_action(a, who->way, "own_second_factor_begin"),
                    .object_kind = way_in_kind(who->way),
                    .object_id = who->way.id });
    return db_end(db, e);
}

static enum err
write_factor(struct db *db, struct arena *a, const struct own_account *who,
    const char *pending, uint64_t step, const char *codes[static RECOVERY_CODES])
{
    uint64_t changed;
    enum err e = way_in_confirm_totp(db, who->way, pending, step, &changed);

    if (!e && !changed)
        e = ERR_NOT_FOUND;
    if (e || (e = recovery_codes_new(db, a, who->master, who->way, codes)) ||
        (e = way_in_end_others(db, who->way, who->session, clock_real_us())) ||
        (e = way_in_set_mfa(db, who->way, who->session)))
        return e;
    return note(db, a, who, "own_second_factor", WAY_IN_FACTOR);
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
    enum err e = recovery_codes_new(db, a, who->master, who->way, codes);

    return e ? e : note(db, a, who, "own_recovery_codes", WAY_IN_FACTOR);
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

    if ((e = way_in_clear_totp(db, who->way)) ||
        (e = way_in_drop_codes(db, who->way)) ||
        (e = way_in_end_others(db, who->way, who->session, clock_real_us())))
        return e;
    return note(db, a, who, "own_second_factor_removed", WAY_IN_FACTOR);
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
    if ((!(who->way.portal && !user.password_hash) &&
            (e = check_password(&user, password))) ||
        (e = check_code(db, a, who, &user, code)) || (e = proved(db, a, who)) ||
        (e = db_begin(db)))
        return e;
    return db_end(db, write_removal(db, a, who));
}
