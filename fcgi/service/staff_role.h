#ifndef SERVICE_STAFF_ROLE_H
#define SERVICE_STAFF_ROLE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Roles of the company's own: each sees, and may what is chosen of the rest. What is
 * for admins alone, with their second factor, is in none of them.
 */
enum { STAFF_ROLE__SIZE = 33, STAFF_ROLE_NAME__MAX = 60 };

struct staff_role_in {
    const char *code; /* of the one that is changed */
    const char *name;
    unsigned rights; /* of store/staff_right.h */
};

/* Whether a role can be given: viewer, collector, manager, admin, or one of these; else
 * a fault at /role. */
enum err check_staff_role(
    struct db *db, struct arena *a, const char *role, struct faults *f);

/*
 * code: made of the name, what users of the role have; kept when the name changes.
 * What a role may counts from the next request of everybody who has it.
 *
 * ERR_INVALID    f says what is wrong: no name, or a role of that name is there
 * ERR_NOT_FOUND  no such role of the company's own
 * ERR_CONFLICT   of remove: somebody has it
 */
enum err add_staff_role(struct db *db, struct arena *a, const struct actor *by,
    const struct staff_role_in *in, struct faults *f,
    char code[static STAFF_ROLE__SIZE]);
enum err change_staff_role(struct db *db, struct arena *a, const struct actor *by,
    const struct staff_role_in *in, struct faults *f);
enum err remove_staff_role(
    struct db *db, struct arena *a, const struct actor *by, const char *code);

#endif
