#include "service/mail_token.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { MAC_BYTES = 16, MAC_CHARS = 26, ID_CHARS = 13 };

static const char DIGITS[] = "0123456789abcdefghijklmnopqrstuvwxyz";

void
mail_keys(struct mail_keys *k, const uint8_t master[static SECRET_KEY_BYTES])
{
    secret_derive(master, "reply-address", k->reply);
    secret_derive(master, "mail-events", k->track);
}

/* 128 bits in 26 characters of five bits each. */
static void
write_mac(const uint8_t key[static SECRET_KEY_BYTES], uint64_t id, uint32_t part,
    char out[static MAC_CHARS + 1])
{
    static const char FIVE[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint8_t mac[SECRET_MAC_BYTES];
    unsigned held = 0, bits = 0;
    size_t n = 0;
    char text[48];

    snprintf(text, sizeof text, "%llu:%u", (unsigned long long)id, part);
    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    for (size_t i = 0; i < MAC_BYTES; i++) {
        held = (held << 8) | mac[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[n++] = FIVE[(held >> (bits - 5)) & 31];
    }
    out[n++] = FIVE[(held << (5 - bits)) & 31];
    out[n] = '\0';
}

char *
mail_token(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id,
    uint32_t part)
{
    char mac[MAC_CHARS + 1], digits[ID_CHARS + 1];
    size_t at = ID_CHARS;

    digits[at] = '\0';
    for (uint64_t v = id; v > 0 || at == ID_CHARS; v /= 36)
        digits[--at] = DIGITS[v % 36];
    write_mac(key, id, part, mac);
    return arena_fmt(a, "%s%s", digits + at, mac);
}

enum err
mail_token_read(const uint8_t key[static SECRET_KEY_BYTES], const char *token,
    uint32_t part, uint64_t *id)
{
    char mac[MAC_CHARS + 1], said[MAIL_TOKEN__MAX];
    size_t n = strlen(token);
    uint64_t v = 0;

    if (n <= MAC_CHARS || n > MAC_CHARS + ID_CHARS)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i <= n; i++)
        said[i] = (char)tolower((unsigned char)token[i]);
    for (size_t i = 0; i < n - MAC_CHARS; i++) {
        const char *digit = strchr(DIGITS, said[i]);

        if (!digit || __builtin_mul_overflow(v, 36, &v) ||
            __builtin_add_overflow(v, (uint64_t)(digit - DIGITS), &v))
            return ERR_NOT_FOUND;
    }
    if (*said == '0')
        return ERR_NOT_FOUND; /* one id has one token */
    write_mac(key, v, part, mac);
    if (!secret_equal(mac, said + n - MAC_CHARS, MAC_CHARS))
        return ERR_NOT_FOUND;
    *id = v;
    return OK;
}

char *
mail_reply_address(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *base, uint64_t outbox_id)
{
    size_t local = strcspn(base, "@");

    return arena_fmt(a, "%.*s+%s%s", (int)local, base, mail_token(a, key, outbox_id, 0),
        base + local);
}

/* The token in an address: base's own with a plus sign and something more. */
static bool
token_of(const char *base, const char *email, char out[static MAIL_TOKEN__MAX])
{
    size_t local = strcspn(base, "@"), n;

    if (strncasecmp(email, base, local) != 0 || email[local] != '+')
        return false;
    email += local + 1;
    n = strcspn(email, "@");
    if (strcasecmp(email + n, base + local) != 0)
        return false;
    if (n >= MAIL_TOKEN__MAX)
        n = MAIL_TOKEN__MAX - 1;
    memcpy(out, email, n);
    out[n] = '\0';
    return true;
}

enum err
mail_reply_find(const uint8_t key[static SECRET_KEY_BYTES], const char *base,
    const char *const *to, size_t n, uint64_t *outbox_id)
{
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        char token[MAIL_TOKEN__MAX];
        uint64_t id;

        if (!token_of(base, to[i], token))
            continue;
        if (mail_token_read(key, token, 0, &id) || (found && id != *outbox_id))
            return ERR_DENIED;
        found = true;
        *outbox_id = id;
    }
    return found ? OK : ERR_NOT_FOUND;
}
