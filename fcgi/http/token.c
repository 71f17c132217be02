#include "http/token.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/jsonin.h"
#include "base/secret.h"
#include "base/sha.h"
#include "base/text.h"
#include "store/q_api_client.h"

enum { SUBJECT__MAX = 64, CLAIM__MAX = 500, AUDIENCES__MAX = 16 };

/* What a token says of itself, before anything of it is believed. */
struct claims {
    const char *alg, *sub, *iss;
    bool our_audience, has_exp;
    int64_t exp, nbf;
};

static enum err
parse_part(struct rq *rq, struct jsonin *in, const char *part, size_t n)
{
    struct faults *f = arena_new_of(rq->arena, struct faults);
    uint8_t *bytes;
    size_t len;

    faults_init(f, rq->arena);
    if (secret_unbase64url(rq->arena, arena_strn(rq->arena, part, n), &bytes, &len))
        return ERR_INVALID;
    return jsonin_parse(in, rq->arena, f, (const char *)bytes, len, NULL);
}

static bool
names_us(struct jval *v, const struct conf *conf)
{
    const char *one = NULL;
    struct jval *list;

    if (jsonin_text(v, "aud", JSONIN_MAY, CLAIM__MAX, &one))
        return text_eq(one, conf->token_audience);
    list = jsonin_array(v, "aud", JSONIN_MAY, AUDIENCES__MAX);
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e))
        if (jsonin_text(e, NULL, JSONIN_MAY, CLAIM__MAX, &one) &&
            text_eq(one, conf->token_audience))
            return true;
    return false;
}

/* header.payload.signature; the signature is looked at later. */
static enum err
read_claims(struct rq *rq, const char *token, struct claims *c)
{
    const int64_t last = INT64_C(253402300800); /* the year 10000 */
    const char *dot = strchr(token, '.'), *end = dot ? strchr(dot + 1, '.') : NULL;
    struct jsonin head, body;

    if (strlen(token) > TOKEN__MAX || !end || strchr(end + 1, '.') || !end[1])
        return ERR_INVALID;
    if (parse_part(rq, &head, token, (size_t)(dot - token)) ||
        parse_part(rq, &body, dot + 1, (size_t)(end - dot - 1)))
        return ERR_INVALID;
    if (!jsonin_text(head.root, "alg", JSONIN_NEED, CLAIM__MAX, &c->alg) ||
        jsonin_has(head.root, "crit"))
        return ERR_INVALID;
    if (!jsonin_text(body.root, "sub", JSONIN_NEED, SUBJECT__MAX, &c->sub))
        return ERR_INVALID;
    jsonin_text(body.root, "iss", JSONIN_MAY, CLAIM__MAX, &c->iss);
    c->has_exp = jsonin_i64(body.root, "exp", JSONIN_NEED, 0, last, &c->exp);
    if (jsonin_has(body.root, "nbf") &&
        !jsonin_i64(body.root, "nbf", JSONIN_NEED, 0, last, &c->nbf))
        c->nbf = last;
    c->our_audience = names_us(body.root, rq->conf);
    return OK;
}

bool
token_key_fits(const char *algorithm, const char *key, size_t n)
{
    if (strlen(key) != n)
        return false;
    if (text_eq(algorithm, "HS256"))
        return n >= TOKEN_SECRET__MIN && !strstr(key, "-----BEGIN");
    if (text_eq(algorithm, "RS256") || text_eq(algorithm, "ES256"))
        return text_starts(key, "-----BEGIN PUBLIC KEY-----");
    return false;
}

static bool
signature_holds(const char *token, const char *algorithm, const char *key, size_t n)
{
    jwt_t *jwt = NULL;
    bool good;

    if (jwt_decode(&jwt, token, (const unsigned char *)key, (int)n))
        return false;
    good =
        jwt_get_alg(jwt) == jwt_str_alg(algorithm) && jwt_get_alg(jwt) != JWT_ALG_NONE;
    jwt_free(jwt);
    return good;
}

/* A token of a public-key client that held before is not verified again. The sealed
 * key is part of what is remembered: with a new key all is new. */
static bool
verified(struct http *h, const char *token, const struct claims *c,
    const struct api_client_by_id *client, const char *key, size_t n)
{
    bool slow = !text_eq(client->algorithm, "HS256");
    uint8_t id[SHA_BYTES];
    struct sha s;

    if (!slow)
        return signature_holds(token, client->algorithm, key, n);
    sha_start(&s);
    sha_add(&s, client->key_sealed, strlen(client->key_sealed) + 1);
    sha_add(&s, token, strlen(token));
    sha_end(&s, id);
    if (token_cache_has(h->tokens, id, clock_real_us() / 1000000))
        return true;
    if (!signature_holds(token, client->algorithm, key, n))
        return false;
    token_cache_put(h->tokens, id, c->has_exp ? c->exp + TOKEN_LEEWAY_S : 0);
    return true;
}

static enum err
check_times_and_names(
    const struct conf *conf, const struct claims *c, enum token_fault *fault)
{
    int64_t now = clock_real_us() / 1000000;

    if (!c->has_exp)
        *fault = TOKEN_NO_EXPIRY;
    else if (now >= c->exp + TOKEN_LEEWAY_S)
        *fault = TOKEN_EXPIRED;
    else if (now < c->nbf - TOKEN_LEEWAY_S)
        *fault = TOKEN_NOT_YET;
    else if (!*conf->token_issuer || !text_eq(c->iss, conf->token_issuer))
        *fault = TOKEN_ISSUER;
    else if (!*conf->token_audience || !c->our_audience)
        *fault = TOKEN_AUDIENCE;
    else
        return OK;
    return ERR_DENIED;
}

static unsigned
rights_of(const char *scopes)
{
    unsigned rights = 0;

    while (*scopes) {
        size_t n = strcspn(scopes, " ");

        if (n == 4 && text_starts(scopes, "read"))
            rights |= RIGHT_READ;
        if (n == 5 && text_starts(scopes, "write"))
            rights |= RIGHT_WRITE;
        scopes += n + (scopes[n] == ' ');
    }
    return rights;
}

enum err
token_check(struct http *h, struct rq *rq, const char *token, enum token_fault *fault)
{
    uint8_t seal[SECRET_KEY_BYTES];
    struct api_client_by_id client;
    struct claims c = { 0 };
    char *key;
    size_t n;
    enum err e;

    *fault = TOKEN_MALFORMED;
    if (read_claims(rq, token, &c))
        return ERR_DENIED;
    *fault = TOKEN_CLIENT;
    if ((e = api_client_by_id(rq->db, rq->arena, c.sub, &client)))
        return e == ERR_NOT_FOUND ? ERR_DENIED : e;
    *fault = TOKEN_ALGORITHM;
    if (!text_eq(c.alg, client.algorithm))
        return ERR_DENIED;
    secret_derive(h->master, "client", seal);
    *fault = TOKEN_SIGNATURE;
    if (secret_open(rq->arena, seal, client.key_sealed, &key, &n) ||
        !token_key_fits(client.algorithm, key, n) ||
        !verified(h, token, &c, &client, key, n))
        return ERR_DENIED;
    if ((e = check_times_and_names(rq->conf, &c, fault)))
        return e;
    rq->who.audience = AUDIENCE_INTEGRATOR;
    rq->who.client_id = client.id;
    rq->who.name = client.name;
    rq->who.source_system = client.source_system;
    rq->who.rights = rights_of(client.scopes);
    return OK;
}

const char *
token_fault_name(enum token_fault f)
{
    static const char *const name[TOKEN_FAULT__MAX] = { "malformed", "client",
        "algorithm", "signature", "no_expiry", "expired", "not_yet", "issuer",
        "audience" };

    return name[f];
}

const char *
token_fault_detail(enum token_fault f)
{
    switch (f) {
    case TOKEN_NO_EXPIRY:
        return "The token has no expiry.";
    case TOKEN_EXPIRED:
        return "The token has expired.";
    case TOKEN_NOT_YET:
        return "The token is not valid yet.";
    case TOKEN_ISSUER:
        return "The token is from another issuer.";
    case TOKEN_AUDIENCE:
        return "The token is for another audience.";
    default:
        return "The token is not one of ours.";
    }
}

char *
token_issue(struct arena *a, const struct conf *conf, const char *client_id,
    const char *secret, int64_t now_s, int64_t life_s)
{
    jwt_t *jwt = NULL;
    char *text = NULL, *out = NULL;
    size_t n = strlen(secret);

    if (!token_key_fits("HS256", secret, n) || jwt_new(&jwt))
        return NULL;
    if (!jwt_add_grant(jwt, "sub", client_id) &&
        !jwt_add_grant(jwt, "iss", conf->token_issuer) &&
        !jwt_add_grant(jwt, "aud", conf->token_audience) &&
        !jwt_add_grant_int(jwt, "iat", (long)now_s) &&
        !jwt_add_grant_int(jwt, "exp", (long)(now_s + life_s)) &&
        !jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)secret, (int)n))
        text = jwt_encode_str(jwt);
    if (text)
        out = arena_str(a, text);
    free(text);
    jwt_free(jwt);
    return out;
}
