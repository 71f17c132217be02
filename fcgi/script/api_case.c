/*
 * The case as a script sees it: read-only, and read from the snapshot only when
 * asked for. One object a host stands for whatever case is looked at; so do the first
 * items and the amounts, which is safe because nothing survives a call (freeze.c).
 */
#include <string.h>

#include "base/date.h"
#include "script/internal.h"

static const char TYPE_CASE[] = "case";

const struct snapshot *
case_seen(lua_State *L)
{
    const struct snapshot *s = host_of(L)->snapshot;

    if (!s)
        luaL_error(L, "no case is looked at");
    return s;
}

static const struct snap_sums *
sums_of(lua_State *L)
{
    struct script_host *h = host_of(L);

    if (!h->sums_ready) {
        snapshot_sums(case_seen(L), &h->sums);
        h->sums_ready = true;
    }
    return &h->sums;
}

static int
push_box(lua_State *L, enum box which, int64_t minor)
{
    struct script_host *h = host_of(L);

    h->box[which]->minor = minor;
    memcpy(h->box[which]->currency, case_seen(L)->currency, 4);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->box_ref[which]);
    return 1;
}

int
case_push_day(lua_State *L, int32_t day)
{
    if (day == DAY_NONE)
        lua_pushnil(L);
    else
        lua_pushinteger(L, day);
    return 1;
}

static int
push_threshold(lua_State *L)
{
    const struct strategy *st = host_of(L)->strategy;
    int64_t minor = st ? per_currency_get(&st->threshold, case_seen(L)->currency) : -1;

    if (minor < 0) {
        lua_pushnil(L);
        return 1;
    }
    return push_box(L, BOX_THRESHOLD, minor);
}

static bool
has_tag(const struct snapshot *s, const char *tag)
{
    size_t lo = 0, hi = s->tags_n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = strcmp(tag, s->tags[mid]);

        if (order == 0)
            return true;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return false;
}

/* c:has_tag("vip") */
static int
case_has_tag(lua_State *L)
{
    luaL_checkudata(L, 1, TYPE_CASE);
    lua_pushboolean(L, has_tag(case_seen(L), luaL_checkstring(L, 2)));
    return 1;
}

/* c:overdue_beyond(60): what is open on items more than 60 days late */
static int
case_overdue_beyond(lua_State *L)
{
    const struct snapshot *s = case_seen(L);
    lua_Integer days = luaL_checkinteger(L, 2);
    int64_t sum = 0;

    luaL_checkudata(L, 1, TYPE_CASE);
    host_charge(L, s->instalments_n / 8);
    for (size_t i = 0; i < s->instalments_n; i++) {
        if (s->today - s->instalments[i].due_on > days)
            sum += s->instalments[i].open_minor;
    }
    money_push(L, sum, s->currency);
    return 1;
}

static int
push_tags(lua_State *L, const struct snapshot *s)
{
    lua_createtable(L, (int)s->tags_n, 0);
    for (size_t i = 0; i < s->tags_n; i++) {
        lua_pushstring(L, s->tags[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int
push_share(lua_State *L)
{
    const struct snap_sums *sum = sums_of(L);

    lua_pushnumber(L, sum->open_minor > 0
                          ? (lua_Number)sum->overdue_minor / (lua_Number)sum->open_minor
                          : 0);
    return 1;
}

static int
push_permille(lua_State *L, int32_t n)
{
    if (n < 0)
        lua_pushnil(L);
    else
        lua_pushnumber(L, (lua_Number)n / 1000);
    return 1;
}

static lua_Integer
open_promises(const struct snapshot *s)
{
    lua_Integer n = 0;

    for (size_t i = 0; i < s->promises_n; i++)
        n += s->promises[i].state == PROMISE_OPEN;
    return n;
}

/* In the order of API_CASE_FIELDS. */
enum case_field {
    C_AVERAGE_DAYS_LATE,
    C_BROKEN_PROMISES,
    C_CLOSED_ITEMS,
    C_CONTACTS_30D,
    C_COUNTRY,
    C_CREDIT_LIMIT,
    C_CURRENCY,
    C_CUSTOMER_NAME,
    C_CUSTOMER_NUMBER,
    C_DAYS_LATE,
    C_DISPUTED,
    C_HAS_TAG,
    C_HELD,
    C_ITEMS,
    C_KIND,
    C_LANGUAGE,
    C_LAST_CONTACT_ON,
    C_LAST_PAYMENT_ON,
    C_LATE_SHARE,
    C_LIMIT_USE,
    C_NOT_DUE,
    C_OLDEST_DUE_ON,
    C_OPEN,
    C_OPEN_DISPUTES,
    C_OPEN_PROMISES,
    C_OVERDUE,
    C_OVERDUE_BEYOND,
    C_OVERDUE_SHARE,
    C_PAYMENT_METHOD,
    C_PROMISED,
    C_REGION,
    C_RISK,
    C_SINCE_ON,
    C_STATUS,
    C_TAGS,
    C_THRESHOLD,
    C_TODAY,
    C_UNAPPLIED,
    C__MAX
};

const char *const API_CASE_FIELDS[] = { "average_days_late", "broken_promises",
    "closed_items", "contacts_30d", "country", "credit_limit", "currency",
    "customer_name", "customer_number", "days_late", "disputed", "has_tag", "held",
    "items", "kind", "language", "last_contact_on", "last_payment_on", "late_share",
    "limit_use", "not_due", "oldest_due_on", "open", "open_disputes", "open_promises",
    "overdue", "overdue_beyond", "overdue_share", "payment_method", "promised",
    "region", "risk", "since_on", "status", "tags", "threshold", "today", "unapplied",
    NULL };
_Static_assert(
    sizeof API_CASE_FIELDS / sizeof *API_CASE_FIELDS == C__MAX + 1, "one name a field");

/* upvalue 1: name → field */
lua_Integer
case_field_of(lua_State *L, const char *what)
{
    int known;
    lua_Integer field;

    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    field = lua_tointegerx(L, 3, &known);
    if (!known)
        luaL_error(L, "%s has no '%s'", what,
            lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2));
    return field;
}

static int
push_text_field(lua_State *L, enum case_field field, const struct snapshot *s)
{
    static const char *const STATUS[] = { "active", "on_hold", "legal", "closed" };
    static const char *const KIND[] = { "business", "public_body", "consumer" };
    const char *text = NULL;

    switch (field) {
    case C_COUNTRY:
        text = s->country;
        break;
    case C_CURRENCY:
        text = s->currency;
        break;
    case C_CUSTOMER_NAME:
        text = s->customer_name;
        break;
    case C_CUSTOMER_NUMBER:
        text = s->customer_number;
        break;
    case C_KIND:
        text = KIND[s->kind];
        break;
    case C_LANGUAGE:
        text = s->language;
        break;
    case C_PAYMENT_METHOD:
        text = s->payment_method;
        break;
    case C_REGION:
        text = s->region;
        break;
    case C_RISK:
        text = RISK_NAME[s->risk];
        break;
    case C_STATUS:
        text = STATUS[s->status];
        break;
    default:
        break;
    }
    if (text)
        lua_pushstring(L, text);
    else
        lua_pushnil(L);
    return 1;
}

static int
push_number_field(lua_State *L, enum case_field field, const struct snapshot *s)
{
    lua_Integer n = 0;

    switch (field) {
    case C_AVERAGE_DAYS_LATE:
        n = s->average_days_late;
        break;
    case C_BROKEN_PROMISES:
        n = s->broken_promises;
        break;
    case C_CLOSED_ITEMS:
        n = s->closed_items;
        break;
    case C_CONTACTS_30D:
        n = s->contacts_30d;
        break;
    case C_DAYS_LATE:
        n = sums_of(L)->days_late;
        break;
    case C_OPEN_DISPUTES:
        n = (lua_Integer)s->disputes_n;
        break;
    case C_OPEN_PROMISES:
        n = open_promises(s);
        break;
    case C_LAST_CONTACT_ON:
        return case_push_day(L, s->last_contact_on);
    case C_LAST_PAYMENT_ON:
        return case_push_day(L, s->last_payment_on);
    case C_OLDEST_DUE_ON:
        return case_push_day(L, sums_of(L)->oldest_due_on);
    case C_SINCE_ON:
        return case_push_day(L, s->since_on);
    case C_TODAY:
        return case_push_day(L, s->today);
    default:
        return push_text_field(L, field, s);
    }
    lua_pushinteger(L, n);
    return 1;
}

static int
case_index(lua_State *L)
{
    struct script_host *h = host_of(L);
    const struct snapshot *s = case_seen(L);
    enum case_field field = (enum case_field)case_field_of(L, "the case");

    switch (field) {
    case C_OPEN:
        return push_box(L, BOX_OPEN, sums_of(L)->open_minor);
    case C_OVERDUE:
        return push_box(L, BOX_OVERDUE, sums_of(L)->overdue_minor);
    case C_NOT_DUE:
        return push_box(L, BOX_NOT_DUE, sums_of(L)->not_due_minor);
    case C_UNAPPLIED:
        return push_box(L, BOX_UNAPPLIED, sums_of(L)->unapplied_minor);
    case C_DISPUTED:
        return push_box(L, BOX_DISPUTED, sums_of(L)->disputed_minor);
    case C_PROMISED:
        return push_box(L, BOX_PROMISED, sums_of(L)->promised_minor);
    case C_HELD:
        return push_box(L, BOX_HELD, sums_of(L)->held_minor);
    case C_THRESHOLD:
        return push_threshold(L);
    case C_CREDIT_LIMIT:
        if (s->credit_limit_minor >= 0)
            return push_box(L, BOX_CREDIT_LIMIT, s->credit_limit_minor);
        lua_pushnil(L);
        return 1;
    case C_OVERDUE_SHARE:
        return push_share(L);
    case C_LATE_SHARE:
        return push_permille(L, s->risk == RISK_UNKNOWN ? -1 : s->late_permille);
    case C_LIMIT_USE:
        return push_permille(
            L, risk_limit_permille(sums_of(L)->open_minor, s->credit_limit_minor));
    case C_ITEMS:
        lua_rawgeti(L, LUA_REGISTRYINDEX, h->items_ref);
        return 1;
    case C_TAGS:
        return push_tags(L, s);
    case C_HAS_TAG:
        lua_pushcfunction(L, case_has_tag);
        return 1;
    case C_OVERDUE_BEYOND:
        lua_pushcfunction(L, case_overdue_beyond);
        return 1;
    default:
        return push_number_field(L, field, s);
    }
}

static int
read_only(lua_State *L)
{
    return luaL_error(L, "read-only");
}

/* A type whose fields are looked up by name. */
void
case_type(
    lua_State *L, const char *type, const char *const *fields, lua_CFunction index)
{
    luaL_newmetatable(L, type);
    lua_newtable(L);
    for (int i = 0; fields[i]; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, fields[i]);
    }
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, read_only);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
}

void
case_open(lua_State *L)
{
    case_type(L, TYPE_CASE, API_CASE_FIELDS, case_index);
    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, TYPE_CASE);
    host_of(L)->case_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}
