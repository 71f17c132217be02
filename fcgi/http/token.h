#ifndef HTTP_TOKEN_H
#define HTTP_TOKEN_H

#include "http/http.h"

/*
 * Integrators' JSON Web Tokens. libjwt checks the signature and nothing else, takes
 * `none` when the key is empty, and believes an HMAC made with a public key; so the
 * algorithm is the client's own and compared before any key is used, keys of the
 * wrong kind are refused, and every claim is checked here.
 */
enum {
    TOKEN__MAX = 4096,      /* bytes of a token */
    TOKEN_SECRET__MIN = 32, /* bytes of an HMAC secret */
    TOKEN_LEEWAY_S = 30     /* clocks differ */
};

enum token_fault {
    TOKEN_MALFORMED,
    TOKEN_CLIENT,    /* unknown or revoked */
    TOKEN_ALGORITHM, /* not the client's */
    TOKEN_SIGNATURE,
    TOKEN_NO_EXPIRY,
    TOKEN_EXPIRED,
    TOKEN_NOT_YET,
    TOKEN_ISSUER,
    TOKEN_AUDIENCE,
    TOKEN_FAULT__MAX
};

/*
 * Fills rq->who from the client's row. ERR_DENIED with *fault. What a caller is told
 * is token_fault_detail: the class only, and of a token whose signature does not
 * hold, nothing but that.
 */
enum err token_check(
    struct http *h, struct rq *rq, const char *token, enum token_fault *fault);

const char *token_fault_name(enum token_fault f);   /* for the log */
const char *token_fault_detail(enum token_fault f); /* for the caller */

/* Is the key one for the algorithm (a PEM public key, or a secret long enough that is
 * no PEM)? */
bool token_key_fits(const char *algorithm, const char *key, size_t n);

/* A token signed with an HS256 secret: for `dunlin token issue` and the demo. NULL when
 * libjwt refuses. */
char *token_issue(struct arena *a, const struct conf *conf, const char *client_id,
    const char *secret, int64_t now_s, int64_t life_s);

#endif
