#include "tests/unit/base/help.h"

#include <string.h>

#include "base/secret.h"
#include "base/webauthn.h"

/*
 * What a software authenticator answered for the site below: a new key, and a sign-in.
 * Each test changes one thing that must be noticed.
 */
static const struct webauthn_site SITE = { "https://ar.example:8443", "ar.example" };

static const char MADE[] =
    "248688540d84ff5664b4f5113dd4e9b071d57e9579107c7610b1411acf3a61a6450000000000"
    "00000000000000000000000000000000209a9a0327d765f0af70d85aad9d9585aae07640e865"
    "6fc8ebdf829970d58e749fa5010203262001215820e48446bf58306e04c4548be72e99da6252"
    "b0bda64fce5acaef0cf29172af57812258206ed412a0b76beab7d68d333540e8e081b811723b"
    "6be51f6c1544ebefa9551b4a";
static const char CLIENT_DATA[] =
    "{\"type\":\"webauthn.get\",\"challenge\":\"Y2hhbGxlbmdl\",\"origin\":\"https://"
    "ar.example:8443\",\"crossOrigin\":false}";
static const char AUTH_DATA[] =
    "248688540d84ff5664b4f5113dd4e9b071d57e9579107c7610b1411acf3a61a60500000001";
static const char SIGNATURE[] =
    "304402206d3643515bd3f8cd626cc895108e6d7fd1e57370969c32d0729b1473d7d8665c0220"
    "2ecfc90d90187d8e0c1338331c7bda23f3863b22cbc28fc5640f940c83b97f6b";

enum { AT_FLAGS = 32, AT_COUNTER = 33 };

static struct webauthn_bytes
hex(struct arena *a, const char *text)
{
    struct webauthn_bytes b;
    uint8_t *p;

    assert_int_equal(secret_unhex(a, text, &p, &b.n), OK);
    b.p = p;
    return b;
}

static struct webauthn_bytes
plain(const char *text)
{
    return (struct webauthn_bytes){ (const uint8_t *)text, strlen(text) };
}

/* The bytes with those of one place changed. */
static struct webauthn_bytes
with(struct arena *a, struct webauthn_bytes b, size_t at, uint8_t value)
{
    uint8_t *p = arena_alloc(a, b.n);

    memcpy(p, b.p, b.n);
    p[at] = value;
    return (struct webauthn_bytes){ p, b.n };
}

static void
the_site_is_that_of_the_public_address(void **)
{
    static const struct {
        const char *url, *origin, *id;
    } WANT[] = { { "https://ar.example", "https://ar.example", "ar.example" },
        { "https://ar.example:8443", "https://ar.example:8443", "ar.example" },
        { "https://ar.example/sub", "https://ar.example", "ar.example" },
        { "http://localhost:8080", "http://localhost:8080", "localhost" } };
    struct arena *a = arena;
    struct webauthn_site s;

    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        assert_int_equal(webauthn_site_of(a, WANT[i].url, &s), OK);
        assert_string_equal(s.origin, WANT[i].origin);
        assert_string_equal(s.rp_id, WANT[i].id);
    }
    assert_int_equal(webauthn_site_of(a, "nothing", &s), ERR_INVALID);
    assert_int_equal(webauthn_site_of(a, "https://", &s), ERR_INVALID);
}

static void
client_data_must_be_ours_and_answer_the_question(void **)
{
#define DATA(type, origin, more) \
    "{\"type\":\"" type "\",\"challenge\":\"YQ\",\"origin\":\"" origin "\"" more "}"
    static const struct {
        const char *text;
        enum err e;
        enum webauthn_fault fault;
    } WANT[] = {
        { DATA("webauthn.get", "https://ar.example:8443", ""), OK, 0 },
        { DATA("webauthn.get", "https://ar.example:8443", ",\"crossOrigin\":false"), OK,
            0 },
        { DATA("webauthn.get", "https://ar.example:8443", ",\"topOrigin\":\"x\""), OK,
            0 },
        { DATA("webauthn.get", "https://ar.example:8443", ",\"crossOrigin\":true"),
            ERR_DENIED, WEBAUTHN_ORIGIN },
        { DATA("webauthn.create", "https://ar.example:8443", ""), ERR_DENIED,
            WEBAUTHN_TYPE },
        { DATA("webauthn.get", "https://ar.example", ""), ERR_DENIED, WEBAUTHN_ORIGIN },
        { DATA("webauthn.get", "http://ar.example:8443", ""), ERR_DENIED,
            WEBAUTHN_ORIGIN },
        { DATA("webauthn.get", "https://ar.example:8443.evil", ""), ERR_DENIED,
            WEBAUTHN_ORIGIN },
        { "{}", ERR_DENIED, WEBAUTHN_CLIENT_DATA },
        { "[]", ERR_DENIED, WEBAUTHN_CLIENT_DATA },
        { "{", ERR_DENIED, WEBAUTHN_CLIENT_DATA },
        { "", ERR_DENIED, WEBAUTHN_CLIENT_DATA },
    };
#undef DATA
    struct arena *a = arena;

    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        enum webauthn_fault fault = WEBAUTHN_FAULT__MAX;
        const char *challenge = NULL;
        enum err e = webauthn_client_data(
            a, &SITE, WEBAUTHN_GET, plain(WANT[i].text), &challenge, &fault);

        assert_int_equal(e, WANT[i].e);
        if (e)
            assert_int_equal(fault, WANT[i].fault);
        else
            assert_string_equal(challenge, "YQ");
    }
}

static void
a_new_key_is_read(void **)
{
    struct arena *a = arena;
    enum webauthn_fault fault;
    struct webauthn_key key;

    assert_int_equal(webauthn_new_key(a, &SITE, hex(a, MADE), &key, &fault), OK);
    assert_int_equal(key.algorithm, -7);
    assert_int_equal(key.id.n, 32);
    assert_int_equal(key.public_key.n, 64);
    assert_int_equal(key.counter, 0);
}

static void
a_forged_new_key_is_refused(void **)
{
    static const struct {
        size_t at;
        uint8_t value;
        enum webauthn_fault fault;
    } WANT[] = { { 0, 0, WEBAUTHN_RP_ID }, { AT_FLAGS, 0x44, WEBAUTHN_NOT_PRESENT },
        { AT_FLAGS, 0x41, WEBAUTHN_NOT_PRESENT },
        { AT_FLAGS, 0x05, WEBAUTHN_AUTH_DATA },
        { 37 + 16, 0x7f, WEBAUTHN_AUTH_DATA },            /* longer than there is */
        { 37 + 18 + 32 + 4, 0x38, WEBAUTHN_AUTH_DATA } }; /* no algorithm of ours */
    struct arena *a = arena;
    struct webauthn_bytes made = hex(a, MADE);
    enum webauthn_fault fault;
    struct webauthn_key key;

    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        assert_int_equal(webauthn_new_key(a, &SITE,
                             with(a, made, WANT[i].at, WANT[i].value), &key, &fault),
            ERR_DENIED);
        assert_int_equal(fault, WANT[i].fault);
    }
    for (size_t n = 0; n < made.n; n++)
        assert_int_equal(webauthn_new_key(a, &SITE,
                             (struct webauthn_bytes){ made.p, n }, &key, &fault),
            ERR_DENIED);
}

static void
a_signature_is_checked(void **)
{
    struct arena *a = arena;
    struct webauthn_bytes auth = hex(a, AUTH_DATA), sig = hex(a, SIGNATURE);
    struct webauthn_bytes client = plain(CLIENT_DATA);
    enum webauthn_fault fault;
    struct webauthn_key key;
    uint32_t counter = 0;

    assert_int_equal(webauthn_new_key(a, &SITE, hex(a, MADE), &key, &fault), OK);
    assert_int_equal(
        webauthn_check(&SITE, &key, client, auth, sig, &counter, &fault), OK);
    assert_int_equal(counter, 1);

    static const struct {
        size_t at;
        uint8_t value;
        enum webauthn_fault fault;
    } WANT[] = { { 0, 0, WEBAUTHN_RP_ID }, { AT_FLAGS, 4, WEBAUTHN_NOT_PRESENT },
        { AT_FLAGS, 1, WEBAUTHN_NOT_PRESENT },
        { AT_COUNTER + 3, 9, WEBAUTHN_SIGNATURE } };

    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        assert_int_equal(
            webauthn_check(&SITE, &key, client,
                with(a, auth, WANT[i].at, WANT[i].value), sig, &counter, &fault),
            ERR_DENIED);
        assert_int_equal(fault, WANT[i].fault);
    }
    assert_int_equal(
        webauthn_check(&SITE, &key, plain("{}"), auth, sig, &counter, &fault),
        ERR_DENIED);
    assert_int_equal(fault, WEBAUTHN_SIGNATURE);
    assert_int_equal(
        webauthn_check(&SITE, &key, client, auth,
            with(a, sig, sig.n - 1, sig.p[sig.n - 1] ^ 1), &counter, &fault),
        ERR_DENIED);
    key.public_key = with(a, key.public_key, 0, key.public_key.p[0] ^ 1);
    assert_int_equal(
        webauthn_check(&SITE, &key, client, auth, sig, &counter, &fault), ERR_DENIED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(the_site_is_that_of_the_public_address),
        with_arena(client_data_must_be_ours_and_answer_the_question),
        with_arena(a_new_key_is_read),
        with_arena(a_forged_new_key_is_refused),
        with_arena(a_signature_is_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
