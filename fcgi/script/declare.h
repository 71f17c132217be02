#ifndef SCRIPT_DECLARE_H
#define SCRIPT_DECLARE_H

#include "script/internal.h"

/*
 * Reading a declaration table at stack index 1, key by key, with messages that name
 * what is wrong: "step 'first': 'at' is missing".
 */
struct reading {
    lua_State *L;
    const char *what; /* "step", "strategy" */
    const char *name; /* "'first'"; "" while unknown */
    int line;         /* 0: where the call stands */
};

/* Raises: place, what, name, message. */
int read_fault(const struct reading *r, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

/* Refuses keys that are not in the list, ended by NULL, and positions. */
void read_keys(const struct reading *r, const char *const *keys);

/* Leave nothing on the stack; absent is false and leaves *out alone. */
bool read_name(const struct reading *r, const char *key, size_t max, const char **out);
bool read_text(const struct reading *r, const char *key, size_t max, const char **out);
bool read_int(const struct reading *r, const char *key, lua_Integer min,
    lua_Integer max, lua_Integer *out);
/* Calendar days, as a number or days(n). */
bool read_days(const struct reading *r, const char *key, lua_Integer min,
    lua_Integer max, uint16_t *out);
/* The index of one of the names. */
bool read_choice(
    const struct reading *r, const char *key, const char *const *names, int *out);
bool read_amounts(const struct reading *r, const char *key, struct per_currency *out);
/* A list of plain names. */
bool read_names(
    const struct reading *r, const char *key, const char **out, size_t max, size_t *n);
/* Leaves the function on the stack when there is one. */
bool read_function(const struct reading *r, const char *key);

/* The script that loads; raises when none does. */
struct script *loading_script(lua_State *L, const char *what);
/* The line of the Lua code that called. */
int calling_line(lua_State *L);

#endif
