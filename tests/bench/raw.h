#ifndef TESTS_BENCH_RAW_H
#define TESTS_BENCH_RAW_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"

/*
 * The least that stands between a program and libmariadb, for the floors that Dunlin
 * is measured against: the same SQL text, bound to flat buffers, and nothing done
 * with it. What goes wrong ends the program.
 */

_Noreturn void raw_die(const char *what, const char *why);

MYSQL *raw_open(const char *socket, const char *database);
void raw_do(MYSQL *my, const char *sql);
int64_t raw_us(void); /* for measuring */

enum { RAW_TEXT = 16384 };

struct raw_value {
    union {
        uint64_t u;
        int64_t i;
        MYSQL_TIME t;
    };
    unsigned long len;
    my_bool null;
    char *text; /* of columns of variable length */
};

struct raw_stmt {
    const struct db_stmt *def;
    MYSQL_STMT *stmt;
    MYSQL_BIND *in, *out;
    struct raw_value *in_at, *out_at; /* a value for each parameter, and column */
};

struct raw_stmt *raw_prepare(MYSQL *my, const struct db_stmt *def);

/* A parameter by its name; false when the statement has none. What is not set is NULL.
 */
bool raw_set_u64(struct raw_stmt *s, const char *name, uint64_t v);
bool raw_set_day(struct raw_stmt *s, const char *name, int32_t day);
bool raw_set_instant(struct raw_stmt *s, const char *name, int64_t at);
bool raw_set_bytes(struct raw_stmt *s, const char *name, const void *p, size_t n);

void raw_run(struct raw_stmt *s);
bool raw_next(
    struct raw_stmt *s); /* false at the end; then the statement may run again */

/* The columns of a table that can be written, "a,b,c"; gives how many. */
size_t raw_columns(MYSQL *my, const char *table, char *out, size_t size);

/* The days and instants of a value, as the program counts them. */
void raw_day(int32_t day, MYSQL_TIME *out);
int32_t raw_day_of(const MYSQL_TIME *t);

#endif
