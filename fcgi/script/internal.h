#ifndef SCRIPT_INTERNAL_H
#define SCRIPT_INTERNAL_H

#include <lua.h>

#include <lauxlib.h>

#include "script/script.h"

/*
 * Inside script/. Any lua_ or luaL_ call that can raise leaves by longjmp, so a
 * function here checks its arguments first, owns nothing that needs freeing and
 * touches C state last. Text that must last goes to the arena of the script.
 */

/* Fields of a case that are money, each with one value made once and refilled. */
enum box {
    BOX_OPEN,
    BOX_OVERDUE,
    BOX_NOT_DUE,
    BOX_UNAPPLIED,
    BOX_DISPUTED,
    BOX_PROMISED,
    BOX_HELD,
    BOX_THRESHOLD,
    BOX_CREDIT_LIMIT,
    BOX__MAX
};

enum { SCRIPT_ITEMS_KEPT = 64, SCRIPT_FAULT__SIZE = 2000 };

struct script_money {
    int64_t minor;
    char currency[4];
};

struct script_segment_decl {
    const char *name, *tag;
    bool has_reason;
};

/* What strategy {} or segment {} made, until the file returns it. */
struct script_decl {
    struct strategy *strategy;          /* or NULL */
    struct script_segment_decl segment; /* else */
};

struct script {
    struct script *next;
    struct arena *arena;
    enum script_kind kind;
    uint64_t script_id, version_id;
    const char *name, *chunk; /* "standard", "standard.lua" */
    struct strategy *strategy;
    struct script_segment_decl *segments;
    size_t segments_n;
    struct script_value *data;
    struct pack *pack;
    int functions; /* reference to the list of its functions, by slot */
    int upvalues;  /* reference to function, index, value of each variable they share */
    int upvalues_n;
};

/* Slots of a strategy: priority, then a when for each step; of a segment file: when
 * and reason in turn. Slots start at 1. */
enum { SLOT_PRIORITY = 1, SLOT_WHEN = 2 };

struct script_host {
    lua_State *L;
    struct script_budget budget;
    struct script *scripts;
    struct script *loading;

    size_t memory;
    size_t block_max;  /* of the call that is running; 0: none is running */
    unsigned refusals; /* of memory in this call */
    uint64_t spent, allowed;
    int64_t cpu_until_ns;
    bool stopped; /* a budget is spent: every further instruction raises again */
    const char *spent_what;

    const struct snapshot *snapshot;
    const struct strategy *strategy;
    struct snap_sums sums;
    bool sums_ready;
    struct script_money *box[BOX__MAX];

    int box_ref[BOX__MAX];
    int case_ref, items_ref, item_refs; /* in the registry */

    char where[96]; /* of a memory fault: "standard.lua:12: " */
    int line;
    char fault[SCRIPT_FAULT__SIZE];
    char trace[SCRIPT_FAULT__SIZE];
};

static inline struct script_host *
host_of(lua_State *L)
{
    return *(struct script_host **)lua_getextraspace(L);
}

/* The one door: runs `what` with arg as light userdata under a budget. */
enum err host_enter(struct script_host *h, lua_CFunction what, void *arg,
    uint64_t allowed, size_t block);

/* Charges work that the VM does not count; raises when the budget is spent. */
void host_charge(lua_State *L, size_t work);

/* Raises with the place of a function's definition, for what it gave back. */
int fault_in_function(lua_State *L, int function, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* -- what scripts may call: api_*.c -------------------------------------- */

/* One function of the allow-list. lib NULL: a global. std: take Lua's own. */
struct api {
    const char *lib, *name;
    lua_CFunction function; /* NULL: Lua's own of that name */
    unsigned kinds;         /* bits of enum script_kind */
};

enum { API_ALL = (1 << SCRIPT_KIND__MAX) - 1 };

extern const struct api API_BASE[], API_STRING[], API_TABLE[], API_MONEY[], API_DATE[],
    API_STRATEGY[], API_SEGMENT[]; /* each ended by name NULL */
extern const char *const API_CASE_FIELDS[],
    *const API_ITEM_FIELDS[], *const API_MONEY_FIELDS[]; /* ended by NULL */

/* Makes the libraries and types of a new state; pushes nothing. */
void env_open(lua_State *L);
/* Pushes a fresh environment for a script of a kind. */
void env_push(lua_State *L, enum script_kind kind);

void case_open(lua_State *L);
void item_open(lua_State *L);
void money_open(lua_State *L);
void declare_open(lua_State *L);

/* -- freeze.c ------------------------------------------------------------ */

/*
 * Makes all that the functions in the list at `functions` can reach read-only, and
 * pushes the list of variables they share with its length in *n.
 */
void freeze_functions(lua_State *L, int functions, int *n);
/* Puts those variables back to what they were after loading. Raises nothing. */
void freeze_restore(struct script_host *h, const struct script *s);
/* Where idx is a read-only view, pushes the table behind it, else the value. */
void freeze_pushraw(lua_State *L, int idx);

/* -- values -------------------------------------------------------------- */

struct script_money *money_push(lua_State *L, int64_t minor, const char *currency);
/* NULL when it is no money. */
struct script_money *money_test(lua_State *L, int idx);
void money_text(lua_State *L, const struct script_money *m); /* pushes "EUR 5.00" */

/* What days(), percent() and the like return. */
struct script_days {
    lua_Integer n;
    bool business;
};
struct script_days *days_test(lua_State *L, int idx);

struct step_fee *fee_test(lua_State *L, int idx);
struct per_currency *per_currency_test(lua_State *L, int idx);
struct script_decl *decl_test(lua_State *L, int idx);
/* Registry name of a declaration's type, for luaL_setmetatable. */
extern const char TYPE_DECL[], TYPE_DAYS[], TYPE_FEE[], TYPE_PER_CURRENCY[],
    TYPE_MONEY[], TYPE_STEP[], TYPE_ANCHOR[];

/* Text of a plain name (a-z 0-9 - _), in the arena of the script that loads; raises
 * otherwise. what: "step", for the message. */
const char *name_check(lua_State *L, int idx, const char *what, size_t max);

/* The case looked at; raises when there is none. */
const struct snapshot *case_seen(lua_State *L);
/* Pushes a day, nil for DAY_NONE; 1. */
int case_push_day(lua_State *L, int32_t day);
/* Makes a read-only type whose fields index() looks up by name, as the number that
 * case_field_of gives it: the place in fields. */
void case_type(
    lua_State *L, const char *type, const char *const *fields, lua_CFunction index);
lua_Integer case_field_of(lua_State *L, const char *what);

/* Pushes the instalment of the case seen, from 0. */
void item_push(lua_State *L, size_t at);

/* A pattern at work: match.c. */
struct match {
    lua_State *L;
    const char *text, *text_end;
    const char *pattern, *pattern_end;
    int depth;
    int captures;
    struct {
        const char *start;
        ptrdiff_t len; /* -1 open, -2 a position */
    } capture[16];
};

/* The end of a match of pattern at `at`, or NULL. Charges each comparison. */
const char *match_at(struct match *m, const char *at, const char *pattern);

#endif
