#ifndef SCRIPT_VALUE_H
#define SCRIPT_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * A Lua table that is data only (a country pack, an import profile, templates,
 * cases), as a tree in an arena. Order is fixed: lists by index, names bytewise.
 */
struct script_value {
    enum { VALUE_NIL, VALUE_BOOL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_TABLE } kind;
    union {
        bool b;
        int64_t i;
        double real;
        const char *text; /* UTF-8, no NUL inside */
        struct {
            struct script_value *list; /* [1] to [list_n] */
            size_t list_n;
            struct script_member *members;
            size_t members_n;
        } table;
    };
};

struct script_member {
    const char *name;
    struct script_value value;
};

/* NULL where v is no table or has no such name; NULL for a NULL v. */
const struct script_value *value_get(const struct script_value *v, const char *name);
/* The member as the type wanted, or what is given. */
const char *value_text(
    const struct script_value *v, const char *name, const char *absent);
int64_t value_int(const struct script_value *v, const char *name, int64_t absent);
bool value_bool(const struct script_value *v, const char *name, bool absent);
/* Elements of a list; 0 for anything else. */
size_t value_count(const struct script_value *v);
const struct script_value *value_at(
    const struct script_value *v, size_t i); /* from 0 */

#endif
