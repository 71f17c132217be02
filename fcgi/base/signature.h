#ifndef BASE_SIGNATURE_H
#define BASE_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * A message signed with its time, in one header: "t=1700000000,v1=5257a8…", where v1 is
 * the HMAC-SHA256, in hex, of the time as text, a point and the message. The form that
 * Stripe describes for its webhooks.
 * https://docs.stripe.com/webhooks#verify-manually
 */
enum { SIGNATURE_TOLERANCE_S = 300 };

/* key: the secret as text. at_s: seconds since 1970. */
char *signature_make(
    struct arena *a, const char *key, int64_t at_s, const void *message, size_t n);

/*
 * OK           one of its v1 is right, compared in constant time, and its time is no
 *              further from now than the tolerance
 * ERR_INVALID  no such header
 * ERR_DENIED   not signed with this key, changed since, or too old
 */
enum err signature_check(
    const char *header, const char *key, int64_t now_s, const void *message, size_t n);

#endif
