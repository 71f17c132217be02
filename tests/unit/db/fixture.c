#include "tests/unit/db/fixture.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/mariadb.h"
#include "tests/unit/test.h"

#define F(s, column, type, null)                        \
    {                                                   \
#column, type, null, offsetof(struct s, column) \
    }
#define N(x) (sizeof(x) / sizeof *(x))

static const struct db_field FIELDS[] = {
    F(probe, id, DB_U64, false),
    F(probe, i64, DB_I64, false),
    F(probe, u32, DB_U32, false),
    F(probe, i32, DB_I32, false),
    F(probe, u8, DB_U8, false),
    F(probe, flag, DB_BOOL, false),
    F(probe, text, DB_TEXT, false),
    F(probe, json, DB_JSON, false),
    F(probe, bytes, DB_BLOB, false),
    F(probe, currency, DB_CUR, false),
    F(probe, day_on, DB_DAY, false),
    F(probe, at, DB_INSTANT, false),
    F(probe, hash, DB_HASH, false),
};

static const struct db_field NULLS[] = {
    F(probe_null, id, DB_U64, false),
    F(probe_null, u64, DB_U64, true),
    F(probe_null, i64, DB_I64, true),
    F(probe_null, u32, DB_U32, true),
    F(probe_null, i32, DB_I32, true),
    F(probe_null, u8, DB_U8, true),
    F(probe_null, flag, DB_BOOL, true),
    F(probe_null, text, DB_TEXT, true),
    F(probe_null, json, DB_JSON, true),
    F(probe_null, bytes, DB_BLOB, true),
    F(probe_null, currency, DB_CUR, true),
    F(probe_null, day_on, DB_DAY, true),
    F(probe_null, at, DB_INSTANT, true),
    F(probe_null, hash, DB_HASH, true),
};

static const struct db_field IDS[] = { F(probe_id, id, DB_U64, false) };
static const uint8_t PLACES[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };

#define COLUMNS \
    "id, i64, u32, i32, u8, flag, text, json, bytes, currency, day_on, at, hash"
#define NULL_COLUMNS \
    "id, u64, i64, u32, i32, u8, flag, text, json, bytes, currency, day_on, at, hash"
#define IN(fields, s) .in = fields, .n_in = N(fields), .in_size = sizeof(struct s)
#define OUT(fields, s) .out = fields, .n_out = N(fields), .out_size = sizeof(struct s)
#define ID .place = PLACES, .n_place = 1, IN(IDS, probe_id)

const struct db_stmt PROBE_ADD = {
    .name = "probe_add",
    .kind = DB_BULK,
    IN(FIELDS, probe),
    .place = PLACES,
    .n_place = N(FIELDS),
    .sql = "INSERT INTO probe (" COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
};

const struct db_stmt PROBE_ADD_ONE = {
    .name = "probe_add_one",
    .kind = DB_EXEC,
    IN(FIELDS, probe),
    .place = PLACES,
    .n_place = N(FIELDS),
    .sql = "INSERT INTO probe (" COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
};

const struct db_stmt PROBE_ADD_NULL = {
    .name = "probe_add_null",
    .kind = DB_BULK,
    IN(NULLS, probe_null),
    .place = PLACES,
    .n_place = N(NULLS),
    .sql = "INSERT INTO probe (" NULL_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
};

const struct db_stmt PROBE_BY_ID = {
    .name = "probe_by_id",
    .kind = DB_ONE,
    .reads = true,
    ID,
    OUT(FIELDS, probe),
    .sql = "SELECT " COLUMNS " FROM probe WHERE id >= ? LIMIT 2",
};

const struct db_stmt PROBE_NULL_BY_ID = {
    .name = "probe_null_by_id",
    .kind = DB_ONE,
    .reads = true,
    ID,
    OUT(NULLS, probe_null),
    .sql = "SELECT " NULL_COLUMNS " FROM probe WHERE id = ?",
};

const struct db_stmt PROBE_ALL = {
    .name = "probe_all",
    .kind = DB_STREAM,
    .reads = true,
    OUT(FIELDS, probe),
    .sql = "SELECT " COLUMNS " FROM probe ORDER BY id",
};

const struct db_stmt PROBE_BUMP = {
    .name = "probe_bump",
    .kind = DB_EXEC,
    ID,
    .sql = "UPDATE probe SET i64 = i64 + 1 WHERE id = ?",
};

const struct db_stmt PROBE_COUNT = {
    .name = "probe_count",
    .kind = DB_ONE,
    .reads = true,
    OUT(IDS, probe_id),
    .sql = "SELECT COUNT(*) FROM probe",
};

const struct db_stmt PROBE_WRONG = {
    .name = "probe_wrong",
    .kind = DB_ONE,
    .reads = true,
    OUT(IDS, probe_id),
    .sql = "SELECT id, i64 FROM probe",
};

static const char TABLE[] =
    "DROP TABLE IF EXISTS probe;"
    "CREATE TABLE probe (id BIGINT UNSIGNED PRIMARY KEY, u64 BIGINT UNSIGNED,"
    " i64 BIGINT, u32 INT UNSIGNED, i32 INT, u8 TINYINT UNSIGNED, flag TINYINT(1),"
    " text VARCHAR(4000), json JSON, bytes LONGBLOB, currency CHAR(3), day_on DATE,"
    " at DATETIME(6), hash BINARY(32)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;"
    "CREATE OR REPLACE SEQUENCE id_block START WITH 1 INCREMENT BY 1000;";

struct probe
probe_of(uint64_t id)
{
    static const char *const TEXTS[] = { "", "Zażółć gęślą jaźń", "'; -- \\ \" ?" };
    static const unsigned char BYTES[] = { 0, 1, 2, 255, 0, 39 };
    struct probe p = {
        .id = id,
        .i64 = (int64_t)(id * 1000003) * (id % 2 ? 1 : -1),
        .u32 = UINT32_MAX - 1 - (uint32_t)id,
        .i32 = -(int32_t)id,
        .u8 = (uint8_t)(id % 255),
        .flag = id % 3 == 0,
        .text = TEXTS[id % 3],
        .json = "{\"a\":[1,2,null]}",
        .bytes = { BYTES, id % sizeof BYTES },
        .currency = "EUR",
        .day_on = (int32_t)(id * 37 % 40000) - 10000,
        .at = ((int64_t)(id * 86413 % 4000000000) - 1000000000) * 1000000 +
              (int64_t)(id % 1000000),
    };

    memset(p.hash, (int)(id % 200 + 1), sizeof p.hash);
    return p;
}

struct db *
probe_connect(void)
{
    const struct mariadb *m = mariadb_for_test();
    struct db *db;

    assert_int_equal(
        db_open(&db,
            &(struct db_conf){ .socket = m->socket, .user = "root", .name = m->name }),
        OK);
    return db;
}

struct db *
probe_open(void)
{
    mariadb_run(TABLE);
    return probe_connect();
}

void
probe_assert_equal(const struct probe *got, const struct probe *want)
{
    assert_true(got->id == want->id);
    assert_true(got->i64 == want->i64);
    assert_int_equal(got->u32, want->u32);
    assert_int_equal(got->i32, want->i32);
    assert_int_equal(got->u8, want->u8);
    assert_int_equal(got->flag, want->flag);
    assert_string_equal(got->text, want->text);
    assert_string_equal(got->json, want->json);
    assert_int_equal(got->bytes.n, want->bytes.n);
    assert_memory_equal(got->bytes.data, want->bytes.data, want->bytes.n);
    assert_string_equal(got->currency, want->currency);
    assert_int_equal(got->day_on, want->day_on);
    assert_true(got->at == want->at);
    assert_memory_equal(got->hash, want->hash, sizeof want->hash);
}

uint64_t
probe_count(struct db *db)
{
    struct probe_id n;

    assert_int_equal(db_one(db, NULL, &PROBE_COUNT, NULL, &n), OK);
    return n.id;
}
