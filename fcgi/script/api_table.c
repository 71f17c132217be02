/*
 * table: lists. As Lua's, with the work charged to the budget, and a sort that is
 * stable: the same list is always sorted into the same order.
 */
#include <limits.h>

#include "script/internal.h"

enum { LIST__MAX = 100000 };

static lua_Integer
list_len(lua_State *L, int idx)
{
    lua_Integer n;

    luaL_checktype(L, idx, LUA_TTABLE);
    n = luaL_len(L, idx);
    if (n > LIST__MAX)
        luaL_error(L, "a list of more than %d", LIST__MAX);
    return n;
}

/* table.insert(list, value) or (list, position, value) */
static int
api_insert(lua_State *L)
{
    lua_Integer n = list_len(L, 1), at = n + 1;

    if (lua_gettop(L) == 3) {
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, at >= 1 && at <= n + 1, 2, "position out of bounds");
        host_charge(L, (size_t)(n + 1 - at) / 4);
        for (lua_Integer i = n + 1; i > at; i--) {
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
    } else if (lua_gettop(L) != 2) {
        return luaL_error(
            L, "table.insert takes a list, maybe a position, and a value");
    }
    lua_seti(L, 1, at);
    return 0;
}

/* table.remove(list) or (list, position) → what was there */
static int
api_remove(lua_State *L)
{
    lua_Integer n = list_len(L, 1), at = luaL_optinteger(L, 2, n);

    if (n == 0) {
        lua_pushnil(L);
        return 1;
    }
    luaL_argcheck(L, at >= 1 && at <= n, 2, "position out of bounds");
    host_charge(L, (size_t)(n - at) / 4);
    lua_geti(L, 1, at);
    for (; at < n; at++) {
        lua_geti(L, 1, at + 1);
        lua_seti(L, 1, at);
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

/* table.concat(list, separator) → text */
static int
api_concat(lua_State *L)
{
    lua_Integer n = list_len(L, 1);
    size_t sep_len;
    const char *sep = luaL_optlstring(L, 2, "", &sep_len);
    luaL_Buffer b;

    host_charge(L, (size_t)n);
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addlstring(&b, sep, sep_len);
        lua_geti(L, 1, i);
        if (!lua_isstring(L, -1))
            return luaL_error(
                L, "table.concat: element %I is a %s", i, luaL_typename(L, -1));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

/* table.unpack(list) → its values, at most 200 */
static int
api_unpack(lua_State *L)
{
    lua_Integer n = list_len(L, 1);

    if (n > 200)
        return luaL_error(L, "table.unpack: more than 200 values");
    luaL_checkstack(L, (int)n, NULL);
    for (lua_Integer i = 1; i <= n; i++)
        lua_geti(L, 1, i);
    return (int)n;
}

/* Is the value at b before the one at a? */
static bool
comes_first(lua_State *L, int b, int a)
{
    bool yes;

    host_charge(L, 1);
    if (lua_isnil(L, 2))
        return lua_compare(L, b, a, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, b);
    lua_pushvalue(L, a);
    lua_call(L, 2, 1);
    yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Merges from[lo..mid) and from[mid..hi) into to. */
static void
merge(lua_State *L, int from, int to, lua_Integer lo, lua_Integer mid, lua_Integer hi)
{
    lua_Integer i = lo, j = mid;

    for (lua_Integer k = lo; k < hi; k++) {
        int top = lua_gettop(L);

        if (i < mid && j < hi) {
            bool second;

            lua_rawgeti(L, from, i);
            lua_rawgeti(L, from, j);
            second = comes_first(L, top + 2, top + 1);
            lua_settop(L, second ? top + 2 : top + 1);
            j += second;
            i += !second;
        } else {
            lua_rawgeti(L, from, i < mid ? i++ : j++);
        }
        lua_rawseti(L, to, k);
        lua_settop(L, top);
    }
}

/* table.sort(list, before?): stable, in place */
static int
api_sort(lua_State *L)
{
    lua_Integer n = list_len(L, 1);
    int from = 3, to = 4;

    lua_settop(L, 2);
    if (!lua_isnil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_createtable(L, n < INT_MAX ? (int)n : 0, 0);
    lua_createtable(L, n < INT_MAX ? (int)n : 0, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_geti(L, 1, i);
        lua_rawseti(L, from, i);
    }
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer lo = 1; lo <= n; lo += 2 * width) {
            lua_Integer mid = lo + width < n + 1 ? lo + width : n + 1;
            lua_Integer hi = lo + 2 * width < n + 1 ? lo + 2 * width : n + 1;

            merge(L, from, to, lo, mid, hi);
        }
        from = from == 3 ? 4 : 3;
        to = to == 3 ? 4 : 3;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_seti(L, 1, i);
    }
    return 0;
}

const struct api API_TABLE[] = {
    { "table", "concat", api_concat, API_ALL },
    { "table", "insert", api_insert, API_ALL },
    { "table", "remove", api_remove, API_ALL },
    { "table", "sort", api_sort, API_ALL },
    { "table", "unpack", api_unpack, API_ALL },
    { 0 },
};
