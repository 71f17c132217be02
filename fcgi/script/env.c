/*
 * The environment of a script: an allow-list, name by name, one api_*.c a subject.
 *
 * A name may stand here only if it is pure, and one call of it is bounded by the
 * memory a script may hold or charges its work to the budget. Left out on purpose:
 *
 *   io os package require dofile loadfile   reach outside
 *   load string.dump                        code nobody checked
 *   debug getmetatable setmetatable rawget  get around read-only views; __gc runs
 *   rawset rawequal rawlen                    after the budget is lifted
 *   pcall xpcall                            a fault ends the case, nothing hides it
 *   coroutine                               counts instructions alone
 *   collectgarbage print warn               a look at, or a hand on, the process
 *   math.random os.time                     differ from run to run
 *   table.move table.pack string.pack       loop a count that costs no memory, or of
 *                                             no use here
 *
 * Lua's own pairs, next, tostring, sort, rep, format and patterns are replaced:
 * order, addresses, a random pivot and backtracking are not for scripts.
 */
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "script/internal.h"

static const struct api *const TABLES[] = { API_BASE, API_STRING, API_TABLE, API_MONEY,
    API_DATE, API_STRATEGY, API_SEGMENT };
enum { TABLES_N = sizeof TABLES / sizeof *TABLES };

static const char STANDARD[] = "standard";

static void
push_function(lua_State *L, const struct api *a)
{
    if (a->function) {
        lua_pushcfunction(L, a->function);
        return;
    }
    lua_getfield(L, LUA_REGISTRYINDEX, STANDARD);
    lua_getfield(L, -1, a->lib ? a->lib : LUA_GNAME);
    lua_getfield(L, -1, a->name);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/* Lua's own libraries, kept where only env_push finds them. */
void
env_open(lua_State *L)
{
    static const luaL_Reg LIBS[] = {
        { LUA_GNAME, luaopen_base },
        { LUA_MATHLIBNAME, luaopen_math },
        { LUA_STRLIBNAME, luaopen_string },
        { LUA_TABLIBNAME, luaopen_table },
    };

    lua_newtable(L);
    for (size_t i = 0; i < sizeof LIBS / sizeof *LIBS; i++) {
        luaL_requiref(L, LIBS[i].name, LIBS[i].func, 0);
        lua_setfield(L, -2, LIBS[i].name);
    }
    lua_setfield(L, LUA_REGISTRYINDEX, STANDARD);

    /* ("x"):upper() finds its methods in the metatable of strings, whatever the
     * environment says: give it ours, and nothing that can be changed. */
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_newtable(L);
    for (const struct api *a = API_STRING; a->name; a++) {
        push_function(L, a);
        lua_setfield(L, -2, a->name);
    }
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void
env_push(lua_State *L, enum script_kind kind)
{
    lua_createtable(L, 0, 48);
    for (size_t t = 0; t < TABLES_N; t++) {
        for (const struct api *a = TABLES[t]; a->name; a++) {
            if (!(a->kinds & (1u << kind)))
                continue;
            if (a->lib) {
                luaL_getsubtable(L, -1, a->lib);
                push_function(L, a);
                lua_setfield(L, -2, a->name);
                lua_pop(L, 1);
            } else {
                push_function(L, a);
                lua_setfield(L, -2, a->name);
            }
        }
    }
}

/* "string.format": joined once, in a buffer of the thread. */
static const char *
joined(const char *lib, const char *name)
{
    static _Thread_local char text[64];

    snprintf(text, sizeof text, "%s.%s", lib, name);
    return text;
}

const char *
script_api_name(size_t i)
{
    static const struct {
        const char *prefix;
        const char *const *names;
    } FIELDS[] = { { "c", API_CASE_FIELDS }, { "item", API_ITEM_FIELDS },
        { "amount", API_MONEY_FIELDS } };

    for (size_t t = 0; t < TABLES_N; t++) {
        for (const struct api *a = TABLES[t]; a->name; a++) {
            if (i-- == 0)
                return a->lib ? joined(a->lib, a->name) : a->name;
        }
    }
    for (size_t t = 0; t < sizeof FIELDS / sizeof *FIELDS; t++) {
        for (const char *const *n = FIELDS[t].names; *n; n++) {
            if (i-- == 0)
                return joined(FIELDS[t].prefix, *n);
        }
    }
    return NULL;
}
