#include "base/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <string.h>

#include "base/jsonin.h"
#include "base/secret.h"
#include "base/sha.h"
#include "base/text.h"

const int32_t WEBAUTHN_ALGORITHMS[WEBAUTHN_ALGORITHMS_N] = { COSE_ES256, COSE_EDDSA,
    COSE_RS256 };

enum {
    CLIENT_DATA__MAX = 8192,
    CHALLENGE__MAX = 128,
    TYPE__MAX = 40,
    ORIGIN__MAX = 300,
    AUTH_DATA__MIN = 37, /* hash, flags, counter */
    FLAG_PRESENT = 1 << 0,
    FLAG_VERIFIED = 1 << 2,
    FLAG_KEY = 1 << 6
};

const char *
webauthn_fault_name(enum webauthn_fault fault)
{
    static const char *const NAME[WEBAUTHN_FAULT__MAX] = {
        [WEBAUTHN_CLIENT_DATA] = "client_data",
        [WEBAUTHN_TYPE] = "type",
        [WEBAUTHN_ORIGIN] = "origin",
        [WEBAUTHN_AUTH_DATA] = "auth_data",
        [WEBAUTHN_RP_ID] = "rp_id",
        [WEBAUTHN_NOT_PRESENT] = "not_present",
        [WEBAUTHN_SIGNATURE] = "signature",
    };

    return NAME[fault];
}

enum err
webauthn_site_of(struct arena *a, const char *public_url, struct webauthn_site *out)
{
    const char *host = strstr(public_url, "://");
    size_t n, host_n;

    if (!host)
        return ERR_INVALID;
    host += 3;
    n = strcspn(host, "/?#");
    host_n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");
    if (!host_n || host_n > n)
        return ERR_INVALID;
    out->origin = arena_strn(a, public_url, (size_t)(host - public_url) + n);
    out->rp_id = arena_strn(a, host, host_n);
    return OK;
}

static enum err
deny(enum webauthn_fault *fault, enum webauthn_fault why)
{
    *fault = why;
    return ERR_DENIED;
}

enum err
webauthn_client_data(struct arena *a, const struct webauthn_site *site,
    enum webauthn_ceremony what, struct webauthn_bytes client_data,
    const char **challenge, enum webauthn_fault *fault)
{
    const char *type = NULL, *origin = NULL;
    bool framed = false;
    struct faults f;
    struct jsonin in;

    faults_init(&f, a);
    if (!client_data.n || client_data.n > CLIENT_DATA__MAX ||
        jsonin_parse(&in, a, &f, (const char *)client_data.p, client_data.n, NULL))
        return deny(fault, WEBAUTHN_CLIENT_DATA);
    jsonin_text(in.root, "type", JSONIN_NEED, TYPE__MAX, &type);
    jsonin_text(in.root, "challenge", JSONIN_NEED, CHALLENGE__MAX, challenge);
    jsonin_text(in.root, "origin", JSONIN_NEED, ORIGIN__MAX, &origin);
    jsonin_bool(in.root, "crossOrigin", JSONIN_MAY, &framed);
    if (faults_err(&f))
        return deny(fault, WEBAUTHN_CLIENT_DATA);
    if (!text_eq(type, what == WEBAUTHN_CREATE ? "webauthn.create" : "webauthn.get"))
        return deny(fault, WEBAUTHN_TYPE);
    if (framed || !text_eq(origin, site->origin))
        return deny(fault, WEBAUTHN_ORIGIN);
    return OK;
}

/* The fixed head of authenticator data: for whom, and who was there. */
static enum err
check_head(const struct webauthn_site *site, struct webauthn_bytes d, uint8_t more,
    enum webauthn_fault *fault)
{
    uint8_t hash[SHA_BYTES];
    const uint8_t need = FLAG_PRESENT | FLAG_VERIFIED;

    if (d.n < AUTH_DATA__MIN)
        return deny(fault, WEBAUTHN_AUTH_DATA);
    sha_of(site->rp_id, strlen(site->rp_id), hash);
    if (!secret_equal(hash, d.p, SHA_BYTES))
        return deny(fault, WEBAUTHN_RP_ID);
    if ((d.p[SHA_BYTES] & need) != need)
        return deny(fault, WEBAUTHN_NOT_PRESENT);
    if ((d.p[SHA_BYTES] & more) != more)
        return deny(fault, WEBAUTHN_AUTH_DATA);
    return OK;
}

static struct webauthn_bytes
copy(struct arena *a, const unsigned char *p, size_t n)
{
    uint8_t *to = arena_alloc(a, n ? n : 1);

    memcpy(to, p, n);
    return (struct webauthn_bytes){ to, n };
}

/* False: the key is of another kind, or the data are broken. */
static bool
take_key(struct arena *a, int32_t algorithm, struct webauthn_bytes d,
    struct webauthn_key *out)
{
    fido_cred_t *c = fido_cred_new();
    bool ok = c && fido_cred_set_type(c, algorithm) == FIDO_OK &&
              fido_cred_set_authdata_raw(c, d.p, d.n) == FIDO_OK &&
              fido_cred_id_len(c) && fido_cred_pubkey_len(c);

    if (ok)
        *out = (struct webauthn_key){ .id = copy(
                                          a, fido_cred_id_ptr(c), fido_cred_id_len(c)),
            .public_key = copy(a, fido_cred_pubkey_ptr(c), fido_cred_pubkey_len(c)),
            .algorithm = algorithm,
            .counter = fido_cred_sigcount(c) };
    fido_cred_free(&c);
    return ok;
}

enum err
webauthn_new_key(struct arena *a, const struct webauthn_site *site,
    struct webauthn_bytes auth_data, struct webauthn_key *out,
    enum webauthn_fault *fault)
{
    enum err e = check_head(site, auth_data, FLAG_KEY, fault);

    if (e)
        return e;
    for (size_t i = 0; i < WEBAUTHN_ALGORITHMS_N; i++)
        if (take_key(a, WEBAUTHN_ALGORITHMS[i], auth_data, out))
            return OK;
    return deny(fault, WEBAUTHN_AUTH_DATA);
}

/* -- checking -------------------------------------------------------------- */

/* The key as libfido2 wants it. */
union public_key {
    es256_pk_t *es256;
    eddsa_pk_t *eddsa;
    rs256_pk_t *rs256;
};

static int
verify(const fido_assert_t *x, const struct webauthn_key *key)
{
    const uint8_t *p = key->public_key.p;
    size_t n = key->public_key.n;
    int r = FIDO_ERR_INVALID_ARGUMENT;
    union public_key k;

    if (key->algorithm == COSE_ES256 && (k.es256 = es256_pk_new())) {
        if (es256_pk_from_ptr(k.es256, p, n) == FIDO_OK)
            r = fido_assert_verify(x, 0, COSE_ES256, k.es256);
        es256_pk_free(&k.es256);
    } else if (key->algorithm == COSE_EDDSA && (k.eddsa = eddsa_pk_new())) {
        if (eddsa_pk_from_ptr(k.eddsa, p, n) == FIDO_OK)
            r = fido_assert_verify(x, 0, COSE_EDDSA, k.eddsa);
        eddsa_pk_free(&k.eddsa);
    } else if (key->algorithm == COSE_RS256 && (k.rs256 = rs256_pk_new())) {
        if (rs256_pk_from_ptr(k.rs256, p, n) == FIDO_OK)
            r = fido_assert_verify(x, 0, COSE_RS256, k.rs256);
        rs256_pk_free(&k.rs256);
    }
    return r;
}

enum err
webauthn_check(const struct webauthn_site *site, const struct webauthn_key *key,
    struct webauthn_bytes client_data, struct webauthn_bytes auth_data,
    struct webauthn_bytes signature, uint32_t *counter, enum webauthn_fault *fault)
{
    uint8_t hash[SHA_BYTES];
    fido_assert_t *x;
    enum err e = check_head(site, auth_data, 0, fault);

    if (e)
        return e;
    if (!(x = fido_assert_new()))
        return ERR_DOWN;
    sha_of(client_data.p, client_data.n, hash);
    if (fido_assert_set_count(x, 1) != FIDO_OK ||
        fido_assert_set_rp(x, site->rp_id) != FIDO_OK ||
        fido_assert_set_clientdata_hash(x, hash, sizeof hash) != FIDO_OK ||
        fido_assert_set_up(x, FIDO_OPT_TRUE) != FIDO_OK ||
        fido_assert_set_uv(x, FIDO_OPT_TRUE) != FIDO_OK ||
        fido_assert_set_authdata_raw(x, 0, auth_data.p, auth_data.n) != FIDO_OK ||
        fido_assert_set_sig(x, 0, signature.p, signature.n) != FIDO_OK)
        e = deny(fault, WEBAUTHN_AUTH_DATA);
    else if (verify(x, key) != FIDO_OK)
        e = deny(fault, WEBAUTHN_SIGNATURE);
    else
        *counter = fido_assert_sigcount(x, 0);
    fido_assert_free(&x);
    return e;
}
