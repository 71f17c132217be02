#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Writes JSON, appended by hand: no tree, no allocation of its own.
 *
 *    struct json j = { .out = &b };
 *    json_open(&j, NULL, '{');
 *    json_id(&j, "id", v->id);
 *    json_money(&j, "open", v->open_minor, v->currency);
 *    json_close(&j, '}');
 *
 * `key` is NULL inside an array and at the top. Text is escaped so that the
 * result is valid UTF-8 whatever the bytes were (a broken sequence becomes
 * U+FFFD) and safe inside HTML: < > & and U+2028/9 leave as \u escapes.
 * Keys are ours: plain ASCII without anything to escape.
 */
struct json {
    struct buf *out;
    bool need_comma;
};

void json_open(struct json *j, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket);                 /* '}' or ']' */

void json_text(struct json *j, const char *key, const char *v); /* NULL: null */
void json_textn(struct json *j, const char *key, const char *v, size_t n);
void json_u64(struct json *j, const char *key, uint64_t v);
void json_i64(struct json *j, const char *key, int64_t v);
void json_bool(struct json *j, const char *key, bool v);
/* null; jansson has the name json_null, and would call ours. */
void json_nil(struct json *j, const char *key);

void json_id(struct json *j, const char *key, uint64_t id);     /* "123" */
void json_day(struct json *j, const char *key, int32_t day);    /* "2026-03-04" */
void json_instant(struct json *j, const char *key, int64_t at); /* µs UTC; as
                                                   "2026-03-04T11:00:00.000Z" */

/* "1250.00", decimals as the currency has them. */
void json_money(struct json *j, const char *key, int64_t minor, const char *currency);

/* Thousandths as a decimal text: 87500 is "87.5". */
void json_milli(struct json *j, const char *key, int64_t milli);

/* A value that is JSON already. */
void json_raw(struct json *j, const char *key, const char *v, size_t n);

/* The quoted, escaped form alone. */
void json_quote(struct buf *b, const char *s, size_t n);

#endif
