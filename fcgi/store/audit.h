#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * The record of who did what: every change a person or a program makes, every
 * sign-in and every refusal worth knowing. Append-only; written in the
 * transaction of the change. Never holds a secret.
 */
struct audit {
    const struct actor *by;
    const char *action;      /* verb and object: "hold.place", "session.open" */
    const char *object_kind; /* "hold" */
    uint64_t object_id;
    const char *object_text; /* instead of object_id where ids are text */
    uint64_t customer_id;    /* 0: about none */
    const char *before;      /* JSON, or NULL */
    const char *after;       /* JSON, or NULL */
};

enum err audit_add(struct db *db, const struct audit *a);

/*
 * A JSON object for before and after, of texts: key, value, key, value. A value that is
 * NULL stands as null.
 *
 *    done.after = AUDIT_TEXTS(a, "state", "done", "outcome", outcome);
 */
#define AUDIT_TEXTS(a, ...) audit_texts((a), (const char *const[]){ __VA_ARGS__, NULL })
char *audit_texts(struct arena *a, const char *const *pairs);

/* Values for it: NULL for an id that is 0, a day that is none. */
const char *audit_id(struct arena *a, uint64_t id);
const char *audit_day(struct arena *a, int32_t day);
const char *audit_instant(struct arena *a, int64_t at);

#endif
