#include "db/lock.h"

#include "base/log.h"
#include "db/internal.h"
#include "db/q_db.h"

enum { BLOCK_SIZE = 1000 }; /* INCREMENT BY of the sequence id_block */

enum err
db_id(struct db *db, uint64_t *id)
{
    enum err e;

    if (db->id_next == db->id_end || !db->in_tx) {
        struct db_next_block b;

        if ((e = db_next_block(db, NULL, &b)))
            return e;
        db->id_next = b.first_id;
        db->id_end = b.first_id + BLOCK_SIZE;
    }
    *id = db->id_next++;
    return OK;
}

enum err
db_lock(struct db *db, const char *name, unsigned timeout_s)
{
    struct db_get_lock r;
    enum err e;

    if ((e = db_get_lock(db, NULL, name, timeout_s, &r)))
        return e;
    if (r.got != 1)
        return ERR_CONFLICT;
    db->locks++;
    return OK;
}

enum err
db_unlock(struct db *db, const char *name)
{
    struct db_release_lock r;
    enum err e;

    if (db->locks)
        db->locks--;
    if (!db->my)
        return ERR_DOWN; /* the lock went with the connection */
    if ((e = db_release_lock(db, NULL, name, &r)))
        return e;
    if (r.released == 1)
        return OK;
    log_error("db_unlock", kv("lock", name), kv("why", "not held"));
    return ERR_BUG;
}
