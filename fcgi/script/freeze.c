/*
 * Nothing survives a call. After loading, every table that a script's functions can
 * reach is replaced by a read-only view, and the variables they share are put back
 * after each call: so the hundred-thousandth case is judged as the first was.
 */
#include "script/internal.h"

static const char VIEW = 0; /* its address marks the metatable of a view */

static int
refuse_write(lua_State *L)
{
    return luaL_error(L,
        "read-only: what a script declares does not change while it is "
        "asked; use local variables");
}

/* upvalue 1: the table behind */
static int
view_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
    return 1;
}

static bool
is_view(lua_State *L, int idx)
{
    bool yes;

    if (!lua_getmetatable(L, idx))
        return false;
    yes = lua_rawgetp(L, -1, &VIEW) == LUA_TBOOLEAN;
    lua_pop(L, 2);
    return yes;
}

void
freeze_pushraw(lua_State *L, int idx)
{
    idx = lua_absindex(L, idx);
    if (!lua_istable(L, idx) || !is_view(L, idx)) {
        lua_pushvalue(L, idx);
        return;
    }
    lua_getmetatable(L, idx);
    lua_getfield(L, -1, "__index");
    lua_replace(L, -2);
}

/* table → its view, pushed */
static void
push_new_view(lua_State *L, int table)
{
    lua_newtable(L);
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, table);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, table);
    lua_pushcclosure(L, view_len, 1);
    lua_setfield(L, -2, "__len");
    lua_pushboolean(L, true);
    lua_rawsetp(L, -2, &VIEW);
    lua_setmetatable(L, -2);
}

/* Where things stand while a script is frozen. */
struct walk {
    int seen;  /* function → true, table → view */
    int queue; /* what is still to be looked into */
    int cells; /* address of a shared variable → true */
    int kept;  /* function, index, value … of each shared variable */
    lua_Integer queued, kept_n;
};

static void
enqueue(lua_State *L, struct walk *w, int idx)
{
    lua_pushvalue(L, idx);
    lua_rawseti(L, w->queue, ++w->queued);
}

/* Replaces the value on top by what a frozen script may hold of it. */
static void
freeze_top(lua_State *L, struct walk *w)
{
    int top = lua_gettop(L);

    host_charge(L, 1);
    if (lua_iscfunction(L, top)) {
        if (lua_getupvalue(L, top, 1))
            luaL_error(L, "an iterator cannot be kept between calls");
        return;
    }
    if (lua_isfunction(L, top)) {
        lua_pushvalue(L, top);
        if (lua_rawget(L, w->seen) == LUA_TNIL) {
            lua_pushvalue(L, top);
            lua_pushboolean(L, true);
            lua_rawset(L, w->seen);
            enqueue(L, w, top);
        }
        lua_settop(L, top);
        return;
    }
    if (!lua_istable(L, top) || is_view(L, top))
        return;
    lua_pushvalue(L, top);
    if (lua_rawget(L, w->seen) == LUA_TNIL) {
        lua_pop(L, 1);
        push_new_view(L, top);
        lua_pushvalue(L, top);
        lua_pushvalue(L, -2);
        lua_rawset(L, w->seen);
        enqueue(L, w, top);
    }
    lua_replace(L, top);
}

static void
keep(lua_State *L, struct walk *w, int function, int index)
{
    lua_pushvalue(L, function);
    lua_rawseti(L, w->kept, ++w->kept_n);
    lua_pushinteger(L, index);
    lua_rawseti(L, w->kept, ++w->kept_n);
    lua_pushvalue(L, -1);
    lua_rawseti(L, w->kept, ++w->kept_n);
}

static void
freeze_function(lua_State *L, struct walk *w, int function)
{
    for (int i = 1; lua_getupvalue(L, function, i); i++) {
        void *cell = lua_upvalueid(L, function, i);

        if (lua_rawgetp(L, w->cells, cell) != LUA_TNIL) {
            lua_pop(L, 2);
            continue;
        }
        lua_pop(L, 1);
        lua_pushboolean(L, true);
        lua_rawsetp(L, w->cells, cell);
        freeze_top(L, w);
        keep(L, w, function, i);
        lua_setupvalue(L, function, i);
    }
}

static void
freeze_table(lua_State *L, struct walk *w, int table)
{
    for (lua_pushnil(L); lua_next(L, table);) {
        int key = lua_type(L, -2);

        if (key == LUA_TTABLE || key == LUA_TFUNCTION)
            luaL_error(L, "a %s cannot be the key of a table that is kept",
                lua_typename(L, key));
        freeze_top(L, w);
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, table); /* of a key that is there: the walk may go on */
    }
}

void
freeze_functions(lua_State *L, int functions, int *n)
{
    struct walk w = { 0 };
    int base;

    functions = lua_absindex(L, functions);
    luaL_checkstack(L, 20, NULL);
    base = lua_gettop(L);
    for (int i = 0; i < 4; i++)
        lua_newtable(L);
    w.seen = base + 1;
    w.queue = base + 2;
    w.cells = base + 3;
    w.kept = base + 4;
    for (lua_pushnil(L); lua_next(L, functions); lua_pop(L, 1))
        freeze_top(L, &w);
    while (w.queued > 0) {
        int top = lua_gettop(L) + 1;

        lua_rawgeti(L, w.queue, w.queued--);
        if (lua_isfunction(L, top))
            freeze_function(L, &w, top);
        else
            freeze_table(L, &w, top);
        lua_settop(L, top - 1);
    }
    lua_replace(L, base + 1);
    lua_settop(L, base + 1);
    *n = (int)(w.kept_n / 3);
}

void
freeze_restore(struct script_host *h, const struct script *s)
{
    lua_State *L = h->L;
    int top = lua_gettop(L);

    lua_rawgeti(L, LUA_REGISTRYINDEX, s->upvalues);
    for (int i = 0; i < s->upvalues_n; i++) {
        int index;

        lua_rawgeti(L, top + 1, 3 * i + 1);
        lua_rawgeti(L, top + 1, 3 * i + 2);
        index = (int)lua_tointeger(L, -1);
        lua_rawgeti(L, top + 1, 3 * i + 3);
        lua_setupvalue(L, -3, index);
        lua_settop(L, top + 1);
    }
    lua_settop(L, top);
}
