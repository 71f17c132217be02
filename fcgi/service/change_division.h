#ifndef SERVICE_CHANGE_DIVISION_H
#define SERVICE_CHANGE_DIVISION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/* A legal entity or business unit: who is owed. */
struct division_in {
    const char *code; /* of a new one; it never changes */
    const char *name;
    const char *country;   /* ISO 3166, two capitals: chooses the country pack */
    const char *region;    /* ISO 3166-2 part, NULL: the whole country */
    const char *time_zone; /* IANA name: its day is that zone's */
    const char *currency;
    const char *cash_authority; /* erp | dunlin: whose payments count */
};

/*
 * ERR_INVALID   f says what is wrong
 * ERR_CONFLICT  there is one with that code
 */
enum err add_division(struct db *db, struct arena *a, const struct actor *by,
    const struct division_in *in, struct faults *f, uint64_t *id);

/*
 * All but the code. Every case of the division is looked at again.
 * ERR_NOT_FOUND  no such division   ERR_CONFLICT  the version is not the stored one
 */
enum err change_division(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint32_t version, const struct division_in *in, struct faults *f);

#endif
