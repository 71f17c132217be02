/*
 * The state of one thread, what it may spend, and the one door into it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "script/internal.h"

/* How many times a call may run into the memory cap and be saved by a collection:
 * near the cap each small allocation would cost a whole collection. */
enum { HOOK_EVERY = 1000, REFUSALS__MAX = 8, BYTES_PER_INSTRUCTION = 64 };

const struct script_budget SCRIPT_BUDGET = {
    .memory_bytes = 8 << 20,
    .block_bytes = 256 << 10,
    .load_instructions = 2000000,
    .call_instructions = 200000,
    .cpu_ms = 500,
};

static const char *const KINDS[SCRIPT_KIND__MAX] = { "strategy", "segment", "matching",
    "connector", "profile", "pack", "template", "cases" };

const char *
script_kind_name(enum script_kind k)
{
    return k < SCRIPT_KIND__MAX ? KINDS[k] : "?";
}

enum err
script_kind_parse(const char *name, enum script_kind *out)
{
    for (int k = 0; k < SCRIPT_KIND__MAX; k++) {
        if (strcmp(KINDS[k], name) == 0) {
            *out = (enum script_kind)k;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static int64_t
cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Where the script stands, without allocating: for faults of memory, whose message
 * Lua makes without a place. */
static void
note_place(struct script_host *h)
{
    lua_Debug at;

    for (int level = 0; level < 16 && lua_getstack(h->L, level, &at); level++) {
        if (lua_getinfo(h->L, "Sl", &at) && at.currentline > 0) {
            snprintf(
                h->where, sizeof h->where, "%s:%d: ", at.short_src, at.currentline);
            return;
        }
    }
}

/* When p is NULL, was is a type tag and not a size. */
static void *
capped_alloc(void *ud, void *p, size_t was, size_t want)
{
    struct script_host *h = ud;
    void *q;

    if (!p)
        was = 0;
    if (want == 0) {
        h->memory -= was;
        free(p);
        return NULL;
    }
    if (want > was && h->block_max) {
        if (want > h->block_max || h->refusals > REFUSALS__MAX ||
            h->memory + (want - was) > h->budget.memory_bytes) {
            h->refusals++;
            h->spent_what = "memory budget spent";
            note_place(h);
            return NULL;
        }
        h->spent += (want - was) / BYTES_PER_INSTRUCTION;
    }
    if (!(q = realloc(p, want))) {
        /* a smaller block may not fail, says Lua */
        if (want <= was)
            abort();
        return NULL;
    }
    h->memory += want - was;
    return q;
}

/* Raises with the place of the function at that level: in a hook the running one is
 * level 0, in a C function its caller is level 1. */
static void
raise_at(lua_State *L, int level, const char *what)
{
    luaL_where(L, level);
    lua_pushstring(L, what);
    lua_concat(L, 2);
    lua_error(L);
}

static void count_hook(lua_State *L, lua_Debug *);

/* From here on each instruction raises again, so nothing in between can go on. */
static void
stop(lua_State *L, int level, const char *what)
{
    struct script_host *h = host_of(L);

    h->stopped = true;
    h->spent_what = what;
    lua_sethook(L, count_hook, LUA_MASKCOUNT, 1);
    raise_at(L, level, what);
}

static void
count_hook(lua_State *L, lua_Debug *)
{
    struct script_host *h = host_of(L);

    if (h->stopped)
        raise_at(L, 0, h->spent_what);
    h->spent += HOOK_EVERY;
    if (h->spent > h->allowed)
        stop(L, 0, "instruction budget spent");
    /* the clock costs more than a short call: it starts at the first thousand */
    if (h->cpu_until_ns == 0)
        h->cpu_until_ns = cpu_ns() + (int64_t)h->budget.cpu_ms * 1000000;
    else if (cpu_ns() > h->cpu_until_ns)
        stop(L, 0, "time budget spent");
}

void
host_charge(lua_State *L, size_t work)
{
    struct script_host *h = host_of(L);

    h->spent += work;
    if (h->spent > h->allowed)
        stop(L, 1, "instruction budget spent");
}

/* Does it begin with a place: "standard.lua:…" before the first blank? */
static bool
has_place(const char *message)
{
    const char *at = strstr(message, ".lua:");

    return at && strcspn(message, " ") > (size_t)(at - message);
}

/* Errors that C functions raise for other C functions come without a place. */
static int
with_traceback(lua_State *L)
{
    struct script_host *h = host_of(L);
    const char *message;

    h->where[0] = '\0';
    note_place(h);
    if (lua_type(L, 1) != LUA_TSTRING)
        snprintf(h->fault, sizeof h->fault, "%serror value is a %s, not a text",
            h->where, luaL_typename(L, 1));
    else if (has_place(message = lua_tostring(L, 1)))
        text_copy(h->fault, sizeof h->fault, message);
    else
        snprintf(h->fault, sizeof h->fault, "%s%s", h->where, message);
    luaL_traceback(L, L, h->fault, 1);
    text_copy(h->trace, sizeof h->trace, lua_tostring(L, -1));
    return 1;
}

/* The number at p, 0 when there is none. */
static int
line_at(const char *p)
{
    int n = 0;

    while (*p >= '0' && *p <= '9' && n < 10000000)
        n = n * 10 + (*p++ - '0');
    return n;
}

/* A fault is one line; the number in "standard.lua:12: …" is its line. */
static void
note_fault(struct script_host *h, int rc)
{
    const char *p;

    if (rc == LUA_ERRMEM || (rc != LUA_OK && h->fault[0] == '\0')) {
        snprintf(h->fault, sizeof h->fault, "%s%s", h->where,
            h->spent_what ? h->spent_what : "memory budget spent");
        text_copy(h->trace, sizeof h->trace, h->fault);
    }
    for (char *c = h->fault; *c; c++) {
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    }
    h->line = 0;
    if ((p = strstr(h->fault, ".lua:")))
        h->line = line_at(p + 5);
}

enum err
host_enter(struct script_host *h, lua_CFunction what, void *arg, uint64_t allowed,
    size_t block)
{
    lua_State *L = h->L;
    int rc;

    lua_settop(L, 0);
    lua_pushcfunction(L, with_traceback);
    lua_pushcfunction(L, what);
    lua_pushlightuserdata(L, arg);
    h->spent = 0;
    h->allowed = allowed;
    h->stopped = false;
    h->spent_what = NULL;
    h->refusals = 0;
    h->fault[0] = h->trace[0] = h->where[0] = '\0';
    h->cpu_until_ns = 0;
    lua_sethook(L, count_hook, LUA_MASKCOUNT, HOOK_EVERY);
    h->block_max = block;
    rc = lua_pcall(L, 1, 0, 1);
    h->block_max = 0;
    lua_sethook(L, NULL, 0, 0);
    if (rc != LUA_OK)
        note_fault(h, rc);
    lua_settop(L, 0);
    if (rc == LUA_OK)
        return OK;
    return rc == LUA_ERRMEM || h->stopped ? ERR_LIMIT : ERR_INVALID;
}

int
fault_in_function(lua_State *L, int function, const char *fmt, ...)
{
    char text[400];
    lua_Debug at;
    va_list ap;

    lua_pushvalue(L, function);
    lua_getinfo(L, ">S", &at);
    lua_pushfstring(L, "%s:%d: ", at.short_src, at.linedefined);
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    lua_pushstring(L, text);
    lua_concat(L, 2);
    return lua_error(L);
}

static int
open_state(lua_State *L)
{
    struct script_host *h = host_of(L);

    env_open(L);
    money_open(L);
    declare_open(L);
    case_open(L);
    item_open(L);
    for (int b = 0; b < BOX__MAX; b++) {
        h->box[b] = money_push(L, 0, "");
        h->box_ref[b] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return 0;
}

struct script_host *
script_host_new(const struct script_budget *budget)
{
    struct script_host *h = calloc(1, sizeof *h);

    if (!h || !(h->L = lua_newstate(capped_alloc, h)))
        abort();
    h->budget = *budget;
    *(struct script_host **)lua_getextraspace(h->L) = h;
    if (host_enter(h, open_state, NULL, budget->load_instructions, SIZE_MAX)) {
        fprintf(stderr, "script: %s\n", h->fault);
        abort();
    }
    return h;
}

void
script_host_free(struct script_host *h)
{
    if (!h)
        return;
    while (h->scripts) {
        struct script *s = h->scripts;

        h->scripts = s->next;
        arena_free(s->arena);
    }
    lua_close(h->L);
    free(h);
}

const char *
script_fault(const struct script_host *h)
{
    return h->fault;
}

const char *
script_fault_trace(const struct script_host *h)
{
    return h->trace;
}

int
script_fault_line(const struct script_host *h)
{
    return h->line;
}

size_t
script_memory(const struct script_host *h)
{
    return h->memory;
}
