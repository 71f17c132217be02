#ifndef TESTS_UNIT_DB_FIXTURE_H
#define TESTS_UNIT_DB_FIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/bulk.h"
#include "db/query.h"

/*
 * A table `probe` with a column of every type, and the statements on it: what
 * bindgen would write, by hand, so that these tests stand on the runtime alone.
 */
struct probe {
    uint64_t id;
    int64_t i64;
    uint32_t u32;
    int32_t i32;
    uint8_t u8;
    bool flag;
    const char *text;
    const char *json;
    struct blob bytes;
    char currency[4];
    int32_t day_on;
    int64_t at;
    uint8_t hash[32];
};

/* The same row where every column but id is nullable. */
struct probe_null {
    uint64_t id;
    uint64_t u64;
    int64_t i64;
    uint32_t u32;
    int32_t i32;
    uint8_t u8;
    int8_t flag;
    const char *text;
    const char *json;
    struct blob bytes;
    char currency[4];
    int32_t day_on;
    int64_t at;
    uint8_t hash[32];
};

struct probe_id {
    uint64_t id;
};

extern const struct db_stmt PROBE_ADD;        /* :bulk struct probe */
extern const struct db_stmt PROBE_ADD_ONE;    /* :exec struct probe */
extern const struct db_stmt PROBE_ADD_NULL;   /* :bulk struct probe_null */
extern const struct db_stmt PROBE_BY_ID;      /* :one id → probe */
extern const struct db_stmt PROBE_NULL_BY_ID; /* :one id → probe_null */
extern const struct db_stmt PROBE_ALL;        /* :many, :stream → probe, by id */
extern const struct db_stmt PROBE_BUMP;       /* :exec id, adds 1 to i64 */
extern const struct db_stmt PROBE_COUNT;      /* :one → probe_id */
extern const struct db_stmt PROBE_WRONG;      /* :one declares a column too few */

/* A row in which each column depends on the id. */
struct probe probe_of(uint64_t id);

/* An empty table and a connection. */
struct db *probe_open(void);
struct db *probe_connect(void);
void probe_assert_equal(const struct probe *got, const struct probe *want);
uint64_t probe_count(struct db *db);

#endif
