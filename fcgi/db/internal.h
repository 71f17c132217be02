#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "db/stmt.h"

/* Shared by the files of this folder only. */

/* Where one '?' or one column keeps what cannot be bound in place. */
struct slot {
    union {
        int64_t i;
        uint64_t u;
        MYSQL_TIME t;
    };
    unsigned long len;
    my_bool null, error;
    char *text; /* column of variable length: text_size bytes */
    unsigned long text_size;
};

/* A statement on one connection. Doubles as the stream that is open on it. */
struct db_stream {
    const struct db_stmt *def;
    struct db *db;
    MYSQL_STMT *stmt;    /* NULL: to be prepared (again) */
    MYSQL_BIND *in;      /* [n_place] */
    struct slot *in_at;  /* [n_place] */
    MYSQL_BIND *out;     /* [n_out] */
    struct slot *out_at; /* [n_out] */
    struct chunk *chunk; /* of db_bulk */
    enum err ended;      /* what ended the stream */
    bool done;
};

struct db {
    MYSQL *my; /* NULL: not connected */
    char *socket, *user, *password, *name;
    struct db_stream **table; /* by definition, open addressing */
    size_t n, size;
    struct db_stream *streaming;
    bool in_tx;
    bool deadlocked;    /* the last error was one */
    enum err tx_failed; /* nothing is left of the transaction, and why */
    unsigned locks;
    uint64_t id_next, id_end;
};

/* Logs what the server said and says what it means for the caller. */
enum err db_failed(
    struct db *db, const struct db_stmt *stmt, unsigned code, const char *text);
enum err db_stmt_failed(struct db_stream *s);

/* Whether the last error lost the connection. */
bool db_is_lost(unsigned code);

/* Connects unless it is; refuses where no statement may run now. */
enum err db_connected(struct db *db);

/* The statement, prepared, on a connection that may run one. */
enum err db_prepare(struct db *db, const struct db_stmt *stmt, struct db_stream **out);

/* Gives up the server's side of the statement; it will be prepared again. */
void db_forget(struct db_stream *s);
void db_stream_free(struct db_stream *s);
void db_chunk_free(struct chunk *c);

#endif
