#include "service/reset_token.h"

#include <inttypes.h>
#include <string.h>

void
reset_key(
    const uint8_t master[static SECRET_KEY_BYTES], uint8_t key[static SECRET_KEY_BYTES])
{
    secret_derive(master, "password-reset", key);
}

char *
reset_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t reset_id)
{
    const char *text = arena_fmt(a, "password_reset:%" PRIu64, reset_id);
    uint8_t mac[SECRET_MAC_BYTES];

    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    return secret_base64url(a, mac, sizeof mac);
}
