#ifndef DB_QUERY_H
#define DB_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "db/stmt.h"

/*
 * Runs a statement by its definition. The generated functions call these with the
 * right structs; call those, not these.
 *
 * in points to the struct of the parameters, or is NULL when there are none. Text,
 * JSON and bytes of a result live in the arena.
 */

/* Exactly one row into *out. ERR_NOT_FOUND if none, ERR_BUG if several. */
enum err db_one(struct db *db, struct arena *arena, const struct db_stmt *stmt,
    const void *in, void *out);

/* All rows as one array in the arena; *out is never NULL. */
enum err db_many(struct db *db, struct arena *arena, const struct db_stmt *stmt,
    const void *in, void **out, size_t *count);

/* No rows. *changed (may be NULL) is the number of rows matched. */
enum err db_exec(
    struct db *db, const struct db_stmt *stmt, const void *in, uint64_t *changed);

/*
 * Rows one by one, straight off the connection: until the stream is closed, no other
 * statement may run on it (ERR_BUG). What a row points to is valid until the
 * next call. Fetching allocates nothing.
 */
struct db_stream;

enum err db_stream_open(
    struct db *db, const struct db_stmt *stmt, const void *in, struct db_stream **out);

/* Fills *row. False at the end or after an error; close tells which. */
bool db_stream_next(struct db_stream *s, void *row);

/* May be called early. Gives the error that ended the stream, if any. */
enum err db_stream_close(struct db_stream *s);

#endif
