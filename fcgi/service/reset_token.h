#ifndef SERVICE_RESET_TOKEN_H
#define SERVICE_RESET_TOKEN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/secret.h"

/* The key of reset tokens out of the installation's. */
void reset_key(const uint8_t master[static SECRET_KEY_BYTES],
    uint8_t key[static SECRET_KEY_BYTES]);

/* The secret part of the link of a password_reset: it follows from the key and the id,
 * so that the mail can be written when it leaves and no table holds it. */
char *reset_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t reset_id);

#endif
