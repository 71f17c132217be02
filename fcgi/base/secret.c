#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rand.h"

/* A login costs 19 MiB and some 20 ms: eight at once fit beside the rest. */
enum { PASSES = 2, MEMORY = 19 * 1024 * 1024 };

enum err
secret_hash_password(struct arena *a, const char *password, char **out)
{
    char line[crypto_pwhash_argon2id_STRBYTES];
    size_t n = strnlen(password, SECRET_PASSWORD__MAX + 1);

    if (n > SECRET_PASSWORD__MAX)
        return ERR_INVALID;
    rand_init();
    if (crypto_pwhash_argon2id_str(line, password, n, PASSES, MEMORY) != 0)
        abort();
    *out = arena_str(a, line);
    return OK;
}

/* As much work as a check, for users that do not exist. */
static void
waste_a_check(const char *password, size_t n)
{
    static const unsigned char SALT[crypto_pwhash_argon2id_SALTBYTES] = { 1 };
    unsigned char out[32];

    if (crypto_pwhash_argon2id(out, sizeof out, password, n, SALT, PASSES, MEMORY,
            crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
        abort();
    sodium_memzero(out, sizeof out);
}

enum err
secret_check_password(const char *stored, const char *password, bool *stale)
{
    size_t n = strnlen(password, SECRET_PASSWORD__MAX + 1);

    *stale = false;
    if (n > SECRET_PASSWORD__MAX)
        return ERR_DENIED;
    rand_init();
    if (!stored) {
        waste_a_check(password, n);
        return ERR_DENIED;
    }
    if (crypto_pwhash_argon2id_str_verify(stored, password, n) != 0)
        return ERR_DENIED;
    *stale = crypto_pwhash_argon2id_str_needs_rehash(stored, PASSES, MEMORY) != 0;
    return OK;
}

bool
secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

bool
secret_equal_text(const char *a, const char *b)
{
    size_t n = strlen(a);

    return n == strlen(b) && secret_equal(a, b, n);
}

void
secret_hmac(const void *key, size_t key_n, const void *p, size_t n,
    uint8_t out[static SECRET_MAC_BYTES])
{
    crypto_auth_hmacsha256_state st;

    rand_init();
    crypto_auth_hmacsha256_init(&st, key, key_n);
    crypto_auth_hmacsha256_update(&st, p, n);
    crypto_auth_hmacsha256_final(&st, out);
    sodium_memzero(&st, sizeof st);
}

void
secret_derive(const uint8_t master[static SECRET_KEY_BYTES], const char *purpose,
    uint8_t out[static SECRET_KEY_BYTES])
{
    secret_hmac(master, SECRET_KEY_BYTES, purpose, strlen(purpose), out);
}

static enum err
read_key(const char *path, uint8_t out[static SECRET_KEY_BYTES])
{
    char text[2 * SECRET_KEY_BYTES + 2];
    struct stat st;
    ssize_t n;
    size_t got = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum err e = ERR_INVALID;

    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_DOWN;
    if (fstat(fd, &st) != 0)
        e = ERR_DOWN;
    else if (st.st_mode & 077)
        e = ERR_DENIED;
    else if ((n = read(fd, text, sizeof text)) < 0)
        e = ERR_DOWN;
    else if ((n == 2 * SECRET_KEY_BYTES ||
                 (n == 2 * SECRET_KEY_BYTES + 1 && text[n - 1] == '\n')) &&
             sodium_hex2bin(out, SECRET_KEY_BYTES, text, 2 * (size_t)SECRET_KEY_BYTES,
                 NULL, &got, NULL) == 0 &&
             got == SECRET_KEY_BYTES)
        e = OK;
    close(fd);
    sodium_memzero(text, sizeof text);
    return e;
}

static bool
write_key(int fd)
{
    uint8_t key[SECRET_KEY_BYTES];
    char text[2 * SECRET_KEY_BYTES + 1];
    bool ok;

    rand_bytes(key, sizeof key);
    sodium_bin2hex(text, sizeof text, key, sizeof key);
    text[sizeof text - 1] = '\n';
    ok = write(fd, text, sizeof text) == (ssize_t)sizeof text && fsync(fd) == 0;
    sodium_memzero(key, sizeof key);
    sodium_memzero(text, sizeof text);
    return ok;
}

/* Whole under another name first; link() lets only one maker win. */
static enum err
make_key(const char *path)
{
    struct arena *a = arena_new();
    char *temporary = arena_fmt(a, "%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    enum err e = ERR_DOWN;

    if (fd >= 0) {
        if (write_key(fd) && (link(temporary, path) == 0 || errno == EEXIST))
            e = OK;
        close(fd);
        unlink(temporary);
    }
    arena_free(a);
    return e;
}

enum err
secret_load_key(const char *path, bool create, uint8_t out[static SECRET_KEY_BYTES])
{
    enum err e = read_key(path, out);

    if (e != ERR_NOT_FOUND || !create)
        return e;
    if ((e = make_key(path)))
        return e;
    return read_key(path, out);
}

char *
secret_seal(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], const void *p,
    size_t n)
{
    size_t size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
    unsigned char *box = arena_alloc(a, size);

    rand_bytes(box, crypto_secretbox_NONCEBYTES);
    if (crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, p, n, box, key) != 0)
        abort();
    return secret_base64url(a, box, size);
}

enum err
secret_open(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *sealed, char **out, size_t *out_n)
{
    const size_t extra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    unsigned char *plain;
    uint8_t *box;
    size_t n;
    enum err e;

    rand_init();
    if ((e = secret_unbase64url(a, sealed, &box, &n)))
        return e;
    if (n < extra)
        return ERR_INVALID;
    plain = arena_alloc(a, n - extra + 1);
    if (crypto_secretbox_open_easy(plain, box + crypto_secretbox_NONCEBYTES,
            n - crypto_secretbox_NONCEBYTES, box, key) != 0)
        return ERR_INVALID;
    *out = (char *)plain;
    *out_n = n - extra;
    return OK;
}

char *
secret_hex(struct arena *a, const void *p, size_t n)
{
    size_t size = n * 2 + 1;

    return sodium_bin2hex(arena_alloc(a, size), size, p, n);
}

enum err
secret_unhex(struct arena *a, const char *s, uint8_t **out, size_t *out_n)
{
    size_t len = strlen(s), n;
    uint8_t *p = arena_alloc(a, len / 2 + 1);

    if (len % 2 || sodium_hex2bin(p, len / 2, s, len, NULL, &n, NULL) != 0)
        return ERR_INVALID;
    if (n != len / 2)
        return ERR_INVALID;
    *out = p;
    *out_n = n;
    return OK;
}

static char *
base64(struct arena *a, const void *p, size_t n, int variant)
{
    size_t size = sodium_base64_encoded_len(n, variant);

    return sodium_bin2base64(arena_alloc(a, size), size, p, n, variant);
}

char *
secret_base64url(struct arena *a, const void *p, size_t n)
{
    return base64(a, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *
secret_base64(struct arena *a, const void *p, size_t n)
{
    return base64(a, p, n, sodium_base64_VARIANT_ORIGINAL);
}

enum err
secret_unbase64url(struct arena *a, const char *s, uint8_t **out, size_t *out_n)
{
    size_t len = strlen(s), room = len / 4 * 3 + 3, n;
    uint8_t *p = arena_alloc(a, room);
    const char *end;

    if (sodium_base642bin(p, room, s, len, NULL, &n, &end,
            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != s + len)
        return ERR_INVALID;
    *out = p;
    *out_n = n;
    return OK;
}
