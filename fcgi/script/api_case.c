/*
 * The case as a script sees it: read-only, and read from the snapshot only when
 * asked for. One object a host stands for whatever case is looked at; so do the first
 * items and the amounts, which is safe because nothing survives a call (freeze.c).
 */
#include <string.h>

#include "base/date.h"
#include "script/internal.h"

static const char TYPE_CASE[] = "case", TYPE_ITEM[] = "item", TYPE_ITEMS[] = "items";

struct item_view {
    size_t at;
};

static const struct snapshot *
seen(lua_State *L)
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
        snapshot_sums(seen(L), &h->sums);
        h->sums_ready = true;
    }
    return &h->sums;
}

static int
push_box(lua_State *L, enum box which, int64_t minor)
{
    struct script_host *h = host_of(L);

    h->box[which]->minor = minor;
    memcpy(h->box[which]->currency, seen(L)->currency, 4);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->box_ref[which]);
    return 1;
}

static int
push_day(lua_State *L, int32_t day)
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
    int64_t minor = st ? per_currency_get(&st->threshold, seen(L)->currency) : -1;

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
    lua_pushboolean(L, has_tag(seen(L), luaL_checkstring(L, 2)));
    return 1;
}

/* c:overdue_beyond(60): what is open on items more than 60 days late */
static int
case_overdue_beyond(lua_State *L)
{
    const struct snapshot *s = seen(L);
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
    "items", "kind", "language", "last_contact_on", "last_payment_on", "not_due",
    "oldest_due_on", "open", "open_disputes", "open_promises", "overdue",
    "overdue_beyond", "overdue_share", "payment_method", "promised", "region",
    "since_on", "status", "tags", "threshold", "today", "unapplied", NULL };
_Static_assert(
    sizeof API_CASE_FIELDS / sizeof *API_CASE_FIELDS == C__MAX + 1, "one name a field");

/* upvalue 1: name → field */
static lua_Integer
field_of(lua_State *L, const char *what)
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
        return push_day(L, s->last_contact_on);
    case C_LAST_PAYMENT_ON:
        return push_day(L, s->last_payment_on);
    case C_OLDEST_DUE_ON:
        return push_day(L, sums_of(L)->oldest_due_on);
    case C_SINCE_ON:
        return push_day(L, s->since_on);
    case C_TODAY:
        return push_day(L, s->today);
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
    const struct snapshot *s = seen(L);
    enum case_field field = (enum case_field)field_of(L, "the case");

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

/* -- items --------------------------------------------------------------- */

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
    money_push(L, minor, seen(L)->currency);
    return 1;
}

static int
item_index(lua_State *L)
{
    const struct item_view *view = luaL_checkudata(L, 1, TYPE_ITEM);
    const struct snapshot *s = seen(L);
    const struct open_instalment *i;
    enum item_field field = (enum item_field)field_of(L, "an item");

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
        return push_day(L, i->due_on);
    case I_ISSUED_ON:
        return push_day(L, i->issued_on);
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
    if (i < 1 || (size_t)i > seen(L)->instalments_n)
        lua_pushnil(L);
    else
        item_push(L, (size_t)i - 1);
    return 1;
}

static int
items_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)seen(L)->instalments_n);
    return 1;
}

/* A type whose fields are looked up by name. */
static void
new_type(lua_State *L, const char *type, const char *const *fields, lua_CFunction index)
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
    struct script_host *h = host_of(L);

    new_type(L, TYPE_CASE, API_CASE_FIELDS, case_index);
    new_type(L, TYPE_ITEM, API_ITEM_FIELDS, item_index);
    luaL_newmetatable(L, TYPE_ITEMS);
    lua_pushcfunction(L, items_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, items_len);
    lua_setfield(L, -2, "__len");
    lua_pushcfunction(L, read_only);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);

    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, TYPE_CASE);
    h->case_ref = luaL_ref(L, LUA_REGISTRYINDEX);
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
