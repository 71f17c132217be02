#ifndef SERVICE_CHANGE_PAY_PROVIDERS_H
#define SERVICE_CHANGE_PAY_PROVIDERS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * By what the customers of a division may pay: codes of providers, "transfer,sandbox".
 * ERR_NOT_FOUND  no such division   ERR_CONFLICT  the version is not the stored one
 */
enum err change_pay_providers(struct db *db, struct arena *a, const struct actor *by,
    uint64_t division_id, uint32_t version, const char *providers);

#endif
