/*
 * The globals of every script: those of Lua that are pure, and our pairs, next and
 * tostring, which give the same answer on every run.
 */
#include <string.h>

#include "script/internal.h"

/* -1, 0, 1: integers, then other numbers, then texts bytewise, then booleans. Raises
 * on keys without an order of their own. */
static int
compare_keys(lua_State *L, int a, int b)
{
    int ta = lua_type(L, a), tb = lua_type(L, b);

    if (ta != tb)
        return ta == LUA_TNUMBER || (ta == LUA_TSTRING && tb == LUA_TBOOLEAN) ? -1 : 1;
    if (ta == LUA_TNUMBER) {
        if (lua_compare(L, a, b, LUA_OPLT))
            return -1;
        return lua_compare(L, a, b, LUA_OPEQ) ? 0 : 1;
    }
    if (ta == LUA_TSTRING) {
        size_t na, nb;
        const char *sa = lua_tolstring(L, a, &na), *sb = lua_tolstring(L, b, &nb);
        int order = memcmp(sa, sb, na < nb ? na : nb);

        return order ? order : (na > nb) - (na < nb);
    }
    return lua_toboolean(L, a) - lua_toboolean(L, b);
}

static void
check_key(lua_State *L, int idx)
{
    int t = lua_type(L, idx);

    if (t != LUA_TNUMBER && t != LUA_TSTRING && t != LUA_TBOOLEAN)
        luaL_error(L, "a table with a %s for a key has no order", lua_typename(L, t));
}

/* Heap sort of list[1..n] on the top of the stack: no recursion, no extra memory. */
static void
sift(lua_State *L, lua_Integer root, lua_Integer n)
{
    int list = lua_gettop(L);

    for (;;) {
        lua_Integer child = 2 * root;

        if (child > n)
            return;
        lua_rawgeti(L, list, child);
        if (child < n) {
            lua_rawgeti(L, list, child + 1);
            if (compare_keys(L, -2, -1) < 0) {
                child++;
                lua_replace(L, -2);
            } else {
                lua_pop(L, 1);
            }
        }
        lua_rawgeti(L, list, root);
        if (compare_keys(L, -1, -2) >= 0) {
            lua_pop(L, 2);
            return;
        }
        lua_rawseti(L, list, child);
        lua_rawseti(L, list, root);
        root = child;
    }
}

static void
sort_keys(lua_State *L, lua_Integer n)
{
    for (lua_Integer i = n / 2; i >= 1; i--)
        sift(L, i, n);
    for (lua_Integer last = n; last > 1; last--) {
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, last);
        lua_rawseti(L, -3, 1);
        lua_rawseti(L, -2, last);
        sift(L, 1, last - 1);
    }
}

/* upvalues: sorted keys, table, position */
static int
pairs_next(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

    for (;;) {
        lua_pushinteger(L, ++i);
        lua_replace(L, lua_upvalueindex(3));
        if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL)
            return 2;
        lua_pop(L, 2); /* taken out meanwhile */
    }
}

static int
api_pairs(lua_State *L)
{
    lua_Integer n = 0;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    freeze_pushraw(L, 1);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        check_key(L, -2);
        lua_pushvalue(L, -2);
        lua_rawseti(L, 3, ++n);
    }
    host_charge(L, (size_t)n * 4);
    sort_keys(L, n);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_next, 3);
    return 1;
}

/* The least key above the one given: slow for walking, right for `next(t) == nil`. */
static int
api_next(lua_State *L)
{
    bool first;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (!(first = lua_isnil(L, 2)))
        check_key(L, 2);
    freeze_pushraw(L, 1);
    lua_pushnil(L); /* 4: best so far */
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
        host_charge(L, 1);
        check_key(L, -2);
        if (!first && compare_keys(L, -2, 2) <= 0)
            continue;
        if (lua_isnil(L, 4) || compare_keys(L, -2, 4) < 0) {
            lua_pushvalue(L, -2);
            lua_replace(L, 4);
        }
    }
    if (lua_isnil(L, 4))
        return 1;
    lua_pushvalue(L, 4);
    lua_rawget(L, 3);
    return 2;
}

static int
api_tostring(lua_State *L)
{
    struct script_money *m;

    luaL_checkany(L, 1);
    if ((m = money_test(L, 1))) {
        money_text(L, m);
        return 1;
    }
    switch (lua_type(L, 1)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        luaL_tolstring(L, 1, NULL);
        return 1;
    default:
        return luaL_error(L, "tostring: a %s has no text", luaL_typename(L, 1));
    }
}

/* Our own types count as what they are: "money", "case", "item". */
static int
api_type(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_type(L, 1) == LUA_TUSERDATA && luaL_getmetafield(L, 1, "__name"))
        return 1;
    lua_pushstring(L, luaL_typename(L, 1));
    return 1;
}

const struct api API_BASE[] = {
    { NULL, "assert", NULL, API_ALL },
    { NULL, "error", NULL, API_ALL },
    { NULL, "ipairs", NULL, API_ALL },
    { NULL, "next", api_next, API_ALL },
    { NULL, "pairs", api_pairs, API_ALL },
    { NULL, "select", NULL, API_ALL },
    { NULL, "tonumber", NULL, API_ALL },
    { NULL, "tostring", api_tostring, API_ALL },
    { NULL, "type", api_type, API_ALL },
    { "math", "abs", NULL, API_ALL },
    { "math", "ceil", NULL, API_ALL },
    { "math", "floor", NULL, API_ALL },
    { "math", "max", NULL, API_ALL },
    { "math", "min", NULL, API_ALL },
    { "math", "sqrt", NULL, API_ALL },
    { "math", "tointeger", NULL, API_ALL },
    { "math", "type", NULL, API_ALL },
    { 0 },
};
