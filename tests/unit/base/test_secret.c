#include "tests/unit/base/help.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/secret.h"
#include "base/sha.h"

static uint8_t key[SECRET_KEY_BYTES] = { 1, 2, 3 };

static void
a_password_is_checked_against_its_hash(void **)
{
    char *stored, *again;
    bool stale = true;

    assert_int_equal(secret_hash_password(arena, "correct horse", &stored), OK);
    assert_int_equal(secret_hash_password(arena, "correct horse", &again), OK);
    assert_string_not_equal(stored, again);
    assert_non_null(strstr(stored, "$argon2id$"));
    assert_int_equal(secret_check_password(stored, "correct horse", &stale), OK);
    assert_false(stale);
    assert_int_equal(secret_check_password(stored, "correct hors", &stale), ERR_DENIED);
    assert_int_equal(secret_check_password(stored, "", &stale), ERR_DENIED);
}

static void
a_hash_of_other_costs_is_stale(void **)
{
    /* "password" at 1 pass and 8 KiB, made by libsodium */
    static const char CHEAP[] = "$argon2id$v=19$m=8,t=1,p=1$RCzyrhFu1KOW+DukwzR+3w$"
                                "kZFbr6p85yY5bTlp01ob3+LGESvzyqB6xN5XGTql9dY";
    bool stale = false;

    assert_int_equal(secret_check_password(CHEAP, "password", &stale), OK);
    assert_true(stale);
    assert_int_equal(secret_check_password(CHEAP, "passwore", &stale), ERR_DENIED);
    assert_false(stale);
}

static void
no_user_and_no_hash_are_denied(void **)
{
    bool stale;

    assert_int_equal(secret_check_password(NULL, "x", &stale), ERR_DENIED);
    assert_int_equal(secret_check_password("", "", &stale), ERR_DENIED);
    assert_int_equal(secret_check_password("plain", "plain", &stale), ERR_DENIED);
}

static void
a_password_beyond_the_limit_is_refused(void **)
{
    char *tall = arena_alloc(arena, SECRET_PASSWORD__MAX + 2), *stored;
    bool stale;

    memset(tall, 'x', SECRET_PASSWORD__MAX);
    assert_int_equal(secret_hash_password(arena, tall, &stored), OK);
    assert_int_equal(secret_check_password(stored, tall, &stale), OK);
    tall[SECRET_PASSWORD__MAX] = 'x';
    assert_int_equal(secret_hash_password(arena, tall, &stored), ERR_INVALID);
    assert_int_equal(secret_check_password(stored, tall, &stale), ERR_DENIED);
}

static void
a_sealed_value_opens_with_its_key_alone(void **)
{
    uint8_t other[SECRET_KEY_BYTES] = { 3, 2, 1 };
    char *a = secret_seal(arena, key, "JBSWY3DPEHPK3PXP", 16), *out;
    char *b = secret_seal(arena, key, "JBSWY3DPEHPK3PXP", 16);
    size_t n;

    assert_string_not_equal(a, b);
    assert_int_equal(secret_open(arena, key, a, &out, &n), OK);
    assert_int_equal(n, 16);
    assert_string_equal(out, "JBSWY3DPEHPK3PXP");
    assert_int_equal(secret_open(arena, other, a, &out, &n), ERR_INVALID);
    assert_int_equal(secret_open(arena, key, "", &out, &n), ERR_INVALID);
    assert_int_equal(secret_open(arena, key, "AAAA", &out, &n), ERR_INVALID);
    assert_int_equal(secret_open(arena, key, "not base64!", &out, &n), ERR_INVALID);
    a = secret_seal(arena, key, "", 0);
    assert_int_equal(secret_open(arena, key, a, &out, &n), OK);
    assert_int_equal(n, 0);
}

static void
a_sealed_value_that_changed_anywhere_does_not_open(void **)
{
    char *sealed = secret_seal(arena, key, "x", 1), *out;
    size_t n;

    for (size_t i = 0; i < strlen(sealed); i++) {
        char was = sealed[i];

        sealed[i] = was == 'A' ? 'B' : 'A';
        assert_int_equal(secret_open(arena, key, sealed, &out, &n), ERR_INVALID);
        sealed[i] = was;
    }
    assert_int_equal(secret_open(arena, key, sealed, &out, &n), OK);
}

static void
hashes_are_those_of_the_standards(void **)
{
    char hex[SHA_HEX__SIZE];
    uint8_t out[32], rfc4231[20];
    struct sha s;

    sha_of("abc", 3, out);
    assert_string_equal(sha_hex(out, hex),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha_of(NULL, 0, out);
    assert_string_equal(sha_hex(out, hex),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha_start(&s);
    for (int i = 0; i < 1000000; i += 250)
        sha_add(&s, memset(arena_alloc(arena, 250), 'a', 250), 250);
    sha_end(&s, out);
    assert_string_equal(sha_hex(out, hex),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    memset(rfc4231, 0x0b, sizeof rfc4231);
    secret_hmac(rfc4231, sizeof rfc4231, "Hi There", 8, out);
    assert_string_equal(sha_hex(out, hex),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    secret_hmac("Jefe", 4, "what do ya want for nothing?", 28, out);
    assert_string_equal(sha_hex(out, hex),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void
each_purpose_has_its_own_key(void **)
{
    uint8_t a[SECRET_KEY_BYTES], b[SECRET_KEY_BYTES];

    secret_derive(key, "totp", a);
    secret_derive(key, "totp", b);
    assert_true(secret_equal(a, b, sizeof a));
    secret_derive(key, "portal", b);
    assert_false(secret_equal(a, b, sizeof a));
    assert_true(secret_equal_text("same", "same"));
    assert_false(secret_equal_text("same", "sane"));
    assert_false(secret_equal_text("same", "same "));
}

static void
the_key_file_is_made_once_and_kept_private(void **)
{
    const char *path = arena_fmt(arena, "%s/secret", fresh_dir());
    uint8_t a[SECRET_KEY_BYTES], b[SECRET_KEY_BYTES];
    struct stat st;

    assert_int_equal(secret_load_key(path, false, a), ERR_NOT_FOUND);
    assert_int_equal(secret_load_key(path, true, a), OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_nlink, 1);
    assert_int_equal(secret_load_key(path, true, b), OK);
    assert_memory_equal(a, b, sizeof a);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(secret_load_key(path, true, b), ERR_DENIED);
}

static void
a_key_file_that_holds_no_key_is_refused(void **)
{
    static const char *const WRONG[] = { "", "abc",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g\n",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n" };
    uint8_t a[SECRET_KEY_BYTES];
    const char *path;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        path = fresh_file("secret", WRONG[i]);
        assert_int_equal(chmod(path, 0600), 0);
        assert_int_equal(secret_load_key(path, true, a), ERR_INVALID);
    }
    path = fresh_file(
        "secret", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    assert_int_equal(secret_load_key(path, true, a), OK);
    assert_int_equal(a[31], 31);
    assert_int_equal(secret_load_key("/nonexistent/x/secret", true, a), ERR_DOWN);
}

static void
encodings_lead_back(void **)
{
    for (size_t n = 0; n < 200; n++) {
        uint8_t raw[200], *out;
        size_t got;

        rand_bytes(raw, n);
        assert_int_equal(
            secret_unhex(arena, secret_hex(arena, raw, n), &out, &got), OK);
        assert_int_equal(got, n);
        assert_memory_equal(out, raw, n);
        assert_int_equal(
            secret_unbase64url(arena, secret_base64url(arena, raw, n), &out, &got), OK);
        assert_int_equal(got, n);
        assert_memory_equal(out, raw, n);
    }
    assert_string_equal(secret_base64url(arena, "\xfb\xff", 2), "-_8");
    assert_string_equal(secret_base64(arena, "\xfb\xff", 2), "+/8=");
    assert_string_equal(secret_hex(arena, "\xab\x01", 2), "ab01");
}

static void
what_is_no_encoding_is_refused(void **)
{
    static const char *const NO_BASE64[] = { "A", "-_8=", "+/8", "AA AA", "AAAA\n",
        "AB", "====" };
    static const char *const NO_HEX[] = { "a", "zz", "ab ", "a b ", "0x" };
    uint8_t *out;
    size_t n;

    for (size_t i = 0; i < sizeof NO_BASE64 / sizeof *NO_BASE64; i++)
        if (secret_unbase64url(arena, NO_BASE64[i], &out, &n) != ERR_INVALID)
            fail_msg("'%s' is read", NO_BASE64[i]);
    for (size_t i = 0; i < sizeof NO_HEX / sizeof *NO_HEX; i++)
        assert_int_equal(secret_unhex(arena, NO_HEX[i], &out, &n), ERR_INVALID);
}

static void
tokens_are_long_and_never_the_same(void **)
{
    char *seen[500];

    for (size_t i = 0; i < 500; i++) {
        seen[i] = rand_token(arena, 32);
        assert_int_equal(strlen(seen[i]), 43);
        assert_int_equal(strspn(seen[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
                                         "tuvwxyz0123456789-_"),
            43);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(seen[i], seen[k]);
        assert_true(rand_below(7) < 7);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(a_password_is_checked_against_its_hash),
        with_arena(a_hash_of_other_costs_is_stale),
        with_arena(no_user_and_no_hash_are_denied),
        with_arena(a_password_beyond_the_limit_is_refused),
        with_arena(a_sealed_value_opens_with_its_key_alone),
        with_arena(a_sealed_value_that_changed_anywhere_does_not_open),
        with_arena(hashes_are_those_of_the_standards),
        with_arena(each_purpose_has_its_own_key),
        with_arena(the_key_file_is_made_once_and_kept_private),
        with_arena(a_key_file_that_holds_no_key_is_refused),
        with_arena(encodings_lead_back),
        with_arena(what_is_no_encoding_is_refused),
        with_arena(tokens_are_long_and_never_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
