#ifndef SERVICE_SAVE_REPORT_H
#define SERVICE_SAVE_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/report_schedule.h"
#include "service/report_def.h"
#include "store/actor.h"

/* A report that somebody defines, for oneself or for everybody, and when it is sent. */
enum { SAVED_REPORTS__MAX = 200, REPORT_NAME__MAX = 80, REPORT_RECIPIENTS__MAX = 50 };

struct report_in {
    uint64_t id; /* 0: a new one */
    const char *name;
    bool shared;
    const struct report_def *def;
    struct report_schedule schedule;
    const uint64_t *recipients; /* staff; who may not sign in (any more) is left out */
    size_t recipients_n;
};

/* The company's clock, that of its first division: UTC while there is none. */
enum err report_zone(struct db *db, struct arena *a, const struct zone **out);

/*
 * Its next time is the first after now.
 * ERR_CONFLICT   the user has another report of that name
 * ERR_LIMIT      SAVED_REPORTS__MAX stand already
 * ERR_NOT_FOUND  no such report, or somebody else's
 */
enum err save_report(struct db *db, struct arena *a, const struct actor *by,
    const struct report_in *in, uint64_t *id);
enum err drop_report(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id);

#endif
