#include "service/second_factor.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "base/totp.h"

/* No 0, 1, i, l, o: what is copied from paper by hand. */
static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789";
enum { CODE_LETTERS = 10, CODE_HALF = 5 };

char *
second_factor_seal(
    struct arena *a, const uint8_t master[static SECRET_KEY_BYTES], const char *secret)
{
    uint8_t key[SECRET_KEY_BYTES];

    secret_derive(master, "totp", key);
    return secret_seal(a, key, secret, strlen(secret));
}

enum err
second_factor_try(struct arena *a, const uint8_t master[static SECRET_KEY_BYTES],
    const char *sealed, const char *code, uint64_t *step)
{
    uint8_t key[SECRET_KEY_BYTES];
    char *secret;
    size_t n;
    enum err e;

    secret_derive(master, "totp", key);
    if ((e = secret_open(a, key, sealed, &secret, &n)))
        return e;
    return totp_check(secret, code, clock_real_us(), step) ? ERR_DENIED : OK;
}

/* The letters of a recovery code as people type it: blanks, dashes and case do not
 * matter. False: it is none. */
static bool
plain_code(const char *code, char out[static CODE_LETTERS + 1])
{
    size_t n = 0;

    for (; *code; code++) {
        char c = *code >= 'A' && *code <= 'Z' ? (char)(*code - 'A' + 'a') : *code;

        if (c == '-' || c == ' ')
            continue;
        if (n == CODE_LETTERS || !strchr(LETTERS, c))
            return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return n == CODE_LETTERS;
}

static void
recovery_hash(struct arena *a, const uint8_t master[static SECRET_KEY_BYTES],
    struct way_in w, const char *plain, uint8_t out[static SECRET_MAC_BYTES])
{
    const char *text =
        arena_fmt(a, "%s%" PRIu64 ":%s", w.portal ? "person:" : "", w.id, plain);
    uint8_t key[SECRET_KEY_BYTES];

    secret_derive(master, "recovery-code", key);
    secret_hmac(key, sizeof key, text, strlen(text), out);
}

static enum err
use_recovery_code(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], struct way_in w, const char *code)
{
    char plain[CODE_LETTERS + 1];
    uint8_t hash[SECRET_MAC_BYTES];
    uint64_t changed;
    enum err e;

    if (!plain_code(code, plain))
        return ERR_DENIED;
    recovery_hash(a, master, w, plain, hash);
    if ((e = way_in_use_code(db, w, hash, clock_real_us(), &changed)))
        return e;
    return changed ? OK : ERR_DENIED;
}

enum err
second_factor_check(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], struct way_in w, const char *sealed,
    const char *code)
{
    uint64_t step, changed;
    enum err e = second_factor_try(a, master, sealed, code, &step);

    if (e == ERR_DENIED)
        return use_recovery_code(db, a, master, w, code);
    if (e || (e = way_in_take_step(db, w, step, &changed)))
        return e;
    return changed ? OK : ERR_DENIED;
}

static void
new_code(char out[static CODE_LETTERS + 1])
{
    for (size_t i = 0; i < CODE_LETTERS; i++)
        out[i] = LETTERS[rand_below(sizeof LETTERS - 1)];
    out[CODE_LETTERS] = '\0';
}

enum err
recovery_codes_new(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], struct way_in w,
    const char *codes[static RECOVERY_CODES])
{
    uint8_t hash[RECOVERY_CODES][SHA_BYTES];
    enum err e;

    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        char plain[CODE_LETTERS + 1];

        new_code(plain);
        codes[i] = arena_fmt(a, "%.*s-%s", CODE_HALF, plain, plain + CODE_HALF);
        recovery_hash(a, master, w, plain, hash[i]);
    }
    if ((e = way_in_drop_codes(db, w)))
        return e;
    return way_in_put_codes(db, w, hash, RECOVERY_CODES, clock_real_us());
}
