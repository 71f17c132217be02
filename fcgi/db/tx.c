#include "db/tx.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/internal.h"

enum { TRIES__MAX = 5, PAUSE_MS = 10 };

static _Thread_local unsigned open_here;

bool
db_in_tx(void)
{
    return open_here > 0;
}

static enum err
begin(struct db *db, const char *const *words, size_t n)
{
    enum err e = OK;
    size_t said;

    assert(!db->in_tx);
    for (int tries = 0; tries < 2; tries++) {
        if ((e = db_connected(db)))
            return e;
        for (said = 0; said < n && !mysql_query(db->my, words[said]); said++)
            continue;
        if (said == n)
            break;
        e = db_failed(db, NULL, mysql_errno(db->my), mysql_error(db->my));
        if (e != ERR_DOWN)
            return e;
    }
    if (e)
        return e;
    db->in_tx = true;
    db->id_next = db->id_end = 0;
    db->deadlocked = false;
    db->tx_failed = OK;
    open_here++;
    return OK;
}

enum err
db_begin(struct db *db)
{
    return begin(db, (const char *const[]){ "START TRANSACTION" }, 1);
}

enum err
db_begin_snapshot(struct db *db)
{
    return begin(db,
        (const char *const[]){ "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY" },
        2);
}

enum err
db_end(struct db *db, enum err e)
{
    enum err failed = db->tx_failed;
    bool deadlocked = db->deadlocked;

    assert(db->in_tx && !db->streaming);
    if (!failed && !e && mysql_commit(db->my))
        failed = db_failed(db, NULL, mysql_errno(db->my), mysql_error(db->my));
    if ((e || failed) && db->my && mysql_rollback(db->my)) {
        enum err lost = db_failed(db, NULL, mysql_errno(db->my), mysql_error(db->my));

        (void)lost; /* without a connection there is nothing to undo */
        db->deadlocked = deadlocked;
    }
    db->in_tx = false;
    db->tx_failed = OK;
    open_here--;
    return e ? e : failed;
}

/* Twice as long each time, and random, so that two that met part ways. */
static void
pause_before(int tries)
{
    struct timespec t;
    long ms = (long)PAUSE_MS << tries;

    t = (struct timespec){ .tv_nsec = (ms / 2 + clock_mono_us() % ms) * 1000000L };
    while (nanosleep(&t, &t) && errno == EINTR)
        ;
}

enum err
db_retry(struct db *db, enum err (*work)(struct db *db, void *in), void *in)
{
    enum err e;

    for (int tries = 0;; tries++) {
        if ((e = db_begin(db)))
            return e;
        e = db_end(db, work(db, in));
        if (e != ERR_CONFLICT || !db->deadlocked || tries + 1 == TRIES__MAX)
            return e;
        log_info("db_retry", kv("tries", tries + 1));
        pause_before(tries);
    }
}
