#include "db/bind.h"

#include <string.h>

#include "base/date.h"

static const struct {
    enum enum_field_types type;
    bool is_unsigned;
} WIRE[DB_TYPE__MAX] = {
    [DB_U64] = { MYSQL_TYPE_LONGLONG, true },
    [DB_I64] = { MYSQL_TYPE_LONGLONG, false },
    [DB_U32] = { MYSQL_TYPE_LONG, true },
    [DB_I32] = { MYSQL_TYPE_LONG, false },
    [DB_U8] = { MYSQL_TYPE_TINY, true },
    [DB_BOOL] = { MYSQL_TYPE_TINY, false },
    [DB_TEXT] = { MYSQL_TYPE_STRING, false },
    [DB_JSON] = { MYSQL_TYPE_STRING, false },
    [DB_BLOB] = { MYSQL_TYPE_BLOB, false },
    [DB_CUR] = { MYSQL_TYPE_STRING, false },
    [DB_DAY] = { MYSQL_TYPE_DATE, false },
    [DB_INSTANT] = { MYSQL_TYPE_DATETIME, false },
    [DB_HASH] = { MYSQL_TYPE_BLOB, false },
    [DB_CUR_AT] = { MYSQL_TYPE_STRING, false },
    [DB_HASH_AT] = { MYSQL_TYPE_BLOB, false },
};

enum { HASH_SIZE = 32, CUR_SIZE = 4, US_PER_S = 1000000, S_PER_DAY = 86400 };

enum enum_field_types
bind_type(enum db_type type)
{
    return WIRE[type].type;
}

bool
bind_is_unsigned(enum db_type type)
{
    return WIRE[type].is_unsigned;
}

static void
time_of_day(MYSQL_TIME *t, int32_t day)
{
    struct ymd d = date_split(day);

    *t = (MYSQL_TIME){
        .year = (unsigned)d.y,
        .month = (unsigned)d.m,
        .day = (unsigned)d.d,
        .time_type = MYSQL_TIMESTAMP_DATE,
    };
}

static void
time_of_instant(MYSQL_TIME *t, int64_t at)
{
    int64_t us = at % US_PER_S, s = at / US_PER_S, day;

    if (us < 0) {
        us += US_PER_S;
        s--;
    }
    day = s / S_PER_DAY;
    s %= S_PER_DAY;
    if (s < 0) {
        s += S_PER_DAY;
        day--;
    }
    time_of_day(t, (int32_t)day);
    t->hour = (unsigned)(s / 3600);
    t->minute = (unsigned)(s / 60 % 60);
    t->second = (unsigned)(s % 60);
    t->second_part = (unsigned long)us;
    t->time_type = MYSQL_TIMESTAMP_DATETIME;
}

int32_t
bind_day(const MYSQL_TIME *t)
{
    return date_join(
        (struct ymd){ .y = (int)t->year, .m = (int)t->month, .d = (int)t->day });
}

int64_t
bind_instant(const MYSQL_TIME *t)
{
    int64_t s =
        (int64_t)bind_day(t) * S_PER_DAY + t->hour * 3600 + t->minute * 60 + t->second;

    return s * US_PER_S + (int64_t)t->second_part;
}

static bool
value_of_pointer(const struct db_field *f, const void *at, struct wire *out)
{
    const void *p;

    memcpy(&p, at, sizeof p);
    if (f->type == DB_CUR_AT && f->nullable && p && !*(const char *)p)
        p = NULL;
    out->null = !p;
    out->at = p ? p : "";
    out->len = !p ? 0 : f->type == DB_HASH_AT ? HASH_SIZE : strlen(p);
    return p || f->nullable;
}

static bool
value_of_blob(const struct db_field *f, const void *at, struct wire *out)
{
    struct blob b;

    memcpy(&b, at, sizeof b);
    out->null = !b.data;
    out->at = b.data ? (const void *)b.data : "";
    out->len = b.data ? b.n : 0;
    return b.data || f->nullable;
}

static bool
stands_for_null(enum db_type type, const void *at)
{
    static const uint8_t NO_HASH[HASH_SIZE];

    switch (type) {
    case DB_U64:
        return !*(const uint64_t *)at;
    case DB_I64:
    case DB_INSTANT:
        return *(const int64_t *)at == INT64_MIN;
    case DB_U32:
        return *(const uint32_t *)at == U32_NONE;
    case DB_I32:
    case DB_DAY:
        return *(const int32_t *)at == INT32_MIN;
    case DB_U8:
        return *(const uint8_t *)at == U8_NONE;
    case DB_BOOL:
        return *(const int8_t *)at == BOOL_NONE;
    case DB_CUR:
        return !*(const char *)at;
    case DB_HASH:
        return !memcmp(at, NO_HASH, HASH_SIZE);
    default:
        return false;
    }
}

bool
bind_value(
    const struct db_field *f, const void *base, MYSQL_TIME *time, struct wire *out)
{
    const char *at = (const char *)base + f->offset;

    *out = (struct wire){ .at = at };
    switch (f->type) {
    case DB_TEXT:
    case DB_JSON:
    case DB_CUR_AT:
    case DB_HASH_AT:
        return value_of_pointer(f, at, out);
    case DB_BLOB:
        return value_of_blob(f, at, out);
    case DB_CUR:
        out->len = strnlen(at, CUR_SIZE - 1);
        break;
    case DB_HASH:
        out->len = HASH_SIZE;
        break;
    default:
        break;
    }
    if (f->nullable && stands_for_null(f->type, at)) {
        out->null = true;
        return true;
    }
    if (f->type == DB_DAY)
        time_of_day(time, *(const int32_t *)(const void *)at);
    else if (f->type == DB_INSTANT)
        time_of_instant(time, *(const int64_t *)(const void *)at);
    else
        return true;
    out->at = time;
    return true;
}

void
bind_null(const struct db_field *f, void *base)
{
    void *at = (char *)base + f->offset;

    switch (f->type) {
    case DB_I64:
    case DB_INSTANT:
        *(int64_t *)at = INT64_MIN;
        return;
    case DB_U32:
        *(uint32_t *)at = U32_NONE;
        return;
    case DB_I32:
    case DB_DAY:
        *(int32_t *)at = INT32_MIN;
        return;
    case DB_U8:
        *(uint8_t *)at = U8_NONE;
        return;
    case DB_BOOL:
        *(int8_t *)at = BOOL_NONE;
        return;
    case DB_HASH:
        memset(at, 0, HASH_SIZE);
        return;
    case DB_BLOB:
        *(struct blob *)at = (struct blob){ 0 };
        return;
    case DB_CUR:
        memset(at, 0, CUR_SIZE);
        return;
    case DB_U64:
        *(uint64_t *)at = 0;
        return;
    default:
        *(const char **)at = NULL;
        return;
    }
}
