#ifndef BASE_SHA_H
#define BASE_SHA_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 of what comes piece by piece. */
enum { SHA_BYTES = 32, SHA_HEX__SIZE = 65 };

struct sha {
    uint64_t state[13];
};

void sha_start(struct sha *s);
void sha_add(struct sha *s, const void *p, size_t n);
void sha_end(struct sha *s, uint8_t out[static SHA_BYTES]);

/* All at once. */
void sha_of(const void *p, size_t n, uint8_t out[static SHA_BYTES]);

/* Lower case hex; writes and returns out. */
char *sha_hex(const uint8_t hash[static SHA_BYTES], char out[static SHA_HEX__SIZE]);

#endif
