#ifndef SERVICE_ACTIVATE_SCRIPT_H
#define SERVICE_ACTIVATE_SCRIPT_H

#include "script/script.h"
#include "service/check_script.h"
#include "store/actor.h"

/*
 * Makes a version the one in force, in one transaction: the old one is superseded, the
 * epoch rises, so that every process loads it before it evaluates again, and every case
 * it may concern is touched: those that follow the strategy, or all with something open
 * when it changes whom a strategy is for, which tags there are, or a country.
 *
 * ERR_NOT_FOUND  no such script or version
 * ERR_INVALID    it does not load: check says why; the old one stays in force
 */
struct script_activation {
    enum script_kind kind;
    const char *name;
    uint32_t version_no; /* 0: the latest */
};

struct script_activated {
    struct script_check check;
    uint32_t version_no;
    bool same;      /* was active already: nothing changed */
    uint64_t cases; /* to be looked at again */
};

enum err activate_script(struct db *db, struct arena *a, const struct actor *by,
    const struct script_activation *in, struct script_activated *out);

#endif
