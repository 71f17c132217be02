/*
 * The open items of a case: c.items, and what each of them says.
 */
#include "base/date.h"
#include "script/internal.h"

static const char TYPE_ITEM[] = "item", TYPE_ITEMS[] = "items";

struct item_view {
    size_t at;
};

enum item_field {
    I_AMOUNT,
    I_DAYS_LATE,
    I_DISPUTED,
    I_DUE_MISSING,
    I_DUE_ON,
    I_FREE,
    I_HELD,
    I_IS_FEE,
    I_ISSUED_ON,
    I_NUMBER,
    I_OPEN,
    I_PROMISED,
    I__MAX
};

const char *const API_ITEM_FIELDS[] = { "amount", "days_late", "disputed",
    "due_missing", "due_on", "free", "held", "is_fee", "issued_on", "number", "open",
    "promised", NULL };
_Static_assert(
    sizeof API_ITEM_FIELDS / sizeof *API_ITEM_FIELDS == I__MAX + 1, "one name a field");

static int
push_money_of(lua_State *L, int64_t minor)
{
    money_push(L, minor, case_seen(L)->currency);
    return 1;
}

static int
item_index(lua_State *L)
{
    const struct item_view *view = luaL_checkudata(L, 1, TYPE_ITEM);
    const struct snapshot *s = case_seen(L);
    const struct open_instalment *i;
    enum item_field field = (enum item_field)case_field_of(L, "an item");

    if (view->at >= s->instalments_n)
        return luaL_error(L, "the item is gone");
    i = &s->instalments[view->at];
    switch (field) {
    case I_AMOUNT:
        return push_money_of(L, i->amount_minor);
    case I_OPEN:
        return push_money_of(L, i->open_minor);
    case I_DISPUTED:
        return push_money_of(L, i->disputed_minor);
    case I_PROMISED:
        return push_money_of(L, i->promised_minor);
    case I_HELD:
        return push_money_of(L, i->held_minor);
    case I_FREE:
        return push_money_of(L, instalment_free_minor(i));
    case I_DAYS_LATE:
        lua_pushinteger(L, s->today > i->due_on ? s->today - i->due_on : 0);
        return 1;
    case I_DUE_ON:
        return case_push_day(L, i->due_on);
    case I_ISSUED_ON:
        return case_push_day(L, i->issued_on);
    case I_IS_FEE:
        lua_pushboolean(L, i->is_fee);
        return 1;
    case I_DUE_MISSING:
        lua_pushboolean(L, i->due_missing);
        return 1;
    default:
        lua_pushstring(L, i->number);
        return 1;
    }
}

void
item_push(lua_State *L, size_t at)
{
    struct item_view *view;

    if (at < SCRIPT_ITEMS_KEPT) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, host_of(L)->item_refs);
        lua_rawgeti(L, -1, (lua_Integer)at + 1);
        lua_replace(L, -2);
        return;
    }
    view = lua_newuserdatauv(L, sizeof *view, 0);
    view->at = at;
    luaL_setmetatable(L, TYPE_ITEM);
}

/* c.items[i], from 1; nil behind the end, so that ipairs stops */
static int
items_index(lua_State *L)
{
    int exact;
    lua_Integer i = lua_tointegerx(L, 2, &exact);

    if (!exact)
        return luaL_error(L, "c.items is a list: c.items[1], or ipairs(c.items)");
    if (i < 1 || (size_t)i > case_seen(L)->instalments_n)
        lua_pushnil(L);
    else
        item_push(L, (size_t)i - 1);
    return 1;
}

static int
items_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)case_seen(L)->instalments_n);
    return 1;
}

static int
read_only(lua_State *L)
{
    return luaL_error(L, "read-only");
}

void
item_open(lua_State *L)
{
    struct script_host *h = host_of(L);

    case_type(L, TYPE_ITEM, API_ITEM_FIELDS, item_index);
    luaL_newmetatable(L, TYPE_ITEMS);
    lua_pushcfunction(L, items_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, items_len);
    lua_setfield(L, -2, "__len");
    lua_pushcfunction(L, read_only);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);

    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, TYPE_ITEMS);
    h->items_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_createtable(L, SCRIPT_ITEMS_KEPT, 0);
    for (size_t i = 0; i < SCRIPT_ITEMS_KEPT; i++) {
        struct item_view *view = lua_newuserdatauv(L, sizeof *view, 0);

        view->at = i;
        luaL_setmetatable(L, TYPE_ITEM);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    h->item_refs = luaL_ref(L, LUA_REGISTRYINDEX);
}
