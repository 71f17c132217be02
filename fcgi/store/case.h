#ifndef STORE_CASE_H
#define STORE_CASE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * A case, customer x division x currency, is the lock of everything that belongs
 * to it. A transaction that changes a ledger, hold, promise, dispute, contact or
 * tag locks its cases first, in the order of their ids, reads after that what it
 * depends on, and touches them before it commits, so that the next evaluation
 * looks at them. All of these run inside the caller's transaction.
 *
 * ERR_NOT_FOUND  there is no such case
 */
enum err case_lock(struct db *db, uint64_t case_id);
enum err case_touch(struct db *db, uint64_t case_id, const char *by);

/*
 * What the case owed, sold or was paid has changed from that day on: the days kept of
 * it no longer hold (service/keep_history.h). Beside case_touch, where the day is not
 * to be seen from it: in every transaction that writes a document or an allocation.
 */
enum err case_stale(struct db *db, uint64_t case_id, int32_t from_on);

/* case_touch and case_stale after a change of a dispute or promise, whose days begin
 * at most a day before now. */
enum err case_said(struct db *db, uint64_t case_id, const char *by, int64_t now_us);

/* Locks them all in the order of their ids, whatever the order here; sorts ids in
 * place. The same id may stand there twice. */
enum err case_lock_many(struct db *db, struct arena *a, uint64_t *ids, size_t n);
enum err case_touch_many(
    struct db *db, struct arena *a, const uint64_t *ids, size_t n, const char *by);

/* Every case of a customer: for its contacts, tags and holds. None is fine. */
enum err case_lock_customer(struct db *db, struct arena *a, uint64_t customer_id);
enum err case_touch_customer(struct db *db, uint64_t customer_id, const char *by);

/* The id of the case; makes it on first need. Does not lock it. */
enum err case_get_or_create(struct db *db, uint64_t customer_id, uint64_t division_id,
    const char *currency, uint64_t *case_id);

/* Ids as the JSON array that set-wise statements take. */
char *case_ids_json(struct arena *a, const uint64_t *ids, size_t n);

#endif
