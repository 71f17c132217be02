/*
 * string: text. Find, match, gmatch and gsub run on our bounded patterns (match.c);
 * rep and format are bounded, and nothing here prints an address.
 */
#include <stdio.h>
#include <string.h>

#include "script/internal.h"

enum { TEXT__MAX = 65536, PATTERN__MAX = 256, WORK_PER_CHARGE = 16 };

static const char *
check_text(lua_State *L, int idx, size_t *n)
{
    const char *s = luaL_checklstring(L, idx, n);

    luaL_argcheck(L, *n <= TEXT__MAX, idx, "text longer than 65,536 bytes");
    host_charge(L, *n / WORK_PER_CHARGE);
    return s;
}

/* string.rep(text, n) */
static int
api_rep(lua_State *L)
{
    size_t len;
    const char *s = check_text(L, 1, &len);
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_Buffer b;

    luaL_argcheck(L,
        n <= TEXT__MAX && (len == 0 || (size_t)(n > 0 ? n : 0) <= TEXT__MAX / len), 2,
        "the result is longer than 65,536 bytes");
    host_charge(L, (size_t)(n > 0 ? n : 0));
    luaL_buffinit(L, &b);
    for (; n > 0; n--)
        luaL_addlstring(&b, s, len);
    luaL_pushresult(&b);
    return 1;
}

/* Pushes argument arg as %s wants it. */
static void
push_text(lua_State *L, int arg)
{
    struct script_money *m = money_test(L, arg);

    if (m)
        money_text(L, m);
    else if (lua_istable(L, arg) || lua_isfunction(L, arg) || lua_isuserdata(L, arg))
        luaL_argerror(L, arg, "has no text");
    else
        luaL_tolstring(L, arg, NULL);
}

/* Copies one directive ("%-5.2f") from p into spec; its letter is the last. */
static const char *
take_directive(lua_State *L, const char *p, char spec[static 16])
{
    size_t n = strspn(p, "-+ #0"), digits;

    digits = strspn(p + n, "0123456789");
    if (digits > 2 || n > 4)
        luaL_error(L, "string.format: width over two digits");
    n += digits;
    if (p[n] == '.') {
        digits = strspn(p + n + 1, "0123456789");
        if (digits > 2)
            luaL_error(L, "string.format: precision over two digits");
        n += digits + 1;
    }
    spec[0] = '%';
    memcpy(spec + 1, p, n);
    spec[n + 1] = '\0';
    return p + n;
}

static void
add_directive(lua_State *L, luaL_Buffer *b, char spec[static 16], char letter, int arg)
{
    char out[512]; /* "%99.99f" of the largest double fits */
    size_t n = strlen(spec);
    int len;

    switch (letter) {
    case 'd':
    case 'i':
    case 'x':
    case 'X':
        memcpy(spec + n, (char[]){ 'l', 'l', letter, '\0' }, 4);
        len = snprintf(out, sizeof out, spec, (long long)luaL_checkinteger(L, arg));
        break;
    case 'f':
    case 'g':
    case 'e':
        memcpy(spec + n, (char[]){ letter, '\0' }, 2);
        len = snprintf(out, sizeof out, spec, (double)luaL_checknumber(L, arg));
        break;
    case 's': {
        const char *s;
        size_t s_len;

        luaL_checkany(L, arg);
        push_text(L, arg);
        s = lua_tolstring(L, -1, &s_len);
        if (n == 1) {
            luaL_addvalue(b);
            return;
        }
        luaL_argcheck(L, strlen(s) == s_len, arg, "text with a zero byte");
        memcpy(spec + n, "s", 2);
        len = snprintf(out, sizeof out, spec, s);
        luaL_argcheck(L, len >= 0 && (size_t)len < sizeof out, arg,
            "longer than 511 bytes for a width");
        lua_pop(L, 1);
        break;
    }
    default:
        luaL_error(L, "string.format: '%%%c' is not offered", letter);
        return;
    }
    if (len > 0)
        luaL_addlstring(
            b, out, (size_t)len < sizeof out ? (size_t)len : sizeof out - 1);
}

/* string.format(format, …): %d %i %x %X %f %g %e %s %% */
static int
api_format(lua_State *L)
{
    size_t len;
    const char *f = check_text(L, 1, &len), *end = f + len;
    int arg = 1, top = lua_gettop(L);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    while (f < end) {
        char spec[16];

        if (*f != '%') {
            luaL_addchar(&b, *f++);
        } else if (f[1] == '%') {
            luaL_addchar(&b, '%');
            f += 2;
        } else {
            if (++arg > top)
                return luaL_argerror(L, arg, "no value");
            f = take_directive(L, f + 1, spec);
            add_directive(L, &b, spec, *f++, arg);
        }
    }
    luaL_pushresult(&b);
    return 1;
}

static void
match_init(struct match *m, lua_State *L, int text, int pattern)
{
    size_t tn, pn;

    *m = (struct match){ .L = L };
    m->text = check_text(L, text, &tn);
    m->text_end = m->text + tn;
    m->pattern = luaL_checklstring(L, pattern, &pn);
    luaL_argcheck(L, pn <= PATTERN__MAX, pattern, "pattern longer than 256 bytes");
    m->pattern_end = m->pattern + pn;
}

static const char *
try_at(struct match *m, const char *s)
{
    m->captures = 0;
    m->depth = 0;
    return match_at(m, s, m->pattern);
}

static void
push_capture(struct match *m, int i)
{
    if (m->capture[i].len == -2)
        lua_pushinteger(m->L, m->capture[i].start - m->text + 1);
    else if (m->capture[i].len < 0)
        luaL_error(m->L, "pattern has '(' without ')'");
    else
        lua_pushlstring(m->L, m->capture[i].start, (size_t)m->capture[i].len);
}

/* The captures, or the whole match where there are none. */
static int
push_captures(struct match *m, const char *s, const char *end)
{
    if (m->captures == 0) {
        lua_pushlstring(m->L, s, (size_t)(end - s));
        return 1;
    }
    luaL_checkstack(m->L, m->captures, NULL);
    for (int i = 0; i < m->captures; i++)
        push_capture(m, i);
    return m->captures;
}

/* Where a search starts: argument 3, as Lua counts. NULL: behind the end. */
static const char *
start_of(struct match *m)
{
    lua_Integer at = luaL_optinteger(m->L, 3, 1), n = m->text_end - m->text;

    if (at < 0)
        at = at + n + 1 > 0 ? at + n + 1 : 1;
    if (at == 0)
        at = 1;
    return at > n + 1 ? NULL : m->text + at - 1;
}

static int
search(lua_State *L, bool find)
{
    struct match m;
    const char *s, *end;
    bool anchored;

    match_init(&m, L, 1, 2);
    if (!(s = start_of(&m))) {
        lua_pushnil(L);
        return 1;
    }
    if (find && lua_toboolean(L, 4)) {
        size_t n = (size_t)(m.pattern_end - m.pattern);

        host_charge(L, (size_t)(m.text_end - s) / WORK_PER_CHARGE * (n / 8 + 1));
        if (!(end = memmem(s, (size_t)(m.text_end - s), m.pattern, n))) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, end - m.text + 1);
        lua_pushinteger(L, end - m.text + (ptrdiff_t)n);
        return 2;
    }
    if ((anchored = m.pattern < m.pattern_end && *m.pattern == '^'))
        m.pattern++;
    do {
        if (!(end = try_at(&m, s)))
            continue;
        if (!find)
            return push_captures(&m, s, end);
        lua_pushinteger(L, s - m.text + 1);
        lua_pushinteger(L, end - m.text);
        return 2 + (m.captures ? push_captures(&m, s, end) : 0);
    } while (s++ < m.text_end && !anchored);
    lua_pushnil(L);
    return 1;
}

static int
api_find(lua_State *L)
{
    return search(L, true);
}

static int
api_match(lua_State *L)
{
    return search(L, false);
}

/* upvalues: text, pattern, place to go on from, end of the last match */
static int
gmatch_next(lua_State *L)
{
    struct match m;
    const char *s, *end, *last;

    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    match_init(&m, L, 1, 2);
    last = m.text + lua_tointeger(L, lua_upvalueindex(4));
    for (s = m.text + lua_tointeger(L, lua_upvalueindex(3)); s <= m.text_end; s++) {
        if (!(end = try_at(&m, s)) || (end == last && end == s))
            continue;
        lua_pushinteger(L, end - m.text);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return push_captures(&m, s, end);
    }
    lua_pushnil(L);
    return 1;
}

static int
api_gmatch(lua_State *L)
{
    struct match m;

    match_init(&m, L, 1, 2);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, gmatch_next, 4);
    return 1;
}

/* Adds what takes the place of a match: a text with %0 to %9, a function's answer or
 * a table's entry. nil and false leave the match as it is. */
static void
add_replacement(struct match *m, luaL_Buffer *b, const char *s, const char *end)
{
    lua_State *L = m->L;

    if (lua_type(L, 3) == LUA_TSTRING) {
        size_t n;
        const char *r = lua_tolstring(L, 3, &n);

        for (const char *p = r; p < r + n; p++) {
            if (*p != '%') {
                luaL_addchar(b, *p);
            } else if (*++p == '%') {
                luaL_addchar(b, '%');
            } else if (*p == '0' || (*p == '1' && m->captures == 0)) {
                luaL_addlstring(b, s, (size_t)(end - s));
            } else if (*p >= '1' && *p <= '9' && *p - '0' <= m->captures) {
                push_capture(m, *p - '1');
                luaL_addvalue(b);
            } else {
                luaL_error(L, "string.gsub: bad '%%' in the replacement");
            }
        }
        return;
    }
    if (lua_isfunction(L, 3)) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, s, end), 1);
    } else {
        if (m->captures)
            push_capture(m, 0);
        else
            lua_pushlstring(L, s, (size_t)(end - s));
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, s, (size_t)(end - s));
    } else if (!lua_isstring(L, -1)) {
        luaL_error(L, "string.gsub: replacement is a %s", luaL_typename(L, -1));
    } else {
        luaL_addvalue(b);
    }
}

/* string.gsub(text, pattern, replacement, n?) → text, how many */
static int
api_gsub(lua_State *L)
{
    struct match m;
    const char *s, *end, *last = NULL;
    lua_Integer n = 0, most;
    bool anchored;
    luaL_Buffer b;

    match_init(&m, L, 1, 2);
    luaL_argexpected(L,
        lua_type(L, 3) == LUA_TSTRING || lua_istable(L, 3) || lua_isfunction(L, 3), 3,
        "text, function or table");
    most = luaL_optinteger(L, 4, TEXT__MAX + 1);
    if ((anchored = m.pattern < m.pattern_end && *m.pattern == '^'))
        m.pattern++;
    luaL_buffinit(L, &b);
    for (s = m.text; n < most;) {
        if ((end = try_at(&m, s)) && end != last) {
            n++;
            add_replacement(&m, &b, s, end);
            s = last = end;
        } else if (s < m.text_end) {
            luaL_addchar(&b, *s++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    luaL_addlstring(&b, s, (size_t)(m.text_end - s));
    luaL_pushresult(&b);
    lua_pushinteger(L, n);
    return 2;
}

/* Lua's own of the same name is right, only its work is not counted: charge, then
 * call it from where env.c keeps it. */
static int
charged(lua_State *L, const char *name)
{
    size_t n;
    int args;

    check_text(L, 1, &n);
    args = lua_gettop(L);
    lua_getfield(L, LUA_REGISTRYINDEX, "standard");
    lua_getfield(L, -1, "string");
    lua_getfield(L, -1, name);
    lua_insert(L, 1);
    lua_settop(L, args + 1);
    lua_call(L, args, LUA_MULTRET);
    return lua_gettop(L);
}

static int
api_byte(lua_State *L)
{
    return charged(L, "byte");
}

static int
api_lower(lua_State *L)
{
    return charged(L, "lower");
}

static int
api_upper(lua_State *L)
{
    return charged(L, "upper");
}

static int
api_sub(lua_State *L)
{
    return charged(L, "sub");
}

static int
api_reverse(lua_State *L)
{
    return charged(L, "reverse");
}

const struct api API_STRING[] = {
    { "string", "byte", api_byte, API_ALL },
    { "string", "find", api_find, API_ALL },
    { "string", "format", api_format, API_ALL },
    { "string", "gmatch", api_gmatch, API_ALL },
    { "string", "gsub", api_gsub, API_ALL },
    { "string", "len", NULL, API_ALL },
    { "string", "lower", api_lower, API_ALL },
    { "string", "match", api_match, API_ALL },
    { "string", "rep", api_rep, API_ALL },
    { "string", "reverse", api_reverse, API_ALL },
    { "string", "sub", api_sub, API_ALL },
    { "string", "upper", api_upper, API_ALL },
    { 0 },
};
