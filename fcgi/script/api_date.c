/*
 * Days are whole numbers, 0 for 1970-01-01: c.today - c.since_on is a count of days.
 */
#include "base/date.h"
#include "script/internal.h"

static int32_t
check_day(lua_State *L, int idx)
{
    lua_Integer day = luaL_checkinteger(L, idx);

    luaL_argcheck(L, day >= DATE_DAY__MIN && day <= DATE_DAY__MAX, idx,
        "is outside the calendar");
    return (int32_t)day;
}

/* date("2026-03-04") → day */
static int
api_date(lua_State *L)
{
    int32_t day;

    if (date_parse(luaL_checkstring(L, 1), &day))
        return luaL_argerror(L, 1, "is no date such as \"2026-03-04\"");
    lua_pushinteger(L, day);
    return 1;
}

/* date_text(day) → "2026-03-04" */
static int
api_date_text(lua_State *L)
{
    char text[DATE_TEXT__SIZE];

    lua_pushstring(L, date_format(check_day(L, 1), text));
    return 1;
}

/* weekday(day) → 1 for Monday to 7 for Sunday */
static int
api_weekday(lua_State *L)
{
    lua_pushinteger(L, date_weekday(check_day(L, 1)));
    return 1;
}

/* date_parts(day) → year, month, day of month */
static int
api_date_parts(lua_State *L)
{
    struct ymd d = date_split(check_day(L, 1));

    lua_pushinteger(L, d.y);
    lua_pushinteger(L, d.m);
    lua_pushinteger(L, d.d);
    return 3;
}

const struct api API_DATE[] = {
    { NULL, "date", api_date, API_ALL },
    { NULL, "date_parts", api_date_parts, API_ALL },
    { NULL, "date_text", api_date_text, API_ALL },
    { NULL, "weekday", api_weekday, API_ALL },
    { 0 },
};
