#include "store/case.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "db/lock.h"
#include "store/q_case_state.h"
#include "store/q_daily_balance.h"

enum { SAID_DAYS = 2 }; /* one for the hour of the day, anywhere */

enum err
case_lock(struct db *db, uint64_t case_id)
{
    struct case_state_lock row;

    return case_state_lock(db, NULL, case_id, &row);
}

enum err
case_touch(struct db *db, uint64_t case_id, const char *by)
{
    uint64_t changed;
    enum err e;

    if ((e = case_state_touch(db, by, case_id, &changed)))
        return e;
    return changed ? OK : ERR_NOT_FOUND;
}

enum err
case_stale(struct db *db, uint64_t case_id, int32_t from_on)
{
    const struct daily_stale_put row = { .case_id = case_id, .from_on = from_on };

    return daily_stale_put(db, &row, 1, NULL);
}

enum err
case_said(struct db *db, uint64_t case_id, const char *by, int64_t now_us)
{
    enum err e = case_touch(db, case_id, by);

    return e ? e : case_stale(db, case_id, date_of_instant(now_us) - SAID_DAYS);
}

static int
by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

char *
case_ids_json(struct arena *a, const uint64_t *ids, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    buf_char(&b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ',');
        buf_u64(&b, ids[i]);
    }
    buf_char(&b, ']');
    return b.text;
}

/* Sorted and without repeats, so that a touch counts each case once. */
static uint64_t *
unique_ids(struct arena *a, const uint64_t *ids, size_t n, size_t *n_out)
{
    uint64_t *u = arena_new_n(a, n, uint64_t);
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        u[i] = ids[i];
    qsort(u, n, sizeof *u, by_id);
    for (size_t i = 0; i < n; i++)
        if (!k || u[k - 1] != u[i])
            u[k++] = u[i];
    *n_out = k;
    return u;
}

enum err
case_lock_many(struct db *db, struct arena *a, uint64_t *ids, size_t n)
{
    struct case_state_lock_all *rows;
    size_t want, got;
    uint64_t *u;
    enum err e;

    if (!n)
        return OK;
    qsort(ids, n, sizeof *ids, by_id);
    u = unique_ids(a, ids, n, &want);
    if ((e = case_state_lock_all(db, a, case_ids_json(a, u, want), &rows, &got)))
        return e;
    return got == want ? OK : ERR_NOT_FOUND;
}

enum err
case_touch_many(
    struct db *db, struct arena *a, const uint64_t *ids, size_t n, const char *by)
{
    size_t want;
    uint64_t *u;

    if (!n)
        return OK;
    u = unique_ids(a, ids, n, &want);
    return case_state_touch_all(db, by, case_ids_json(a, u, want), NULL);
}

enum err
case_lock_customer(struct db *db, struct arena *a, uint64_t customer_id)
{
    struct case_state_ids_of_customer *rows;
    uint64_t *ids;
    size_t n;
    enum err e;

    if ((e = case_state_ids_of_customer(db, a, customer_id, &rows, &n)))
        return e;
    ids = arena_new_n(a, n, uint64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].id;
    return case_lock_many(db, a, ids, n);
}

enum err
case_touch_customer(struct db *db, uint64_t customer_id, const char *by)
{
    return case_state_touch_customer(db, by, customer_id, NULL);
}

enum err
case_get_or_create(struct db *db, uint64_t customer_id, uint64_t division_id,
    const char *currency, uint64_t *case_id)
{
    struct case_state_by_key found;
    struct case_state_insert row = { .customer_id = customer_id,
        .division_id = division_id };
    enum err e;

    e = case_state_by_key(db, NULL, customer_id, division_id, currency, &found);
    if (e == ERR_NOT_FOUND) {
        if (!text_copy(row.currency, sizeof row.currency, currency))
            return ERR_INVALID;
        if ((e = db_id(db, &row.id)) || (e = case_state_insert(db, &row, 1, NULL)))
            return e;
        e = case_state_by_key(db, NULL, customer_id, division_id, currency, &found);
    }
    if (!e)
        *case_id = found.id;
    return e;
}
