#ifndef BASE_JSONSCAN_H
#define BASE_JSONSCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Goes over JSON that our own writer made, without building a tree: for lists of a
 * million rows. Allocates only what a text with escapes needs. What comes from outside
 * is read by base/jsonin.
 */
struct jsonscan {
    const char *at, *end;
    bool failed; /* it was not what a writer writes */
};

enum jsonscan_kind {
    JSONSCAN_NULL,
    JSONSCAN_FALSE,
    JSONSCAN_TRUE,
    JSONSCAN_NUMBER,
    JSONSCAN_TEXT,
    JSONSCAN_OBJECT,
    JSONSCAN_LIST
};

struct jsonscan_value {
    enum jsonscan_kind kind;
    const char *from; /* the value as it stands, quotes and brackets included */
    size_t n;
};

struct jsonscan jsonscan(const char *text, size_t n);

/* The value that begins here, whole; false at the end or when it is none. */
bool jsonscan_value(struct jsonscan *s, struct jsonscan_value *out);

/* Inside of an object or list: members and elements one after the other. */
struct jsonscan jsonscan_inside(const struct jsonscan_value *v);
bool jsonscan_member(
    struct jsonscan *s, struct jsonscan_value *key, struct jsonscan_value *value);
bool jsonscan_element(struct jsonscan *s, struct jsonscan_value *value);

/* The member of that name; kind JSONSCAN_NULL when there is none. */
struct jsonscan_value jsonscan_find(
    const struct jsonscan_value *object, const char *key);

/* Whether a text is this one, which has nothing to escape. */
bool jsonscan_is(const struct jsonscan_value *text, const char *want);

/* Of a text what it says, of a number or word what it is; "" for null. */
const char *jsonscan_text(struct arena *a, const struct jsonscan_value *v);

#endif
