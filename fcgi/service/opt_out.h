#ifndef SERVICE_OPT_OUT_H
#define SERVICE_OPT_OUT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * How a reader ends mail for good. A token names a contact and its address at the
 * time, signed with the key of links in mail (secret_derive "portal-link"): nothing of
 * it is stored, it never expires, and a new address needs a new one.
 */
char *opt_out_token(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    uint64_t contact_id, const char *email);

struct opt_out {
    uint64_t contact_id, customer_id;
    const char *email, *language; /* of the contact, else of the customer */
    bool done;                    /* no mail goes there already */
};

/* Whose token it is; changes nothing. ERR_NOT_FOUND: it is none of ours, or the
 * address is another by now. */
enum err opt_out_look(struct db *db, struct arena *a,
    const uint8_t key[static SECRET_KEY_BYTES], const char *token, struct opt_out *out);

/* From now on no mail goes to the contact; told on the timeline and audited. Twice is
 * fine. */
enum err opt_out_confirm(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t key[static SECRET_KEY_BYTES], const char *token, struct opt_out *out);

#endif
