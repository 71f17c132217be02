#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * The schema, brought up to what this program needs.
 *
 * The files of sql/migrations and sql/checks are part of the program; DB_MIGRATIONS and
 * DB_CHECKS are in the order of their names and end in a row whose name is NULL.
 */
struct db_script {
    const char *name; /* file name without .sql: "0001_ledger" */
    const char *sha256;
    const char *text;
};

extern const struct db_script DB_MIGRATIONS[];
extern const size_t DB_MIGRATIONS_N;
extern const struct db_script DB_CHECKS[];
extern const size_t DB_CHECKS_N;

struct db_migrated {
    size_t before;    /* migrations that had run */
    size_t ran;       /* that ran now */
    const char *last; /* name of the newest one, or NULL */
    const char *why;  /* of a failure, for a person */
};

/*
 * Runs what has not run yet, in order, while no one else does (it waits a minute for
 * that). MariaDB commits each DDL statement, so a crash may leave a migration half
 * done: its statements are safe to repeat and all of them run again.
 *
 * ERR_INVALID   a migration that ran has another text here, or is unknown here: the
 *               database belongs to another version of the program. Nothing was done
 * ERR_CONFLICT  another one was migrating all the while
 */
enum err db_migrate(struct db *db, struct arena *arena, const struct db_script *scripts,
    int64_t now_at, struct db_migrated *out);

/* OK when every migration has run and none is unknown; else ERR_INVALID with why. */
enum err db_is_migrated(struct db *db, struct arena *arena,
    const struct db_script *scripts, struct db_migrated *out);

#endif
