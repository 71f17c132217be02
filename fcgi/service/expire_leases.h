#ifndef SERVICE_EXPIRE_LEASES_H
#define SERVICE_EXPIRE_LEASES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"

/*
 * Messages whose worker died. What was only claimed is planned again. What was
 * `sending` by SMTP is uncertain: it holds its step and becomes a person's task. What
 * was on its way into the folder is looked for there, and so is never in doubt.
 *
 * *n: how many were found, 0 when there is nothing more to do.
 */
enum err expire_leases(struct db *db, struct arena *a, const struct delivery *d,
    int64_t now_at, size_t *n);

#endif
