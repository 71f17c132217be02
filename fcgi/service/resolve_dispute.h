#ifndef SERVICE_RESOLVE_DISPUTE_H
#define SERVICE_RESOLVE_DISPUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * How a dispute ends. A credit, a new bill or a write-off gives money away: above the
 * setting dispute_approval_limit (a decimal text in the group's currency; 1000 where
 * nobody set it) a second person has to agree, and until then all stays as it is.
 */
struct dispute_resolution {
    uint64_t id, scope;
    const char *resolution; /* credit | reject | rebill | write_off | withdrawn */
    const char *note;       /* NULL: none */
    int64_t base_minor;     /* its amount in the group's currency; 0: no rate is known,
                               which asks for a second person as well */
    const char *base_currency;
};

/* Whether a resolution of that amount waits for a second person. */
enum err dispute_needs_approval(
    struct db *db, struct arena *a, const struct dispute_resolution *in, bool *needs);

/*
 * *waits: it was put before a second person instead of closed.
 * ERR_NOT_FOUND  none in scope     ERR_CONFLICT  closed, or waits already
 */
enum err resolve_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_resolution *in, bool *waits);

/*
 * The second person agrees: closed as it was asked.
 * ERR_DENIED  it is who asked     ERR_CONFLICT  nothing waits
 */
enum err approve_dispute(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope);

/* The second person does not agree, or who asked takes it back (the only one who may
 * without `may_approve`): it is open as before. Errors as above. */
enum err refuse_dispute(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, bool may_approve, const char *note);

#endif
