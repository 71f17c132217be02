#include "store/session.h"

#include <string.h>

#include "base/rand.h"

char *
session_csrf(
    struct arena *a, const uint8_t csrf_key[static SECRET_KEY_BYTES], const char *token)
{
    uint8_t mac[SECRET_MAC_BYTES];

    secret_hmac(csrf_key, SECRET_KEY_BYTES, token, strlen(token), mac);
    return secret_base64url(a, mac, sizeof mac);
}

void
session_new(struct session_secrets *s, struct arena *a,
    const uint8_t csrf_key[static SECRET_KEY_BYTES])
{
    s->token = rand_token(a, 32);
    s->csrf = session_csrf(a, csrf_key, s->token);
    sha_of(s->token, strlen(s->token), s->token_hash);
    sha_of(s->csrf, strlen(s->csrf), s->csrf_hash);
}
