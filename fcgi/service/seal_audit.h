#ifndef SERVICE_SEAL_AUDIT_H
#define SERVICE_SEAL_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "domain/audit_chain.h"

/*
 * Seals the audit: domain/audit_chain.h says how. Rows are sealed in the order of their
 * ids, and an id is handed out before its transaction commits, so a row may become
 * visible after one with a higher id. A row is therefore sealed only when no lower id
 * can still come: the highest id is read at an instant at which no transaction has the
 * table open (LOCK TABLES … WRITE NOWAIT, which never waits and is let go at once; the
 * server grants it only when every transaction that wrote the audit has ended). All ids
 * up to it are then committed or gone for good. While somebody is writing the next try
 * comes within a second. With several writing servers (Galera) a lock is one server's:
 * let the worker and the web programs write to the same one.
 *
 * key: secret_derive(master, "audit"), signs the end of the chain, so that whoever can
 * write to the database alone cannot make a shorter or another chain look right.
 *
 * *more: there may be more to seal at once. OK also when somebody was writing.
 */
enum err seal_audit(
    struct db *db, const uint8_t key[static SECRET_KEY_BYTES], bool *more);

struct audit_proof {
    struct audit_head head;
    int64_t sealed_at;  /* INSTANT_NONE: nothing was sealed yet */
    uint64_t rows_n;    /* looked at */
    uint64_t pending_n; /* not sealed yet: written within the last moments */
    uint64_t faults_n;  /* 0: all is well */
};

/* Recomputes the whole chain. told is called for each fault with the row's id (0: none)
 * and how many rows it is about. anchor: a row and its seal as they were written down
 * elsewhere before, NULL for none. Reads only, in constant memory. */
enum err verify_audit(struct db *db, const uint8_t key[static SECRET_KEY_BYTES],
    const struct audit_anchor *anchor,
    void (*told)(void *ctx, enum audit_fault f, uint64_t id, uint64_t n), void *ctx,
    struct audit_proof *out);

#endif
