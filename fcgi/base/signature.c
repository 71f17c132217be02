#include "base/signature.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"

enum { HEX = 2 * SECRET_MAC_BYTES, HEADER__MAX = 4096 };

static const char *
mac_of(struct arena *a, const char *key, const char *at, const void *message, size_t n)
{
    uint8_t mac[SECRET_MAC_BYTES];
    struct buf b;

    buf_init(&b, a);
    buf_text(&b, at);
    buf_char(&b, '.');
    buf_add(&b, message, n);
    secret_hmac(key, strlen(key), b.text, b.len, mac);
    return secret_hex(a, mac, sizeof mac);
}

char *
signature_make(
    struct arena *a, const char *key, int64_t at_s, const void *message, size_t n)
{
    const char *at = arena_fmt(a, "%" PRId64, at_s);

    return arena_fmt(a, "t=%s,v1=%s", at, mac_of(a, key, at, message, n));
}

static enum err
check(struct arena *a, const char *header, const char *key, int64_t now_s,
    const void *message, size_t n)
{
    const char *at = NULL, *want;
    int64_t at_s, apart;
    bool right = false;

    for (const char *p = header; *p; p += strcspn(p, ","), p += *p == ',')
        if (!strncmp(p, "t=", 2) && !at)
            at = arena_strn(a, p + 2, strcspn(p + 2, ","));
    if (!at || text_i64(at, &at_s) || at_s < 0 || !strstr(header, "v1="))
        return ERR_INVALID;
    want = mac_of(a, key, at, message, n);
    for (const char *p = header; *p; p += strcspn(p, ","), p += *p == ',')
        if (!strncmp(p, "v1=", 3) && strcspn(p + 3, ",") == HEX)
            right |= secret_equal(p + 3, want, HEX);
    apart = at_s > now_s ? at_s - now_s : now_s - at_s;
    return right && apart <= SIGNATURE_TOLERANCE_S ? OK : ERR_DENIED;
}

enum err
signature_check(
    const char *header, const char *key, int64_t now_s, const void *message, size_t n)
{
    struct arena *a;
    enum err e;

    if (!header || !*key || strlen(header) > HEADER__MAX)
        return ERR_INVALID;
    a = arena_new();
    e = check(a, header, key, now_s, message, n);
    arena_free(a);
    return e;
}
