#ifndef BASE_JSONIN_H
#define BASE_JSONIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"

/*
 * Reads JSON from outside. The text is parsed into the arena; getters then take
 * typed members out of it and collect what is wrong as faults with JSON
 * pointers. Ask for everything, then jsonin_end for what nobody asked for, then
 * look at faults_err once:
 *
 *    struct faults f;
 *    struct jsonin in;
 *    struct jval *v;
 *
 *    faults_init(&f, arena);
 *    if ((e = jsonin_parse(&in, arena, &f, text, len, NULL)))
 *        return e;                          (malformed: a 400)
 *    v = in.root;
 *    jsonin_text(v, "name", JSONIN_NEED, 200, &c.name);
 *    jsonin_money(v, "amount", JSONIN_NEED, c.currency, &c.amount_minor);
 *    jsonin_day(v, "due_on", JSONIN_MAY, &c.due_on);
 *    jsonin_end(v);
 *    if ((e = faults_err(&f)))
 *        return e;                          (understood, but wrong: a 422)
 *
 * A getter returns true when the member was there and right, and only then
 * touches *out. False with JSONIN_MAY may also mean: absent or null. With key
 * NULL a getter reads v itself (an element of an array). A NULL v reads as
 * absent and adds no fault, so a missing object is reported once, not once more
 * for each of its members.
 */
struct jval;

struct jsonin {
    struct arena *arena;
    struct faults *faults; /* may be switched, say to one per row of a batch */
    struct jval *root;     /* an object or an array */
};

struct jsonin_limits {
    size_t bytes, values; /* of the whole document */
    int depth;
};

/* Limits of a call without its own: 1 MiB, 20,000 values, 16 levels. */
extern const struct jsonin_limits JSONIN_LIMITS;

/*
 * OK           in->root stands
 * ERR_INVALID  not JSON, not UTF-8, a key twice in an object, a NUL in a
 *              string, a number out of range; the fault names line and column
 * ERR_LIMIT    larger, longer or deeper than the limits
 */
enum err jsonin_parse(struct jsonin *in, struct arena *a, struct faults *f,
    const char *text, size_t len, const struct jsonin_limits *limits);

enum jsonin_need {
    JSONIN_MAY, /* absent and null are fine */
    JSONIN_NEED,
};

/* One line: no control bytes; needed means not empty. */
bool jsonin_text(struct jval *v, const char *key, enum jsonin_need need,
    size_t max_bytes, const char **out);
/* Several lines: tab and newline are allowed too. */
bool jsonin_prose(struct jval *v, const char *key, enum jsonin_need need,
    size_t max_bytes, const char **out);
/* A string of digits, not "0". */
bool jsonin_id(struct jval *v, const char *key, enum jsonin_need need, uint64_t *out);
/* A number without fraction, min <= it <= max. */
bool jsonin_i64(struct jval *v, const char *key, enum jsonin_need need, int64_t min,
    int64_t max, int64_t *out);
bool jsonin_bool(struct jval *v, const char *key, enum jsonin_need need, bool *out);
bool jsonin_day(struct jval *v, const char *key, enum jsonin_need need, int32_t *out);
bool jsonin_instant(
    struct jval *v, const char *key, enum jsonin_need need, int64_t *out);
/* A currency money.h knows. */
bool jsonin_currency(
    struct jval *v, const char *key, enum jsonin_need need, char out[4]);
/* A decimal string in the currency; NULL or an unknown currency counts as a
 * fault already reported, and reads nothing. */
bool jsonin_money(struct jval *v, const char *key, enum jsonin_need need,
    const char *currency, int64_t *out_minor);
/* One of n names; *out is its index. */
bool jsonin_enum(struct jval *v, const char *key, enum jsonin_need need,
    const char *const names[], size_t n, size_t *out);

/* NULL when absent or of another kind. */
struct jval *jsonin_object(struct jval *v, const char *key, enum jsonin_need need);
struct jval *jsonin_array(
    struct jval *v, const char *key, enum jsonin_need need, size_t max_n);

/* for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e)) */
struct jval *jsonin_first(struct jval *list);
struct jval *jsonin_next(struct jval *element);
size_t jsonin_count(const struct jval *list); /* elements, or members */

/* Was it sent at all, null included? Is it null? Both mark it as asked for. */
bool jsonin_has(struct jval *v, const char *key);
bool jsonin_is_null(struct jval *v, const char *key);

/* Adds a fault for each member of the object that nobody asked for. */
void jsonin_end(struct jval *object);

/* A fault of the caller's own about v (key NULL) or its member. */
void jsonin_fault(struct jval *v, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Where v stands: "" for the root, "/rows/3/amount", with ~ and / escaped. */
const char *jsonin_pointer(const struct jval *v);

#endif
