#include "script/declare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
read_fault(const struct reading *r, const char *fmt, ...)
{
    lua_State *L = r->L;
    char text[400];
    va_list ap;

    if (r->line)
        lua_pushfstring(L, "%s:%d: ", host_of(L)->loading->chunk, r->line);
    else
        luaL_where(L, 1);
    lua_pushfstring(L, "%s%s%s: ", r->what, *r->name ? " " : "", r->name);
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    lua_pushstring(L, text);
    lua_concat(L, 3);
    lua_error(L);
    __builtin_unreachable(); /* Lua's header does not say it never returns */
}

static bool
is_one_of(const char *key, const char *const *keys)
{
    for (; *keys; keys++) {
        if (strcmp(key, *keys) == 0)
            return true;
    }
    return false;
}

void
read_keys(const struct reading *r, const char *const *keys)
{
    lua_State *L = r->L;
    const char *bad =
        NULL; /* the first by name, so that the message is always the same */

    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        const char *key;

        if (lua_type(L, -2) != LUA_TSTRING)
            read_fault(r, "a value without a name; write name = value");
        key = lua_tostring(L, -2);
        if (!is_one_of(key, keys) && (!bad || strcmp(key, bad) < 0))
            bad = key;
    }
    if (bad)
        read_fault(r, "unknown key '%s'", bad);
}

/* Pushes the value; false, and nothing pushed, where there is none. */
static bool
push_key(const struct reading *r, const char *key)
{
    if (lua_getfield(r->L, 1, key) != LUA_TNIL)
        return true;
    lua_pop(r->L, 1);
    return false;
}

static const char *
keep_text(lua_State *L, int idx)
{
    return arena_str(host_of(L)->loading->arena, lua_tostring(L, idx));
}

bool
read_text(const struct reading *r, const char *key, size_t max, const char **out)
{
    size_t n;
    const char *s;

    if (!push_key(r, key))
        return false;
    if (lua_type(r->L, -1) != LUA_TSTRING)
        read_fault(r, "'%s' must be a text, not a %s", key, luaL_typename(r->L, -1));
    s = lua_tolstring(r->L, -1, &n);
    if (n == 0 || n > max || strlen(s) != n)
        read_fault(r, "'%s' must have 1 to %d bytes", key, (int)max);
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
            read_fault(r, "'%s' holds a control character", key);
    }
    *out = keep_text(r->L, -1);
    lua_pop(r->L, 1);
    return true;
}

static bool
is_plain(const char *s)
{
    return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

bool
read_name(const struct reading *r, const char *key, size_t max, const char **out)
{
    if (!read_text(r, key, max, out))
        return false;
    if (!is_plain(*out))
        read_fault(r, "'%s' may hold a-z, 0-9, - and _ only, not '%s'", key, *out);
    return true;
}

bool
read_int(const struct reading *r, const char *key, lua_Integer min, lua_Integer max,
    lua_Integer *out)
{
    lua_Integer n;
    int exact;

    if (!push_key(r, key))
        return false;
    n = lua_tointegerx(r->L, -1, &exact);
    if (!exact || lua_type(r->L, -1) != LUA_TNUMBER || n < min || n > max)
        read_fault(r, "'%s' must be a whole number from %lld to %lld", key, min, max);
    *out = n;
    lua_pop(r->L, 1);
    return true;
}

bool
read_days(const struct reading *r, const char *key, lua_Integer min, lua_Integer max,
    uint16_t *out)
{
    struct script_days *d;
    lua_Integer n;
    int exact;

    if (!push_key(r, key))
        return false;
    if ((d = days_test(r->L, -1))) {
        if (d->business)
            read_fault(r, "'%s' counts calendar days: write days(%lld)", key, d->n);
        n = d->n;
    } else {
        n = lua_tointegerx(r->L, -1, &exact);
        if (!exact || lua_type(r->L, -1) != LUA_TNUMBER)
            read_fault(
                r, "'%s' must be days(n), not a %s", key, luaL_typename(r->L, -1));
    }
    if (n < min || n > max)
        read_fault(r, "'%s' must be %lld to %lld days", key, min, max);
    *out = (uint16_t)n;
    lua_pop(r->L, 1);
    return true;
}

bool
read_choice(
    const struct reading *r, const char *key, const char *const *names, int *out)
{
    const char *s;
    luaL_Buffer b;

    if (!push_key(r, key))
        return false;
    s = lua_type(r->L, -1) == LUA_TSTRING ? lua_tostring(r->L, -1) : "";
    for (int i = 0; names[i]; i++) {
        if (strcmp(s, names[i]) == 0) {
            *out = i;
            lua_pop(r->L, 1);
            return true;
        }
    }
    luaL_buffinit(r->L, &b);
    for (int i = 0; names[i]; i++) {
        luaL_addstring(&b, i ? ", \"" : "\"");
        luaL_addstring(&b, names[i]);
        luaL_addchar(&b, '"');
    }
    luaL_pushresult(&b);
    read_fault(r, "'%s' must be one of %s", key, lua_tostring(r->L, -1));
    return false;
}

bool
read_amounts(const struct reading *r, const char *key, struct per_currency *out)
{
    struct per_currency *t;
    struct script_money *m;

    if (!push_key(r, key))
        return false;
    if ((t = per_currency_test(r->L, -1))) {
        *out = *t;
    } else if ((m = money_test(r->L, -1)) && m->minor >= 0) {
        out->n = 1;
        memcpy(out->of[0].currency, m->currency, 4);
        out->of[0].minor = m->minor;
    } else {
        read_fault(r, "'%s' must be per_currency { EUR = \"500.00\" }", key);
    }
    lua_pop(r->L, 1);
    return true;
}

bool
read_names(
    const struct reading *r, const char *key, const char **out, size_t max, size_t *n)
{
    lua_State *L = r->L;
    size_t count;

    if (!push_key(r, key))
        return false;
    if (!lua_istable(L, -1))
        read_fault(r, "'%s' must be a list of names: { \"one\", \"two\" }", key);
    count = lua_rawlen(L, -1);
    if (count > max)
        read_fault(r, "'%s' has more than %d names", key, (int)max);
    for (size_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING ||
            lua_rawlen(L, -1) == 0 || lua_rawlen(L, -1) > 64 ||
            !is_plain(lua_tostring(L, -1)))
            read_fault(r, "'%s': name %d must be a text of a-z, 0-9, - and _", key,
                (int)i + 1);
        out[i] = keep_text(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    *n = count;
    return true;
}

bool
read_function(const struct reading *r, const char *key)
{
    if (!push_key(r, key))
        return false;
    if (!lua_isfunction(r->L, -1) || lua_iscfunction(r->L, -1))
        read_fault(
            r, "'%s' must be a function, not a %s", key, luaL_typename(r->L, -1));
    return true;
}

struct script *
loading_script(lua_State *L, const char *what)
{
    struct script *s = host_of(L)->loading;

    if (!s)
        luaL_error(L, "%s {} is for the file itself, not for its functions", what);
    return s;
}

int
calling_line(lua_State *L)
{
    lua_Debug at;

    if (!lua_getstack(L, 1, &at) || !lua_getinfo(L, "l", &at))
        return 0;
    return at.currentline;
}
