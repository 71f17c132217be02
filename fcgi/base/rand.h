#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Randomness for secrets and ids, from the kernel by way of libsodium. */

void rand_bytes(void *out, size_t n);
uint32_t rand_below(uint32_t n); /* uniform, 0 .. n - 1; n > 0 */

/* n random bytes as URL-safe base64 without padding: 32 bytes are 43 letters. */
char *rand_token(struct arena *a, size_t n_bytes);

/* Once per process before any function of rand, secret, sha or totp that runs
 * in a thread; each of them also does it itself. */
void rand_init(void);

#endif
