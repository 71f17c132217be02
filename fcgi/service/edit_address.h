#ifndef SERVICE_EDIT_ADDRESS_H
#define SERVICE_EDIT_ADDRESS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Staff enter or correct a customer's billing address, to which letters are posted. The
 * one before it keeps its row, with the instant until which it held. An address that a
 * source sends later takes its place. The cases of the customer are locked and touched:
 * the next evaluation writes what could not be posted. The caller has checked the
 * values and that the user may reach the customer.
 */
struct address_edit {
    const char *line1;
    const char *line2, *postcode, *city, *region; /* NULL: none; not both of postcode
                                                     and city */
    const char *country;                          /* "DE" */
};

/* *id: of the address. The same address again changes nothing. */
enum err edit_address(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const struct address_edit *in, uint64_t *id);

#endif
