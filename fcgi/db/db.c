#include "db/db.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/internal.h"

static const char SESSION[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
    " time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'";

enum { CONNECT_TIMEOUT_S = 5, TABLE_MIN = 64, CODE_KILLED = 1927 };

bool
db_is_lost(unsigned code)
{
    switch (code) {
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_SERVER_SHUTDOWN:
    case CODE_KILLED:
        return true;
    default:
        return false;
    }
}

static enum err
meaning(unsigned code)
{
    switch (code) {
    case ER_DUP_ENTRY:
    case ER_DUP_ENTRY_WITH_KEY_NAME:
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_CHECKREAD:
    case ER_CANNOT_USER: /* CREATE USER: there is one of that name */
        return ERR_CONFLICT;
    case ER_NO_REFERENCED_ROW_2:
    case ER_ROW_IS_REFERENCED_2:
    case ER_CONSTRAINT_FAILED:
    case ER_DATA_TOO_LONG:
    case ER_WARN_DATA_OUT_OF_RANGE:
    case ER_TRUNCATED_WRONG_VALUE:
    case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD:
        return ERR_INVALID;
    case ER_STATEMENT_TIMEOUT:
    case ER_QUERY_INTERRUPTED:
        return ERR_LIMIT;
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR:
        return ERR_DENIED;
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
    case ER_OPTION_PREVENTS_STATEMENT: /* read-only */
    case ER_UNKNOWN_COM_ERROR:         /* a cluster node that is not ready */
        return ERR_DOWN;
    default:
        return db_is_lost(code) ? ERR_DOWN : ERR_BUG;
    }
}

static void
disconnect(struct db *db)
{
    for (size_t i = 0; i < db->size; i++)
        if (db->table[i])
            db_forget(db->table[i]);
    if (db->my)
        mysql_close(db->my);
    db->my = NULL;
}

enum err
db_failed(struct db *db, const struct db_stmt *stmt, unsigned code, const char *text)
{
    enum err e = meaning(code);

    db->deadlocked = code == ER_LOCK_DEADLOCK || code == ER_LOCK_WAIT_TIMEOUT ||
                     code == ER_CHECKREAD;
    if (db->in_tx && (db->deadlocked || db_is_lost(code)))
        db->tx_failed = e;
    if (e != ERR_CONFLICT || db->deadlocked) /* a duplicate key is an answer */
        log_write(e == ERR_CONFLICT ? LOG_INFO : LOG_ERROR, "db_failed",
            log_fields(kv("statement", stmt ? stmt->name : "-"), kv("code", code),
                kv("why", text)));
    if (db_is_lost(code))
        disconnect(db);
    return e;
}

/* Left to mysql_init, two threads that connect first would both do it. */
static void
start_library(void)
{
    if (mysql_library_init(0, NULL, NULL))
        abort();
}

static enum err
connect(struct db *db)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    unsigned timeout = CONNECT_TIMEOUT_S;
    MYSQL *my;
    enum err e;

    pthread_once(&once, start_library);
    if (!(my = mysql_init(NULL)))
        abort();
    mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(my, MYSQL_INIT_COMMAND, SESSION);
    mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
    db->my = my;
    /* Matched rows: an UPDATE that finds its row and changes nothing has found it. */
    if (mysql_real_connect(my, NULL, db->user, db->password, db->name, 0, db->socket,
            CLIENT_FOUND_ROWS))
        return OK;
    e = db_failed(db, NULL, mysql_errno(my), mysql_error(my));
    disconnect(db);
    return e;
}

static char *
copy(const char *s)
{
    char *p = strdup(s ? s : "");

    if (!p)
        abort();
    return p;
}

enum err
db_open(struct db **out, const struct db_conf *conf)
{
    struct db *db = calloc(1, sizeof *db);
    enum err e;

    if (!db)
        abort();
    db->socket = copy(conf->socket);
    db->user = copy(conf->user);
    db->password = copy(conf->password);
    db->name = copy(conf->name);
    db->size = TABLE_MIN;
    if (!(db->table = calloc(db->size, sizeof(struct db_stream *))))
        abort();
    if ((e = connect(db))) {
        db_close(db);
        return e;
    }
    *out = db;
    return OK;
}

enum err
db_open_like(struct db **out, const struct db *db)
{
    const struct db_conf conf = {
        .socket = db->socket,
        .user = db->user,
        .password = db->password,
        .name = db->name,
    };

    return db_open(out, &conf);
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->size; i++)
        if (db->table[i])
            db_stream_free(db->table[i]);
    if (db->my)
        mysql_close(db->my);
    free(db->table);
    free(db->socket);
    free(db->user);
    free(db->password);
    free(db->name);
    free(db);
}

enum err
db_connected(struct db *db)
{
    if (db->tx_failed)
        return db->tx_failed;
    if (db->streaming) {
        log_error("db_stream_open", kv("stream", db->streaming->def->name),
            kv("why", "another statement on the connection of an open stream"));
        return ERR_BUG;
    }
    if (db->my)
        return OK;
    /* A lock went with the connection: whoever relied on it must not go on. */
    return db->locks ? ERR_DOWN : connect(db);
}

enum err
db_ping(struct db *db)
{
    enum err e;

    if ((e = db_connected(db)))
        return e;
    if (!mysql_ping(db->my))
        return OK;
    e = db_failed(db, NULL, mysql_errno(db->my), mysql_error(db->my));
    return e == ERR_DOWN ? db_connected(db) : e;
}
