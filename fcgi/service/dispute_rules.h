#ifndef SERVICE_DISPUTE_RULES_H
#define SERVICE_DISPUTE_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

enum { DISPUTE_RULES__MAX = 500 };

/* A reason as people choose it, in the languages of the house. */
struct dispute_reason {
    const char *code; /* a to z, digits and _ */
    const char *kind; /* dispute | deduction | both */
    const char *name_en, *name_de, *name_fr;
    int64_t target_days, sort;
    bool active; /* offered for new ones */
};

/* Makes it, or changes the one of that code. ERR_INVALID: the code; f says so. */
enum err put_dispute_reason(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_reason *in, struct faults *f);

/* Whose a new dispute is. */
struct dispute_rule {
    const char *reason_code; /* NULL: any */
    const char *division;    /* code; NULL: any */
    uint64_t owner_id;
};

/* All rules at once, in place of those there were. ERR_INVALID: f says which names
 * nothing that is there, or stands twice. */
enum err put_dispute_rules(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_rule *rules, size_t n, struct faults *f);

#endif
