/*
 * From text to a declaration: compile, run the file once in an environment of its own,
 * take what it returns, freeze the rest.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/internal.h"

enum { NAME__MAX = 64, BODY__MAX = 1 << 20, VALUE_DEPTH__MAX = 12, SEGMENTS__MAX = 32 };

static int
take_strategy(lua_State *L, struct script *s)
{
    struct script_decl *d = decl_test(L, -1);

    if (!d || !d->strategy)
        return luaL_error(
            L, "%s: the file must end with: return strategy { … }", s->chunk);
    s->strategy = d->strategy;
    lua_getiuservalue(L, -1, 1);
    return 1;
}

/* Adds the segment on top of the stack to the list of functions at idx. */
static void
take_segment(lua_State *L, struct script *s, int functions)
{
    struct script_decl *d = decl_test(L, -1);
    lua_Integer slot = 2 * (lua_Integer)s->segments_n;

    if (!d || d->strategy)
        luaL_error(
            L, "%s: the file must return segment { … } or a list of them", s->chunk);
    if (s->segments_n == SEGMENTS__MAX)
        luaL_error(L, "%s: more than %d segments", s->chunk, SEGMENTS__MAX);
    for (size_t i = 0; i < s->segments_n; i++) {
        if (strcmp(s->segments[i].tag, d->segment.tag) == 0)
            luaL_error(
                L, "%s: two segments give the tag '%s'", s->chunk, d->segment.tag);
    }
    s->segments[s->segments_n++] = d->segment;
    for (int i = 1; i <= 2; i++) {
        lua_getiuservalue(L, -1, i);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_pushboolean(L, false);
        }
        lua_rawseti(L, functions, slot + i);
    }
}

static int
take_segments(lua_State *L, struct script *s)
{
    int result = lua_gettop(L), functions = result + 1;

    s->segments = arena_new_n(s->arena, SEGMENTS__MAX, struct script_segment_decl);
    lua_newtable(L);
    if (!lua_istable(L, result)) {
        lua_pushvalue(L, result);
        take_segment(L, s, functions);
    } else {
        for (lua_Integer i = 1; lua_rawgeti(L, result, i) != LUA_TNIL; i++) {
            take_segment(L, s, functions);
            lua_settop(L, functions);
        }
        if (s->segments_n == 0)
            luaL_error(L, "%s: the list of segments is empty", s->chunk);
    }
    lua_settop(L, functions);
    return 1;
}

static int
compare_members(const void *a, const void *b)
{
    return strcmp(((const struct script_member *)a)->name,
        ((const struct script_member *)b)->name);
}

static void take(
    lua_State *L, int idx, struct arena *a, int depth, struct script_value *out);

static const char *
take_text(lua_State *L, int idx, struct arena *a)
{
    size_t n;
    const char *s = lua_tolstring(L, idx, &n);

    if (memchr(s, '\0', n) || !text_is_utf8(s, n))
        luaL_error(L, "a text is not UTF-8");
    return arena_strn(a, s, n);
}

static void
take_table(lua_State *L, int idx, struct arena *a, int depth, struct script_value *out)
{
    size_t n = lua_rawlen(L, idx), members = 0, k = 0;

    if (depth == 0)
        luaL_error(L, "tables are nested too deep, or in a ring");
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING)
            members++;
        else if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 ||
                 (lua_Unsigned)lua_tointeger(L, -2) > n)
            luaL_error(L, "a list with holes, or a key that is no name");
    }
    host_charge(L, n + members);
    *out = (struct script_value){ .kind = VALUE_TABLE };
    out->table.list = arena_new_n(a, n + 1, struct script_value);
    out->table.list_n = n;
    out->table.members = arena_new_n(a, members + 1, struct script_member);
    out->table.members_n = members;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        take(L, lua_gettop(L), a, depth - 1, &out->table.list[i]);
        lua_pop(L, 1);
    }
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        out->table.members[k].name = take_text(L, lua_gettop(L) - 1, a);
        take(L, lua_gettop(L), a, depth - 1, &out->table.members[k++].value);
    }
    qsort(out->table.members, members, sizeof *out->table.members, compare_members);
}

static void
take(lua_State *L, int idx, struct arena *a, int depth, struct script_value *out)
{
    luaL_checkstack(L, 8, NULL);
    switch (lua_type(L, idx)) {
    case LUA_TBOOLEAN:
        *out = (struct script_value){ .kind = VALUE_BOOL, .b = lua_toboolean(L, idx) };
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, idx))
            *out =
                (struct script_value){ .kind = VALUE_INT, .i = lua_tointeger(L, idx) };
        else if (isfinite(lua_tonumber(L, idx)))
            *out = (struct script_value){ .kind = VALUE_REAL,
                .real = lua_tonumber(L, idx) };
        else
            luaL_error(L, "a number is not finite");
        break;
    case LUA_TSTRING:
        *out =
            (struct script_value){ .kind = VALUE_TEXT, .text = take_text(L, idx, a) };
        break;
    case LUA_TTABLE:
        take_table(L, idx, a, depth, out);
        break;
    default:
        luaL_error(L, "a %s where only data may stand", luaL_typename(L, idx));
    }
}

static int
take_data(lua_State *L, struct script *s)
{
    if (!lua_istable(L, -1))
        return luaL_error(L, "%s: the file must return a table", s->chunk);
    s->data = arena_new_of(s->arena, struct script_value);
    take(L, lua_gettop(L), s->arena, VALUE_DEPTH__MAX, s->data);
    if (s->kind == SCRIPT_PACK) {
        const char *fault;

        s->pack = arena_new_of(s->arena, struct pack);
        if (pack_read(s->data, s->arena, s->pack, &fault))
            return luaL_error(L, "%s: %s", s->chunk, fault);
    }
    lua_newtable(L);
    return 1;
}

/* Light userdata 1: the source. host->loading is the script in the making. */
static int
load(lua_State *L)
{
    const struct script_source *in = lua_touserdata(L, 1);
    struct script *s = host_of(L)->loading;
    const char *chunk = lua_pushfstring(L, "=%s", s->chunk);

    if (luaL_loadbufferx(L, in->body, in->len, chunk, "t") != LUA_OK)
        return lua_error(L);
    env_push(L, in->kind);
    lua_setupvalue(L, -2, 1); /* a chunk's one upvalue is _ENV */
    lua_call(L, 0, 1);
    switch (in->kind) {
    case SCRIPT_STRATEGY:
        take_strategy(L, s);
        break;
    case SCRIPT_SEGMENT:
        take_segments(L, s);
        break;
    default:
        take_data(L, s);
        break;
    }
    lua_pushvalue(L, -1);
    freeze_functions(L, -1, &s->upvalues_n);
    s->upvalues = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pop(L, 1);
    s->functions = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static bool
is_name(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && n <= NAME__MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

enum err
script_load(
    struct script_host *h, const struct script_source *source, struct script **out)
{
    struct arena *a;
    struct script *s;
    enum err e;

    h->line = 0;
    if (!is_name(source->name) || source->len > BODY__MAX) {
        text_copy(h->fault, sizeof h->fault,
            source->len > BODY__MAX ? "the text is longer than 1 MiB"
                                    : "a name holds 1 to 64 of a-z, 0-9, - and _");
        text_copy(h->trace, sizeof h->trace, h->fault);
        return ERR_INVALID;
    }
    a = arena_new();
    s = arena_new_of(a, struct script);
    s->arena = a;
    s->kind = source->kind;
    s->script_id = source->script_id;
    s->version_id = source->version_id;
    s->name = arena_str(a, source->name);
    s->chunk = arena_fmt(a, "%s.lua", source->name);
    s->functions = s->upvalues = LUA_NOREF;
    h->loading = s;
    e = host_enter(h, load, (void *)(uintptr_t)source, h->budget.load_instructions,
        4 * h->budget.block_bytes);
    h->loading = NULL;
    if (e) {
        if (s->upvalues != LUA_NOREF)
            luaL_unref(h->L, LUA_REGISTRYINDEX, s->upvalues);
        arena_free(a);
        return e;
    }
    s->next = h->scripts;
    h->scripts = s;
    *out = s;
    return OK;
}

void
script_drop(struct script_host *h, struct script *s)
{
    struct script **at = &h->scripts;

    while (*at && *at != s)
        at = &(*at)->next;
    if (!*at)
        return;
    *at = s->next;
    luaL_unref(h->L, LUA_REGISTRYINDEX, s->upvalues);
    luaL_unref(h->L, LUA_REGISTRYINDEX, s->functions);
    if (h->strategy == s->strategy)
        h->strategy = NULL;
    arena_free(s->arena);
}

const struct strategy *
script_strategy(const struct script *s)
{
    return s->strategy;
}

const struct script_value *
script_data(const struct script *s)
{
    return s->data;
}

const struct pack *
script_pack(const struct script *s)
{
    return s->pack;
}

size_t
script_segments_n(const struct script *s)
{
    return s->segments_n;
}

const char *
script_segment_name(const struct script *s, size_t i)
{
    return i < s->segments_n ? s->segments[i].name : NULL;
}

const char *
script_segment_tag(const struct script *s, size_t i)
{
    return i < s->segments_n ? s->segments[i].tag : NULL;
}

uint64_t
script_version_id(const struct script *s)
{
    return s->version_id;
}

uint64_t
script_id(const struct script *s)
{
    return s->script_id;
}

const char *
script_name(const struct script *s)
{
    return s->name;
}

enum script_kind
script_kind_of(const struct script *s)
{
    return s->kind;
}
