#include "base/sha.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/rand.h"

static_assert(sizeof(struct sha) >= sizeof(crypto_hash_sha256_state), "room for it");
static_assert(SHA_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

void
sha_start(struct sha *s)
{
    crypto_hash_sha256_state st;

    rand_init();
    crypto_hash_sha256_init(&st);
    memcpy(s->state, &st, sizeof st);
}

void
sha_add(struct sha *s, const void *p, size_t n)
{
    crypto_hash_sha256_state st;

    if (!n)
        return;
    memcpy(&st, s->state, sizeof st);
    crypto_hash_sha256_update(&st, p, n);
    memcpy(s->state, &st, sizeof st);
}

void
sha_end(struct sha *s, uint8_t out[static SHA_BYTES])
{
    crypto_hash_sha256_state st;

    memcpy(&st, s->state, sizeof st);
    crypto_hash_sha256_final(&st, out);
    sodium_memzero(s, sizeof *s);
}

void
sha_of(const void *p, size_t n, uint8_t out[static SHA_BYTES])
{
    struct sha s;

    sha_start(&s);
    sha_add(&s, p, n);
    sha_end(&s, out);
}

char *
sha_hex(const uint8_t hash[static SHA_BYTES], char out[static SHA_HEX__SIZE])
{
    return sodium_bin2hex(out, SHA_HEX__SIZE, hash, SHA_BYTES);
}
