#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/sha.h"

/*
 * The secrets of a browser's session, staff's and customers' alike. The token is 32
 * random bytes and stands in the cookie alone; we keep its hash. The CSRF value is
 * derived from it, so that it can be told again without being stored.
 */
enum {
    SESSION_IDLE_S = 2 * 3600, /* staff */
    SESSION_LIFE_S = 12 * 3600,
    PORTAL_IDLE_S = 3600, /* customers */
    PORTAL_LIFE_S = 12 * 3600,
    SESSION_SEEN_EVERY_S = 60 /* how exact last_seen_at is */
};

struct session_secrets {
    const char *token, *csrf;
    uint8_t token_hash[SHA_BYTES], csrf_hash[SHA_BYTES];
};

void session_new(struct session_secrets *s, struct arena *a,
    const uint8_t csrf_key[static SECRET_KEY_BYTES]);

/* The CSRF value that goes with a token. */
char *session_csrf(struct arena *a, const uint8_t csrf_key[static SECRET_KEY_BYTES],
    const char *token);

#endif
