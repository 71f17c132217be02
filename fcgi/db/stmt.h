#ifndef DB_STMT_H
#define DB_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h" /* DAY_NONE, INSTANT_NONE */

/*
 * What a statement is, as data. sql/bindgen.lua writes these definitions from
 * sql/queries; nobody else does.
 *
 * Every type has one C form, and a nullable one (`type?`) has the same form with
 * one value that stands for NULL:
 *
 *    SQL type        C                          NULL is
 *    u64             uint64_t                   0 (ids start at 1)
 *    i64             int64_t                    I64_NONE
 *    u32             uint32_t                   U32_NONE
 *    i32             int32_t                    I32_NONE
 *    u8              uint8_t                    U8_NONE
 *    bool            bool; `bool?` is int8_t    BOOL_NONE
 *    text, json      const char *               NULL
 *    blob            struct blob                .data == NULL
 *    cur             char[4]                    ""
 *    day             int32_t                    DAY_NONE
 *    instant         int64_t, µs UTC            INSTANT_NONE
 *    hash            uint8_t[32]                all zero
 *
 * As a parameter (not as a field of a :bulk row) cur is a const char * and hash
 * a const uint8_t *, and NULL stands for NULL. A value that stands for NULL, given
 * for a parameter that is not nullable, is ERR_BUG for pointers and a plain
 * number for the rest.
 */
#define I64_NONE INT64_MIN
#define U32_NONE UINT32_MAX
#define I32_NONE INT32_MIN
#define U8_NONE UINT8_MAX
#define BOOL_NONE ((int8_t)-1)

/* Bytes of any kind; data has n bytes and is not NUL-terminated. */
struct blob {
    const unsigned char *data;
    size_t n;
};

enum db_type {
    DB_U64,
    DB_I64,
    DB_U32,
    DB_I32,
    DB_U8,
    DB_BOOL,
    DB_TEXT,
    DB_JSON,
    DB_BLOB,
    DB_CUR,
    DB_DAY,
    DB_INSTANT,
    DB_HASH,
    DB_CUR_AT,  /* a parameter: const char * */
    DB_HASH_AT, /* a parameter: const uint8_t * */
    DB_TYPE__MAX
};

enum db_kind { DB_ONE, DB_MANY, DB_STREAM, DB_EXEC, DB_BULK };

struct db_field {
    const char *name;
    enum db_type type;
    bool nullable;
    size_t offset; /* in the struct of the row or of the parameters */
};

struct db_stmt {
    const char *name;
    const char *file; /* where it stands: sql/queries/item.sql */
    int line;
    enum db_kind kind;
    bool hot;                  /* must use an index: check-sql */
    bool reads;                /* changes and locks nothing, so it may be repeated */
    const char *sql;           /* '?' for each value */
    const struct db_field *in; /* [n_in] parameters, or fields of a :bulk row */
    size_t n_in;
    size_t in_size;       /* of their struct */
    const uint8_t *place; /* [n_place] which parameter each '?' takes */
    size_t n_place;
    const struct db_field *out; /* [n_out] columns */
    size_t n_out;
    size_t out_size; /* of the row struct */
};

#endif
