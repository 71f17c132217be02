/*
 * Amounts: integers of one currency. Adding or comparing two currencies raises, and
 * so does comparing an amount with a plain number.
 *
 *    money("EUR", "500.00")    a + b  a - b  -a  a * 3  a / b → number
 *    a:percent("10")           half up
 *    a.currency  a:is_zero()
 */
#include <string.h>

#include "base/money.h"
#include "script/internal.h"

const char TYPE_MONEY[] = "money";
const char TYPE_PER_CURRENCY[] = "per_currency";
const char TYPE_FEE[] = "fee";

struct script_money *
money_push(lua_State *L, int64_t minor, const char *currency)
{
    struct script_money *m = lua_newuserdatauv(L, sizeof *m, 0);

    m->minor = minor;
    memcpy(m->currency, currency, strnlen(currency, 3));
    m->currency[strnlen(currency, 3)] = '\0';
    luaL_setmetatable(L, TYPE_MONEY);
    return m;
}

struct script_money *
money_test(lua_State *L, int idx)
{
    return lua_type(L, idx) == LUA_TUSERDATA ? luaL_testudata(L, idx, TYPE_MONEY)
                                             : NULL;
}

void
money_text(lua_State *L, const struct script_money *m)
{
    char text[MONEY_TEXT__SIZE];

    lua_pushfstring(L, "%s %s", m->currency, money_format(m->minor, m->currency, text));
}

static struct script_money *
check_money(lua_State *L, int idx, const char *doing)
{
    struct script_money *m = money_test(L, idx);

    if (!m)
        luaL_error(L, "%s an amount and a %s: write money(\"EUR\", \"500.00\")", doing,
            luaL_typename(L, idx));
    return m;
}

/* Both operands, of one currency. */
static void
check_two(
    lua_State *L, const char *doing, struct script_money **a, struct script_money **b)
{
    *a = check_money(L, 1, doing);
    *b = check_money(L, 2, doing);
    if (memcmp((*a)->currency, (*b)->currency, 3) != 0)
        luaL_error(L, "%s %s and %s", doing, (*a)->currency, (*b)->currency);
}

static int
too_large(lua_State *L)
{
    return luaL_error(L, "an amount is too large");
}

static int
money_plus(lua_State *L)
{
    struct script_money *a, *b;
    int64_t sum;

    check_two(L, "adding", &a, &b);
    if (money_add(a->minor, b->minor, &sum))
        return too_large(L);
    money_push(L, sum, a->currency);
    return 1;
}

static int
money_minus(lua_State *L)
{
    struct script_money *a, *b;
    int64_t rest;

    check_two(L, "subtracting", &a, &b);
    if (money_sub(a->minor, b->minor, &rest))
        return too_large(L);
    money_push(L, rest, a->currency);
    return 1;
}

static int
money_negative(lua_State *L)
{
    struct script_money *a = check_money(L, 1, "negating");
    int64_t minor;

    if (money_sub(0, a->minor, &minor))
        return too_large(L);
    money_push(L, minor, a->currency);
    return 1;
}

static int
money_times(lua_State *L)
{
    struct script_money *m = money_test(L, 1);
    int other = m ? 2 : 1, exact;
    lua_Integer n = lua_tointegerx(L, other, &exact);
    int64_t minor;

    if (!m)
        m = money_test(L, 2);
    if (!m || !exact)
        return luaL_error(L,
            "an amount is multiplied by a whole number; for a part, a:percent(\"10\")");
    if (money_scale(m->minor, n, 1, &minor))
        return too_large(L);
    money_push(L, minor, m->currency);
    return 1;
}

/* How many times b goes into a: a plain number; 0 where b is nothing. */
static int
money_over(lua_State *L)
{
    struct script_money *a, *b;

    check_two(L, "dividing", &a, &b);
    lua_pushnumber(L, b->minor ? (lua_Number)a->minor / (lua_Number)b->minor : 0);
    return 1;
}

static int
money_equal(lua_State *L)
{
    struct script_money *a = money_test(L, 1), *b = money_test(L, 2);

    if (!a || !b) {
        lua_pushboolean(L, false);
        return 1;
    }
    check_two(L, "comparing", &a, &b);
    lua_pushboolean(L, a->minor == b->minor);
    return 1;
}

static int
money_less(lua_State *L)
{
    struct script_money *a, *b;

    check_two(L, "comparing", &a, &b);
    lua_pushboolean(L, a->minor < b->minor);
    return 1;
}

static int
money_at_most(lua_State *L)
{
    struct script_money *a, *b;

    check_two(L, "comparing", &a, &b);
    lua_pushboolean(L, a->minor <= b->minor);
    return 1;
}

/* a:percent("10") */
static int
money_percent_of(lua_State *L)
{
    struct script_money *m = check_money(L, 1, "percent of");
    int64_t ppm, minor;

    luaL_argexpected(L, lua_type(L, 2) == LUA_TSTRING, 2, "text such as \"10\"");
    if (money_parse_percent(lua_tostring(L, 2), &ppm))
        return luaL_argerror(L, 2, "is no percentage such as \"10\" or \"8.125\"");
    if (money_percent(m->minor, ppm, &minor))
        return too_large(L);
    money_push(L, minor, m->currency);
    return 1;
}

static int
money_is_zero(lua_State *L)
{
    lua_pushboolean(L, check_money(L, 1, "asking")->minor == 0);
    return 1;
}

static int
money_index(lua_State *L)
{
    struct script_money *m = check_money(L, 1, "asking");
    const char *key = luaL_checkstring(L, 2);

    if (strcmp(key, "percent") == 0)
        lua_pushcfunction(L, money_percent_of);
    else if (strcmp(key, "is_zero") == 0)
        lua_pushcfunction(L, money_is_zero);
    else if (strcmp(key, "currency") == 0)
        lua_pushstring(L, m->currency);
    else
        return luaL_error(L, "an amount has no '%s'", key);
    return 1;
}

const char *const API_MONEY_FIELDS[] = { "currency", "is_zero", "percent", NULL };

/* Currency in idx, amount as text in idx + 1. */
static int64_t
check_amount(lua_State *L, int idx, const char **currency)
{
    int64_t minor;

    if (lua_type(L, idx) != LUA_TSTRING || !money_known(lua_tostring(L, idx)))
        luaL_error(L, "'%s' is no currency",
            lua_isstring(L, idx) ? lua_tostring(L, idx) : luaL_typename(L, idx));
    *currency = lua_tostring(L, idx);
    if (lua_type(L, idx + 1) != LUA_TSTRING)
        luaL_error(L, "an amount is a text such as \"500.00\", not a %s",
            luaL_typename(L, idx + 1));
    if (money_parse(lua_tostring(L, idx + 1), *currency, &minor))
        luaL_error(L, "'%s' is no amount in %s", lua_tostring(L, idx + 1), *currency);
    return minor;
}

/* money("EUR", "500.00") */
static int
api_money(lua_State *L)
{
    const char *currency;
    int64_t minor = check_amount(L, 1, &currency);

    money_push(L, minor, currency);
    return 1;
}

/* Reads { EUR = "500.00", … } at 1 in the order of codes. */
static void
take_amounts(lua_State *L, struct per_currency *out)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        const char *currency;
        int64_t minor;
        size_t i;

        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "amounts are named by currency: { EUR = \"500.00\" }");
        minor = check_amount(L, lua_gettop(L) - 1, &currency);
        if (minor < 0)
            luaL_error(L, "%s: the amount is below zero", currency);
        if (out->n == STRATEGY_CURRENCIES__MAX)
            luaL_error(L, "more than %d currencies", STRATEGY_CURRENCIES__MAX);
        for (i = out->n++; i > 0 && strcmp(out->of[i - 1].currency, currency) > 0; i--)
            out->of[i] = out->of[i - 1];
        memcpy(out->of[i].currency, currency, 4);
        out->of[i].minor = minor;
    }
    if (out->n == 0)
        luaL_error(L, "no currency is named");
}

/* per_currency { EUR = "500.00", USD = "550.00" } */
static int
api_per_currency(lua_State *L)
{
    struct per_currency *t = lua_newuserdatauv(L, sizeof *t, 0);

    memset(t, 0, sizeof *t);
    luaL_setmetatable(L, TYPE_PER_CURRENCY);
    take_amounts(L, t);
    return 1;
}

static struct step_fee *
fee_push(lua_State *L)
{
    struct step_fee *f = lua_newuserdatauv(L, sizeof *f, 0);

    memset(f, 0, sizeof *f);
    luaL_setmetatable(L, TYPE_FEE);
    return f;
}

/* fixed { EUR = "10.00" } */
static int
api_fixed(lua_State *L)
{
    struct step_fee *f = fee_push(L);
    struct per_currency t = { 0 };

    take_amounts(L, &t);
    f->kind = FEE_FIXED;
    f->fixed_n = t.n;
    for (size_t i = 0; i < t.n; i++) {
        memcpy(f->fixed[i].currency, t.of[i].currency, 4);
        f->fixed[i].minor = t.of[i].minor;
    }
    return 1;
}

/* percent("10"): as a fee, of the residual; as min_share, of the open balance */
static int
api_percent(lua_State *L)
{
    int64_t ppm;
    struct step_fee *f;

    luaL_argexpected(L, lua_type(L, 1) == LUA_TSTRING, 1, "text such as \"10\"");
    if (money_parse_percent(lua_tostring(L, 1), &ppm) || ppm <= 0 || ppm > 1000000)
        return luaL_argerror(L, 1, "is no percentage above 0 and up to 100");
    f = fee_push(L);
    f->kind = FEE_PERCENT;
    f->rate_e6 = (uint32_t)ppm;
    return 1;
}

/* legal_minimum(): what the debtor's country grants as a fixed sum */
static int
api_legal_minimum(lua_State *L)
{
    fee_push(L)->kind = FEE_LEGAL;
    return 1;
}

struct step_fee *
fee_test(lua_State *L, int idx)
{
    return luaL_testudata(L, idx, TYPE_FEE);
}

struct per_currency *
per_currency_test(lua_State *L, int idx)
{
    return luaL_testudata(L, idx, TYPE_PER_CURRENCY);
}

void
money_open(lua_State *L)
{
    static const luaL_Reg META[] = {
        { "__add", money_plus },
        { "__sub", money_minus },
        { "__unm", money_negative },
        { "__mul", money_times },
        { "__div", money_over },
        { "__eq", money_equal },
        { "__lt", money_less },
        { "__le", money_at_most },
        { "__index", money_index },
        { NULL, NULL },
    };

    luaL_newmetatable(L, TYPE_MONEY);
    luaL_setfuncs(L, META, 0);
    luaL_newmetatable(L, TYPE_PER_CURRENCY);
    luaL_newmetatable(L, TYPE_FEE);
    lua_pop(L, 3);
}

enum { DECLARES = 1 << SCRIPT_STRATEGY };

const struct api API_MONEY[] = {
    { NULL, "money", api_money, API_ALL },
    { NULL, "per_currency", api_per_currency, DECLARES },
    { NULL, "fixed", api_fixed, DECLARES },
    { NULL, "percent", api_percent, DECLARES },
    { NULL, "legal_minimum", api_legal_minimum, DECLARES },
    { 0 },
};
