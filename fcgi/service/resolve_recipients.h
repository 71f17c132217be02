#ifndef SERVICE_RESOLVE_RECIPIENTS_H
#define SERVICE_RESOLVE_RECIPIENTS_H

#include <stddef.h>

#include "base/arena.h"
#include "domain/snapshot.h"

struct recipients {
    const struct snap_contact **list; /* one for each address, by contact id */
    size_t n;
    const char *why; /* nobody: one plain clause */
};

/*
 * Who gets a message now: every active contact of the customer with that role (NULL:
 * billing), an address, consent, and not suppressed; without any, those of billing.
 * From the customer of the row, never from what somebody typed.
 */
void resolve_recipients(const struct snapshot *s, const char *role, struct arena *a,
    struct recipients *out);

/* The language of the readers: the first one's, else the customer's. */
const char *recipients_language(const struct recipients *r, const struct snapshot *s);

#endif
