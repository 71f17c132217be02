#include "base/totp.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/rand.h"
#include "base/text.h"

enum { SECRET_BYTES = 20, DIGITS = 6 };

char *
totp_new_secret(struct arena *a)
{
    char raw[SECRET_BYTES], *text, *out;

    rand_bytes(raw, sizeof raw);
    if (oath_base32_encode(raw, sizeof raw, &text, NULL) != OATH_OK)
        abort();
    out = arena_str(a, text);
    explicit_bzero(raw, sizeof raw);
    explicit_bzero(text, strlen(text));
    free(text);
    return out;
}

static enum err
decode(const char *secret, char **raw, size_t *n)
{
    if (oath_base32_decode(secret, strlen(secret), raw, n) != OATH_OK)
        return ERR_INVALID;
    if (*n)
        return OK;
    free(*raw);
    return ERR_INVALID;
}

static void
forget(char *raw, size_t n)
{
    explicit_bzero(raw, n);
    free(raw);
}

static time_t
seconds(int64_t at)
{
    return (time_t)(at / DATE_US_PER_S);
}

enum err
totp_code(const char *secret, int64_t at, char out[static TOTP_CODE__SIZE])
{
    char *raw;
    size_t n;
    int rc;

    if (decode(secret, &raw, &n))
        return ERR_INVALID;
    rc = oath_totp_generate(raw, n, seconds(at), TOTP_STEP_S, 0, DIGITS, out);
    forget(raw, n);
    return rc == OATH_OK ? OK : ERR_BUG;
}

enum err
totp_check(const char *secret, const char *code, int64_t at, uint64_t *step)
{
    uint64_t counter = 0;
    char *raw;
    size_t n;
    int rc;

    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return ERR_DENIED;
    if (decode(secret, &raw, &n))
        return ERR_INVALID;
    rc = oath_totp_validate4(raw, n, seconds(at), TOTP_STEP_S, 0, TOTP_WINDOW, NULL,
        &counter, 0 /* SHA-1 */, code);
    forget(raw, n);
    if (rc < 0)
        return ERR_DENIED;
    *step = counter;
    return OK;
}

char *
totp_uri(struct arena *a, const char *issuer, const char *account, const char *secret)
{
    struct buf b;

    buf_init(&b, a);
    buf_text(&b, "otpauth://totp/");
    text_url(&b, issuer);
    buf_char(&b, ':');
    text_url(&b, account);
    buf_fmt(&b, "?secret=%s&issuer=", secret);
    text_url(&b, issuer);
    return b.text;
}
