#ifndef SERVICE_LOAD_TABLES_H
#define SERVICE_LOAD_TABLES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Fills an empty database from the files of a folder that sql/demo/generate.lua wrote:
 * TABLE.tsv through the statement load_TABLE of sql/queries/load.sql, parents
 * before children. The caller's transaction makes it all or nothing.
 */
struct load_tables {
    struct arena *arena;
    const char *folder;
    /* after each table, for a display; NULL: silent */
    void (*done)(void *ctx, const char *table, uint64_t rows);
    void *ctx;
    uint64_t rows;     /* of all tables */
    const char *fault; /* file, line and what is wrong; NULL: nothing to say */
};

/*
 * ERR_NOT_FOUND  a file cannot be read
 * ERR_INVALID    a line is not what its statement takes, or the database refuses it
 */
enum err load_tables(struct db *db, struct load_tables *load);

#endif
