#include "base/rand.h"

#include <sodium.h>
#include <stdlib.h>

void
rand_init(void)
{
    /* Safe to repeat and from any thread; only the first call works. */
    if (sodium_init() < 0)
        abort();
}

void
rand_bytes(void *out, size_t n)
{
    rand_init();
    randombytes_buf(out, n);
}

uint32_t
rand_below(uint32_t n)
{
    rand_init();
    return randombytes_uniform(n);
}

char *
rand_token(struct arena *a, size_t n_bytes)
{
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    size_t size = sodium_base64_encoded_len(n_bytes, variant);
    unsigned char *raw = arena_alloc(a, n_bytes);
    char *out = arena_alloc(a, size);

    rand_bytes(raw, n_bytes);
    sodium_bin2base64(out, size, raw, n_bytes, variant);
    sodium_memzero(raw, n_bytes);
    return out;
}
