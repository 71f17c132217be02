#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"

/*
 * A connection to MariaDB. It belongs to one thread.
 *
 * The session is utf8mb4, strict, UTC and READ COMMITTED. A statement is prepared
 * on first use and kept. When the connection is lost outside a transaction the next
 * statement connects again; a statement that only reads is repeated by itself.
 *
 * Errors of every function that talks to the server:
 * ERR_CONFLICT  duplicate key, deadlock, lock wait timeout
 * ERR_INVALID   a foreign key or CHECK refused the row, or a value does not fit
 * ERR_LIMIT     the statement was stopped for taking too long
 * ERR_DOWN      no server, or it was lost
 * ERR_BUG       the rest; the log has the story
 */
struct db;

struct db_conf {
    const char *socket;
    const char *user;
    const char *password; /* NULL or "": none */
    const char *name;     /* of the database */
};

enum err db_open(struct db **out, const struct db_conf *conf);

/* A further connection like db, for a second stream or a second transaction. */
enum err db_open_like(struct db **out, const struct db *db);
void db_close(struct db *db);

/* OK when the server answers now; connects again if need be. */
enum err db_ping(struct db *db);

#endif
