#include "service/mail_code.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/person_words.h"
#include "store/audit.h"
#include "store/q_person.h"
#include "store/q_user.h"
#include "store/rate.h"

static const struct rate BY_ADDRESS = { .most = 20, .window_s = 3600 };
static const struct rate BY_EMAIL = { .most = 5, .window_s = 3600 };
enum { KEPT_DAYS = 30, DIGITS = 8, HALF = 4 };

void
mail_code_key(
    const uint8_t master[static SECRET_KEY_BYTES], uint8_t key[static SECRET_KEY_BYTES])
{
    secret_derive(master, "mail-code", key);
}

static void
digits_of(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id,
    char out[static DIGITS + 1])
{
    const char *text = arena_fmt(a, "mail_code:%" PRIu64, id);
    uint8_t mac[SECRET_MAC_BYTES];
    uint64_t n = 0;

    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    for (size_t i = 0; i < sizeof n; i++)
        n = n << 8 | mac[i];
    for (size_t i = 0; i < DIGITS; i++, n /= 10)
        out[i] = (char)('0' + n % 10);
    out[DIGITS] = '\0';
}

char *
mail_code_text(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id)
{
    char digits[DIGITS + 1];

    digits_of(a, key, id, digits);
    return arena_fmt(a, "%.*s %s", HALF, digits, digits + HALF);
}

/* -- asking ---------------------------------------------------------------- */

struct ask {
    struct arena *arena;
    const struct actor *by;
    uint64_t person_id; /* 0: nobody has the address */
};

/* Nobody's address leaves a row, too, so that the answer takes as long. */
static enum err
write_code(struct db *db, void *arg)
{
    const struct ask *w = arg;
    int64_t now = clock_real_us();
    uint64_t id;
    enum err e;

    if ((e = db_id(db, &id)) ||
        (e = mail_code_prune(db, now - KEPT_DAYS * DATE_US_PER_DAY, NULL)) ||
        (e = mail_code_insert(db, id, w->person_id, now,
             now + MAIL_CODE_LIFE_S * DATE_US_PER_S, w->by->ip, NULL)) ||
        (w->person_id &&
            (e = person_tell(db, w->arena, w->person_id, PERSON_CODE, id))))
        return e;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = "person.ask_code",
                             .object_kind = "person",
                             .object_id = w->person_id });
}

enum err
ask_mail_code(struct db *db, struct arena *a, const struct actor *by, const char *email,
    int64_t *retry_after_s)
{
    const char *subject = arena_fmt(a, "code-email:%.254s", text_lower(a, email));
    struct ask w = { .arena = a, .by = by };
    struct user_for_login person;
    enum err e;

    if ((e = rate_take(
             db, a, arena_fmt(a, "code-ip:%s", by->ip), BY_ADDRESS, retry_after_s)) ||
        (e = rate_take(db, a, subject, BY_EMAIL, retry_after_s)))
        return e;
    e = person_for_login(db, a, email, &person);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && text_eq(person.status, "active"))
        w.person_id = person.id;
    return db_retry(db, write_code, &w);
}

/* -- giving ---------------------------------------------------------------- */

/* As people type it: blanks and dashes do not matter. */
static bool
plain(const char *code, char out[static DIGITS + 1])
{
    size_t n = 0;

    for (; *code; code++) {
        if (*code == ' ' || *code == '-')
            continue;
        if (n == DIGITS || *code < '0' || *code > '9')
            return false;
        out[n++] = *code;
    }
    out[n] = '\0';
    return n == DIGITS;
}

enum err
check_mail_code(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], uint64_t person_id, const char *code,
    uint64_t *id)
{
    char given[DIGITS + 1], right[DIGITS + 1];
    uint8_t key[SECRET_KEY_BYTES];
    int64_t now = clock_real_us();
    struct mail_code_latest row = { 0 };
    uint64_t changed = 0;
    enum err e = mail_code_latest(db, a, person_id, now, MAIL_CODE_TRIES, &row);

    if (e && e != ERR_NOT_FOUND)
        return e;
    /* also for nobody, so that it takes as long */
    if ((e = mail_code_try(db, row.id, now, MAIL_CODE_TRIES, &changed)))
        return e;
    mail_code_key(master, key);
    digits_of(a, key, row.id, right);
    if (!plain(code, given) || !secret_equal(given, right, DIGITS) || !changed)
        return ERR_DENIED;
    *id = row.id;
    return OK;
}
