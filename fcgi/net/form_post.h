#ifndef NET_FORM_POST_H
#define NET_FORM_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * One POST of form fields to a service that is asked with a key, and its answer.
 * Nothing of key, fields or answer goes to a log; redirects are not followed;
 * certificates are checked.
 */
struct form_field {
    const char *name, *value;
};

struct form_post {
    const char *url;            /* https:// */
    bool plain;                 /* http:// is allowed: for tests against this machine */
    const char *key;            /* sent as a bearer token */
    const char *once;           /* Idempotency-Key; NULL */
    const char *version_header; /* "Name: value" of the service's own; NULL */
    const struct form_field *fields;
    size_t n;
};

struct form_answer {
    long status;
    const char *body; /* ends in NUL, in the arena */
    size_t n;
};

/*
 * OK           there is an answer, whatever its status
 * ERR_INVALID  no such address
 * ERR_DOWN     nobody answered in time
 */
enum err form_post(
    struct arena *a, const struct form_post *in, struct form_answer *out);

#endif
