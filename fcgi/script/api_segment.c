/*
 * segment {}: a tag from facts. A file returns one, or a list of them.
 */
#include <string.h>

#include "script/declare.h"

/* segment { name = …, tag = …, when = function(c) … end, reason = function(c) … end }
 */
static int
api_segment(lua_State *L)
{
    static const char *const KEYS[] = { "name", "reason", "tag", "when", NULL };
    struct reading r = { .L = L, .what = "segment", .name = "" };
    struct script_decl *d;

    loading_script(L, "segment");
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    d = lua_newuserdatauv(L, sizeof *d, 2);
    memset(d, 0, sizeof *d);
    luaL_setmetatable(L, TYPE_DECL);
    if (!read_text(&r, "name", 64, &d->segment.name))
        read_fault(&r, "'name' is missing");
    r.name = lua_pushfstring(L, "'%s'", d->segment.name);
    read_keys(&r, KEYS);
    if (!read_name(&r, "tag", 64, &d->segment.tag))
        read_fault(&r, "'tag' is missing");
    if (!read_function(&r, "when"))
        read_fault(&r, "'when' is missing: function(c) return … end");
    lua_setiuservalue(L, 2, 1);
    if ((d->segment.has_reason = read_function(&r, "reason")))
        lua_setiuservalue(L, 2, 2);
    lua_settop(L, 2);
    return 1;
}

const struct api API_SEGMENT[] = {
    { NULL, "segment", api_segment, 1 << SCRIPT_SEGMENT },
    { 0 },
};
