/*
 * Asking what a script declared: each call enters by the one door, takes a checked
 * answer, and forgets what the functions changed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/internal.h"

enum { REASON__MAX = 300, POINTS__MAX = 100000, NAME__MAX = 64 };

struct ask {
    const struct script *script;
    lua_Integer slot;
    size_t instalment;
    struct arena *arena;
    bool yes;
    struct contribution *list;
    size_t n;
    struct script_tag *tag;
};

void
script_see(
    struct script_host *h, const struct strategy *st, const struct snapshot *snap)
{
    h->strategy = st;
    h->snapshot = snap;
    h->sums_ready = false;
}

/* Pushes the function of the slot, at index 2, and the case. */
static void
push_question(lua_State *L, const struct ask *q)
{
    struct script_host *h = host_of(L);

    lua_rawgeti(L, LUA_REGISTRYINDEX, q->script->functions);
    lua_rawgeti(L, -1, q->slot);
    lua_replace(L, 2);
    lua_pushvalue(L, 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->case_ref);
}

static bool
take_answer(lua_State *L, const char *what)
{
    if (!lua_isnoneornil(L, -1) && !lua_isboolean(L, -1))
        fault_in_function(L, 2, "%s: the answer is a %s, not true or false", what,
            luaL_typename(L, -1));
    return lua_toboolean(L, -1);
}

static int
ask_when(lua_State *L)
{
    struct ask *q = lua_touserdata(L, 1);

    push_question(L, q);
    item_push(L, q->instalment);
    lua_call(L, 2, 1);
    q->yes = take_answer(L, "when");
    return 0;
}

static int
compare_contributions(const void *a, const void *b)
{
    return strcmp(
        ((const struct contribution *)a)->name, ((const struct contribution *)b)->name);
}

/* Name at -2, points at -1. */
static void
take_contribution(lua_State *L, struct ask *q)
{
    struct contribution *c = &q->list[q->n];
    lua_Number points;
    int is_number;

    if (q->n == SCRIPT_CONTRIBUTIONS__MAX)
        fault_in_function(
            L, 2, "priority: more than %d contributions", SCRIPT_CONTRIBUTIONS__MAX);
    if (lua_type(L, -2) != LUA_TSTRING || lua_rawlen(L, -2) == 0 ||
        lua_rawlen(L, -2) > NAME__MAX)
        fault_in_function(L, 2, "priority: points need a name: { overdue = 40 }");
    points = lua_tonumberx(L, -1, &is_number);
    if (!is_number || lua_type(L, -1) != LUA_TNUMBER)
        fault_in_function(L, 2, "priority: '%s' is a %s, not a number",
            lua_tostring(L, -2), luaL_typename(L, -1));
    if (!isfinite(points) || fabs(points) > POINTS__MAX)
        fault_in_function(
            L, 2, "priority: '%s' is beyond 100,000 points", lua_tostring(L, -2));
    c->name = arena_str(q->arena, lua_tostring(L, -2));
    c->milli = llround(points * 1000.0);
    q->n++;
}

static int
ask_priority(lua_State *L)
{
    struct ask *q = lua_touserdata(L, 1);

    push_question(L, q);
    lua_call(L, 1, 1);
    if (!lua_istable(L, -1))
        fault_in_function(L, 2, "priority: the answer is a %s, not a table of points",
            luaL_typename(L, -1));
    freeze_pushraw(L, -1);
    q->list = arena_new_n(q->arena, SCRIPT_CONTRIBUTIONS__MAX, struct contribution);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        take_contribution(L, q);
    qsort(q->list, q->n, sizeof *q->list, compare_contributions);
    return 0;
}

static int
ask_segment(lua_State *L)
{
    struct ask *q = lua_touserdata(L, 1);
    struct ask why = *q;
    const char *s;
    size_t n;

    push_question(L, q);
    lua_call(L, 1, 1);
    q->yes = take_answer(L, "when");
    why.slot++;
    lua_settop(L, 2);
    if (!q->yes)
        return 0;
    push_question(L, &why);
    if (!lua_isfunction(L, 2))
        return 0;
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1))
        return 0;
    if (lua_type(L, -1) != LUA_TSTRING)
        fault_in_function(
            L, 2, "reason: the answer is a %s, not a text", luaL_typename(L, -1));
    s = lua_tolstring(L, -1, &n);
    if (n > REASON__MAX || text_has_control(s, n) || !text_is_utf8(s, n))
        fault_in_function(L, 2, "reason: one line of at most %d bytes", REASON__MAX);
    q->tag->reason = arena_strn(q->arena, s, n);
    return 0;
}

static enum err
ask(struct script_host *h, lua_CFunction what, struct ask *q)
{
    enum err e =
        host_enter(h, what, q, h->budget.call_instructions, h->budget.block_bytes);

    freeze_restore(h, q->script);
    return e;
}

enum err
script_when(struct script_host *h, const struct script *s, const struct step *step,
    size_t instalment, bool *yes)
{
    struct ask q = { .script = s, .instalment = instalment };
    enum err e;

    if (!step->has_when) {
        *yes = true;
        return OK;
    }
    q.slot = SLOT_WHEN + (step - s->strategy->steps);
    if ((e = ask(h, ask_when, &q)))
        return e;
    *yes = q.yes;
    return OK;
}

enum err
script_priority(struct script_host *h, const struct script *s, struct arena *a,
    struct contribution **list, size_t *n)
{
    struct ask q = { .script = s, .slot = SLOT_PRIORITY, .arena = a };
    enum err e;

    *list = NULL;
    *n = 0;
    if (!s->strategy || !s->strategy->has_priority)
        return OK;
    if ((e = ask(h, ask_priority, &q)))
        return e;
    *list = q.list;
    *n = q.n;
    return OK;
}

enum err
script_segment(struct script_host *h, const struct script *s, size_t i, struct arena *a,
    struct script_tag *out)
{
    struct script_tag tag = { .tag = s->segments[i].tag };
    struct ask q = {
        .script = s, .slot = 2 * (lua_Integer)i + 1, .arena = a, .tag = &tag
    };
    enum err e;

    if ((e = ask(h, ask_segment, &q)))
        return e;
    tag.yes = q.yes;
    *out = tag;
    return OK;
}

enum err
script_ask_when(void *asker, const struct step *step, size_t instalment, bool *yes)
{
    struct script_asker *a = asker;

    return script_when(a->host, a->script, step, instalment, yes);
}

enum err
script_ask_priority(void *asker, struct arena *a, struct contribution **list, size_t *n)
{
    struct script_asker *who = asker;

    return script_priority(who->host, who->script, a, list, n);
}
