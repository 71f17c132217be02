#include "db/migrate.h"

#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/internal.h"
#include "db/lock.h"
#include "db/q_db.h"
#include "db/split.h"

enum { LOCK_WAIT_S = 60 };

static const char LOCK[] = "migrate";

static const struct db_script *
find(const struct db_script *scripts, const char *name)
{
    for (; scripts->name; scripts++)
        if (strcmp(scripts->name, name) == 0)
            return scripts;
    return NULL;
}

static const struct db_migrations_applied *
applied(const struct db_migrations_applied *rows, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

static enum err
refuse(struct arena *a, struct db_migrated *out, const char *name, const char *what)
{
    struct buf b;

    buf_init(&b, a);
    buf_fmt(&b, "migration %s %s", name, what);
    out->why = b.text;
    return ERR_INVALID;
}

/* Every migration that ran is known here, with the same text. */
static enum err
compare(struct arena *a, const struct db_script *scripts,
    const struct db_migrations_applied *rows, size_t n, struct db_migrated *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct db_script *s = find(scripts, rows[i].name);

        if (!s)
            return refuse(a, out, rows[i].name,
                "ran in this database and is unknown here: the database belongs to a "
                "newer version of the program");
        if (strcmp(s->sha256, rows[i].sha256) != 0)
            return refuse(a, out, rows[i].name,
                "ran in this database with another text: a migration never changes "
                "once it ran");
        out->last = s->name;
    }
    out->before = n;
    return OK;
}

static enum err
run_script(
    struct db *db, struct arena *a, const struct db_script *s, struct db_migrated *out)
{
    struct split split = { .rest = s->text };
    struct split_statement st;

    while (split_next(&split, &st)) {
        struct buf b;
        enum err e;

        if (mysql_real_query(db->my, st.text, st.n) == 0) {
            mysql_free_result(mysql_store_result(db->my));
            continue;
        }
        buf_init(&b, a);
        buf_fmt(&b, "sql/migrations/%s.sql:%d: %s", s->name,
            split_line(s->text, st.text), mysql_error(db->my));
        out->why = b.text;
        e = db_failed(db, NULL, mysql_errno(db->my), b.text);
        return e;
    }
    return OK;
}

static enum err
run_missing(struct db *db, struct arena *a, const struct db_script *scripts,
    int64_t now_at, struct db_migrated *out)
{
    struct db_migrations_applied *rows;
    enum err e;
    size_t n;

    if ((e = db_create_schema_migration(db, NULL)) ||
        (e = db_migrations_applied(db, a, &rows, &n)) ||
        (e = compare(a, scripts, rows, n, out)))
        return e;
    for (const struct db_script *s = scripts; s->name; s++) {
        if (applied(rows, n, s->name))
            continue;
        log_info("migration", kv("name", s->name));
        if ((e = run_script(db, a, s, out)) ||
            (e = db_migration_done(db, s->name, s->sha256, now_at, NULL)))
            return e;
        out->ran++;
        out->last = s->name;
    }
    return OK;
}

enum err
db_migrate(struct db *db, struct arena *a, const struct db_script *scripts,
    int64_t now_at, struct db_migrated *out)
{
    enum err e, unlocked;

    *out = (struct db_migrated){ 0 };
    if ((e = db_lock(db, LOCK, LOCK_WAIT_S))) {
        if (e == ERR_CONFLICT)
            out->why = "another process is migrating this database";
        return e;
    }
    e = run_missing(db, a, scripts, now_at, out);
    unlocked = db_unlock(db, LOCK);
    return e ? e : unlocked;
}

enum err
db_is_migrated(struct db *db, struct arena *a, const struct db_script *scripts,
    struct db_migrated *out)
{
    struct db_migrations_applied *rows;
    enum err e;
    size_t n;

    *out = (struct db_migrated){ 0 };
    if ((e = db_migrations_applied(db, a, &rows, &n))) {
        if (e != ERR_BUG)
            return e;
        out->why = "the database has no schema yet: run dunlin migrate";
        return ERR_INVALID;
    }
    if ((e = compare(a, scripts, rows, n, out)))
        return e;
    for (const struct db_script *s = scripts; s->name; s++)
        if (!applied(rows, n, s->name))
            return refuse(a, out, s->name, "has not run yet: run dunlin migrate");
    return OK;
}
