#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Passwords, keys, sealed values and their encodings, by libsodium. */

enum { SECRET_KEY_BYTES = 32, SECRET_MAC_BYTES = 32, SECRET_PASSWORD__MAX = 1024 };

/*
 * Argon2id (19 MiB, 2 passes), as one self-describing line to be stored.
 * ERR_INVALID  longer than SECRET_PASSWORD__MAX bytes
 */
enum err secret_hash_password(struct arena *a, const char *password, char **out);

/*
 * OK          it is the password; *stale: made with other costs than today's,
 *             hash it again while it is at hand
 * ERR_DENIED  it is not, or `stored` is no such line
 * A NULL `stored` (no such user) takes as long as a wrong password.
 */
enum err secret_check_password(const char *stored, const char *password, bool *stale);

/* In constant time. */
bool secret_equal(const void *a, const void *b, size_t n);
bool secret_equal_text(const char *a, const char *b);

/* HMAC-SHA-256, key of any length. */
void secret_hmac(const void *key, size_t key_n, const void *p, size_t n,
    uint8_t out[static SECRET_MAC_BYTES]);

/* A key for one purpose out of the master key: secret_derive(master, "totp", k) */
void secret_derive(const uint8_t master[static SECRET_KEY_BYTES], const char *purpose,
    uint8_t out[static SECRET_KEY_BYTES]);

/*
 * The master key of an installation: a file of 64 hex digits. With create, a
 * missing file is made (mode 600, atomically: of two makers one wins and both
 * read the same).
 *
 * ERR_NOT_FOUND  no file   ERR_DENIED  others may read it   ERR_INVALID  no key in it
 * ERR_DOWN       cannot be read or written
 */
enum err secret_load_key(
    const char *path, bool create, uint8_t out[static SECRET_KEY_BYTES]);

/* Encrypted and authenticated (XSalsa20-Poly1305, random nonce), as base64url. */
char *secret_seal(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const void *p, size_t n);
/* ERR_INVALID: not sealed with this key, or changed since. *out also ends in NUL. */
enum err secret_open(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *sealed, char **out, size_t *out_n);

char *secret_hex(struct arena *a, const void *p, size_t n); /* lower case */
enum err secret_unhex(struct arena *a, const char *s, uint8_t **out, size_t *out_n);

/* URL-safe base64 without padding; reading refuses padding, blanks and bits
 * that stand for nothing. */
char *secret_base64url(struct arena *a, const void *p, size_t n);
enum err secret_unbase64url(
    struct arena *a, const char *s, uint8_t **out, size_t *out_n);
/* Plain base64 with padding, as mail and Basic authentication want it. */
char *secret_base64(struct arena *a, const void *p, size_t n);

#endif
