#ifndef BASE_WEBAUTHN_H
#define BASE_WEBAUTHN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Passkeys (WebAuthn level 2), checked with libfido2. We ask for no attestation, so a
 * new key proves nothing about the device that made it; what it proves at each sign-in
 * is that the device holds the key and has seen its owner (user verification is
 * demanded).
 */

/* Where we are, out of the public address: "https://ar.example:8443/x" has the origin
 * "https://ar.example:8443" and the id "ar.example". */
struct webauthn_site {
    const char *origin, *rp_id;
};

/* ERR_INVALID: no host in it */
enum err webauthn_site_of(
    struct arena *a, const char *public_url, struct webauthn_site *out);

enum webauthn_ceremony { WEBAUTHN_CREATE, WEBAUTHN_GET };

enum webauthn_fault {
    WEBAUTHN_CLIENT_DATA, /* no such JSON */
    WEBAUTHN_TYPE,        /* the answer to the other question */
    WEBAUTHN_ORIGIN,      /* another site, or a frame of ours in another */
    WEBAUTHN_AUTH_DATA,   /* not as the standard says, or a key of a kind we do not take
                           */
    WEBAUTHN_RP_ID,       /* made for another site */
    WEBAUTHN_NOT_PRESENT, /* nobody was there, or was not asked who he is */
    WEBAUTHN_SIGNATURE,   /* not of this key */
    WEBAUTHN_FAULT__MAX
};
const char *webauthn_fault_name(enum webauthn_fault fault); /* for logs */

/* Bytes from the browser. */
struct webauthn_bytes {
    const uint8_t *p;
    size_t n;
};

/*
 * clientDataJSON: type and origin are as they must be; *challenge is the one it
 * answers, base64url, for the caller to compare with what he asked. ERR_DENIED  *fault
 * says why not
 */
enum err webauthn_client_data(struct arena *a, const struct webauthn_site *site,
    enum webauthn_ceremony what, struct webauthn_bytes client_data,
    const char **challenge, enum webauthn_fault *fault);

/* COSE algorithms that we take, in the order in which we like them. */
extern const int32_t WEBAUTHN_ALGORITHMS[];
enum { WEBAUTHN_ALGORITHMS_N = 3 };

struct webauthn_key {
    struct webauthn_bytes id, public_key; /* in the arena */
    int32_t algorithm;
    uint32_t counter;
};

/* A new key out of the authenticator data of its making. ERR_DENIED: *fault. */
enum err webauthn_new_key(struct arena *a, const struct webauthn_site *site,
    struct webauthn_bytes auth_data, struct webauthn_key *out,
    enum webauthn_fault *fault);

/*
 * Whether the key signed this; *counter is what the authenticator counts: the caller
 * refuses one that did not go up.
 * ERR_DENIED  *fault
 */
enum err webauthn_check(const struct webauthn_site *site,
    const struct webauthn_key *key, struct webauthn_bytes client_data,
    struct webauthn_bytes auth_data, struct webauthn_bytes signature, uint32_t *counter,
    enum webauthn_fault *fault);

#endif
