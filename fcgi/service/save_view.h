#ifndef SERVICE_SAVE_VIEW_H
#define SERVICE_SAVE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* A view of the worklist that somebody makes, for oneself or for everybody. The caller
 * has checked that view, order and filters are ones the worklist knows. */
enum { SAVED_VIEWS__MAX = 100 };

struct view_in {
    uint64_t id; /* 0: a new one */
    const char *name, *base, *sort;
    const char *filters; /* a JSON object */
    const char *columns; /* names with blanks between */
    bool shared;
};

/*
 * ERR_CONFLICT   the user has another view of that name
 * ERR_LIMIT      SAVED_VIEWS__MAX stand already
 * ERR_NOT_FOUND  no such view, or somebody else's
 */
enum err save_view(struct db *db, struct arena *a, const struct actor *by,
    const struct view_in *in, uint64_t *id);
enum err drop_view(struct db *db, struct arena *a, const struct actor *by, uint64_t id);

/* What the user's worklist opens with; NULL: what ships. */
enum err choose_view(
    struct db *db, struct arena *a, const struct actor *by, const char *view);

#endif
