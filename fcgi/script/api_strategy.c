/*
 * strategy {}, step {} and what stands in them. Each call checks all it can by itself,
 * so a message names the line of its own step.
 */
#include <string.h>

#include "script/declare.h"

enum { OFFSET__MAX = 3650, NAME__MAX = 64, TASK__MAX = 32 };

const char TYPE_DECL[] = "declaration";
const char TYPE_DAYS[] = "days";
const char TYPE_STEP[] = "step";
const char TYPE_ANCHOR[] = "anchor";

struct anchor {
    enum step_anchor of;
    int16_t offset;
    bool business;
};

/* Its user value is the function of `when`, or nil. */
struct step_decl {
    struct step step;
    int line;
};

struct script_days *
days_test(lua_State *L, int idx)
{
    return luaL_testudata(L, idx, TYPE_DAYS);
}

struct script_decl *
decl_test(lua_State *L, int idx)
{
    return luaL_testudata(L, idx, TYPE_DECL);
}

static int
push_days(lua_State *L, bool business)
{
    lua_Integer n = luaL_checkinteger(L, 1);
    struct script_days *d;

    luaL_argcheck(L, n >= 0 && n <= OFFSET__MAX, 1, "must be 0 to 3650 days");
    d = lua_newuserdatauv(L, sizeof *d, 0);
    *d = (struct script_days){ .n = n, .business = business };
    luaL_setmetatable(L, TYPE_DAYS);
    return 1;
}

static int
api_days(lua_State *L)
{
    return push_days(L, false);
}

static int
api_business_days(lua_State *L)
{
    return push_days(L, true);
}

static int
push_anchor(lua_State *L, enum step_anchor of, int sign)
{
    struct script_days *d = days_test(L, 1);
    lua_Integer n = d ? d->n : luaL_checkinteger(L, 1);
    struct anchor *a;

    luaL_argcheck(L, n >= 0 && n <= OFFSET__MAX, 1, "must be 0 to 3650 days");
    a = lua_newuserdatauv(L, sizeof *a, 0);
    *a = (struct anchor){
        .of = of, .offset = (int16_t)(sign * n), .business = d && d->business
    };
    luaL_setmetatable(L, TYPE_ANCHOR);
    return 1;
}

static int
api_before_due(lua_State *L)
{
    return push_anchor(L, ANCHOR_DUE, -1);
}

static int
api_after_due(lua_State *L)
{
    return push_anchor(L, ANCHOR_DUE, 1);
}

static int
api_after_document(lua_State *L)
{
    return push_anchor(L, ANCHOR_DOCUMENT, 1);
}

static int
api_after_promise(lua_State *L)
{
    return push_anchor(L, ANCHOR_PROMISE, 1);
}

static int
api_after_contact(lua_State *L)
{
    return push_anchor(L, ANCHOR_LAST_CONTACT, 1);
}

static void
read_at(const struct reading *r, struct step *step)
{
    struct anchor *a;

    lua_getfield(r->L, 1, "at");
    if (lua_isnil(r->L, -1))
        read_fault(r, "'at' is missing, such as at = after_due(3)");
    if (!(a = luaL_testudata(r->L, -1, TYPE_ANCHOR)))
        read_fault(
            r, "'at' must be such as after_due(3), not a %s", luaL_typename(r->L, -1));
    step->anchor = a->of;
    step->offset_days = a->offset;
    step->business_days = a->business;
    step->upcoming = a->of == ANCHOR_DUE && a->offset < 0;
    lua_pop(r->L, 1);
}

static void
read_action(const struct reading *r, struct step *step)
{
    bool send = read_name(r, "send", NAME__MAX, &step->template);
    bool task = read_name(r, "task", TASK__MAX, &step->task);

    if (send == task)
        read_fault(r, "needs either 'send' or 'task'");
    step->kind = send ? STEP_SEND : STEP_TASK;
}

static void
read_channel(const struct reading *r, struct step *step)
{
    static const char *const CHANNELS[] = { "email", "letter", NULL };
    int choice;

    if (!read_choice(r, "channel", CHANNELS, &choice))
        return;
    if (step->kind != STEP_SEND)
        read_fault(r, "a 'channel' goes with 'send'");
    step->by_letter = choice == 1;
    if (step->by_letter && step->attach_letter)
        read_fault(r, "a letter is not attached to itself");
}

static void
read_fee(const struct reading *r, struct step *step)
{
    struct step_fee *fee;

    if (lua_getfield(r->L, 1, "fee") == LUA_TNIL) {
        lua_pop(r->L, 1);
        return;
    }
    if (!(fee = fee_test(r->L, -1)))
        read_fault(r, "'fee' must be legal_minimum(), percent(\"10\") or "
                      "fixed { EUR = \"10.00\" }");
    if (step->kind != STEP_SEND || step->upcoming)
        read_fault(r, "a 'fee' goes with a message about arrears");
    step->fee = *fee;
    lua_pop(r->L, 1);
}

static void
read_attachments(const struct reading *r, struct step *step)
{
    const char *names[3];
    size_t n = 0;

    if (!read_names(r, "attach", names, 3, &n))
        return;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], "invoice") == 0)
            step->attach_invoice = true;
        else if (strcmp(names[i], "statement") == 0)
            step->attach_statement = true;
        else if (strcmp(names[i], "letter") == 0)
            step->attach_letter = true;
        else
            read_fault(r,
                "'attach' knows \"invoice\", \"statement\" and \"letter\", not \"%s\"",
                names[i]);
    }
}

static void
read_repeats(const struct reading *r, struct step *step)
{
    lua_Integer most = 1;
    bool every = read_days(r, "repeat_every", 1, 366, &step->repeat_days);
    bool limit = read_int(r, "repeat_max", 2, 100, &most);

    if (every != limit)
        read_fault(r, "'repeat_every' and 'repeat_max' go together");
    step->repeat_max = (uint16_t)most;
}

/* step { id = …, at = …, send = … | task = …, … } */
static int
api_step(lua_State *L)
{
    static const char *const KEYS[] = { "approval", "at", "attach", "channel", "fee",
        "id", "repeat_every", "repeat_max", "send", "task", "to", "when", NULL };
    static const char *const ROLES[] = { "billing", "statement", "dispute", "legal",
        NULL };
    static const char *const APPROVERS[] = { "collector", "manager", "admin", NULL };
    struct reading r = { .L = L, .what = "step", .name = "" };
    struct step_decl *d;
    int choice;

    loading_script(L, "step");
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    d = lua_newuserdatauv(L, sizeof *d, 1);
    memset(d, 0, sizeof *d);
    luaL_setmetatable(L, TYPE_STEP);
    d->line = d->step.line = calling_line(L);
    if (!read_name(&r, "id", NAME__MAX, &d->step.id))
        read_fault(&r, "'id' is missing");
    r.name = lua_pushfstring(L, "'%s'", d->step.id);
    read_keys(&r, KEYS);
    read_at(&r, &d->step);
    read_action(&r, &d->step);
    read_fee(&r, &d->step);
    read_attachments(&r, &d->step);
    read_channel(&r, &d->step);
    read_repeats(&r, &d->step);
    if (read_choice(&r, "approval", APPROVERS, &choice))
        d->step.approval = APPROVERS[choice];
    d->step.to_role = ROLES[0];
    if (read_choice(&r, "to", ROLES, &choice))
        d->step.to_role = ROLES[choice];
    if (read_function(&r, "when")) {
        d->step.has_when = true;
        lua_setiuservalue(L, 2, 1);
    }
    lua_settop(L, 2);
    return 1;
}

/* Steps after a promise or a contact come behind those that follow the due date. */
static bool
comes_before(const struct step *a, const struct step *b)
{
    bool late_a = a->anchor == ANCHOR_PROMISE || a->anchor == ANCHOR_LAST_CONTACT;
    bool late_b = b->anchor == ANCHOR_PROMISE || b->anchor == ANCHOR_LAST_CONTACT;

    return late_a != late_b ? late_b : a->offset_days < b->offset_days;
}

static void
check_step(lua_State *L, const struct strategy *st, const struct step_decl *d)
{
    struct reading r = { .L = L, .what = "step", .line = d->line };

    r.name = lua_pushfstring(L, "'%s'", d->step.id);
    for (size_t i = 0; i < st->steps_n; i++) {
        const struct step *o = &st->steps[i];

        if (strcmp(o->id, d->step.id) == 0)
            read_fault(&r, "there is another step of this id");
        if (o->kind == STEP_SEND && d->step.kind == STEP_SEND &&
            o->anchor == d->step.anchor && o->offset_days == d->step.offset_days)
            read_fault(&r, "sends on the same day as step '%s'", o->id);
    }
    lua_pop(L, 1);
}

/* Fills steps in the order of levels; functions (at idx) gets each when at its slot. */
static void
read_steps(const struct reading *r, struct strategy *st, int functions)
{
    lua_State *L = r->L;
    size_t n;

    if (lua_getfield(L, 1, "steps") != LUA_TTABLE)
        read_fault(r, "'steps' must be a list of step { }");
    n = lua_rawlen(L, -1);
    if (n == 0 || n > STRATEGY_STEPS__MAX)
        read_fault(r, "'steps' must hold 1 to %d steps", STRATEGY_STEPS__MAX);
    for (size_t k = 0; k < n; k++) {
        struct step_decl *d;
        size_t i;

        lua_rawgeti(L, -1, (lua_Integer)k + 1);
        if (!(d = luaL_testudata(L, -1, TYPE_STEP)))
            read_fault(r, "'steps': number %d is a %s, not a step { }", (int)k + 1,
                luaL_typename(L, -1));
        check_step(L, st, d);
        for (i = st->steps_n++; i > 0 && comes_before(&d->step, &st->steps[i - 1]);
             i--) {
            st->steps[i] = st->steps[i - 1];
            lua_rawgeti(L, functions, SLOT_WHEN + (lua_Integer)i - 1);
            lua_rawseti(L, functions, SLOT_WHEN + (lua_Integer)i);
        }
        st->steps[i] = d->step;
        lua_getiuservalue(L, -1, 1);
        if (lua_isnil(L, -1))
            lua_pushboolean(L, false), lua_replace(L, -2);
        lua_rawseti(L, functions, SLOT_WHEN + (lua_Integer)i);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < n; i++)
        st->steps[i].level = (uint16_t)(i + 1);
    lua_pop(L, 1);
}

static void
read_send_at(const struct reading *r, struct strategy *st)
{
    const char *s;
    int h, m;

    st->send_minute = 8 * 60;
    if (!read_text(r, "send_at", 5, &s))
        return;
    if (strlen(s) != 5 || strspn(s, "0123456789:") != 5 || s[2] != ':' || s[0] == ':' ||
        s[1] == ':' || s[3] == ':' || s[4] == ':')
        read_fault(r, "'send_at' must be a time such as \"08:00\"");
    h = (s[0] - '0') * 10 + s[1] - '0';
    m = (s[3] - '0') * 10 + s[4] - '0';
    if (h > 23 || m > 59)
        read_fault(r, "'send_at' must be a time such as \"08:00\"");
    st->send_minute = (uint16_t)(h * 60 + m);
}

static void
read_min_gap(const struct reading *r, struct strategy *st)
{
    uint16_t floor = host_of(r->L)->budget.legal_min_gap_days;

    st->min_gap_days = 5;
    read_days(r, "min_gap", 1, 366, &st->min_gap_days);
    if (st->min_gap_days < floor)
        read_fault(r, "'min_gap' of %d days is below the legal minimum of %d",
            st->min_gap_days, floor);
}

static void
read_limits(const struct reading *r, struct strategy *st)
{
    lua_Integer n;

    if (read_int(r, "max_contacts", 1, 1000, &n))
        st->max_contacts_30d = (uint16_t)n;
    if (read_int(r, "rank", -1000, 1000, &n))
        st->rank = (int16_t)n;
    read_days(r, "grace", 0, 366, &st->grace_days);
    read_amounts(r, "min_amount", &st->min_amount);
    read_amounts(r, "min_total", &st->min_total);
    read_amounts(r, "threshold", &st->threshold);
    read_names(
        r, "exclude_tags", st->exclude_tags, STRATEGY_TAGS__MAX, &st->exclude_tags_n);
    read_names(r, "exclude_payment_methods", st->exclude_methods, STRATEGY_TAGS__MAX,
        &st->exclude_methods_n);
    read_name(r, "segment", NAME__MAX, &st->segment);
    if (lua_getfield(r->L, 1, "min_share") != LUA_TNIL) {
        struct step_fee *f = fee_test(r->L, -1);

        if (f && f->kind == FEE_PERCENT)
            st->min_share_e6 = f->rate_e6;
        else
            read_fault(r, "'min_share' must be percent(\"10\")");
    }
    lua_pop(r->L, 1);
}

/* strategy { name = …, steps = { … }, … } */
static int
api_strategy(lua_State *L)
{
    static const char *const KEYS[] = { "catch_up", "exclude_payment_methods",
        "exclude_tags", "grace", "max_contacts", "min_amount", "min_gap", "min_share",
        "min_total", "name", "priority", "rank", "segment", "send_at", "send_days",
        "steps", "threshold", NULL };
    static const char *const CATCH_UP[] = { "latest", "all", "none", NULL };
    static const char *const DAYS[] = { "business", "all", NULL };
    struct script *s = loading_script(L, "strategy");
    struct strategy *st = arena_new_of(s->arena, struct strategy);
    struct reading r = { .L = L, .what = "strategy", .name = "" };
    struct script_decl *d;
    int choice = 0;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    d = lua_newuserdatauv(L, sizeof *d, 1); /* 2 */
    memset(d, 0, sizeof *d);
    luaL_setmetatable(L, TYPE_DECL);
    lua_createtable(L, STRATEGY_STEPS__MAX + 1, 0); /* 3 */
    if (!read_text(&r, "name", 100, &st->name))
        read_fault(&r, "'name' is missing");
    r.name = lua_pushfstring(L, "'%s'", st->name);
    read_keys(&r, KEYS);
    if (read_choice(&r, "catch_up", CATCH_UP, &choice))
        st->catch_up = (enum catch_up)choice;
    read_min_gap(&r, st);
    read_send_at(&r, st);
    st->business_days_only =
        !read_choice(&r, "send_days", DAYS, &choice) || choice == 0;
    read_limits(&r, st);
    read_steps(&r, st, 3);
    if ((st->has_priority = read_function(&r, "priority")))
        lua_rawseti(L, 3, SLOT_PRIORITY);
    else
        lua_pushboolean(L, false), lua_rawseti(L, 3, SLOT_PRIORITY);
    st->script_id = s->script_id;
    st->version_id = s->version_id;
    d->strategy = st;
    lua_settop(L, 3);
    lua_setiuservalue(L, 2, 1);
    return 1;
}

void
declare_open(lua_State *L)
{
    luaL_newmetatable(L, TYPE_DECL);
    luaL_newmetatable(L, TYPE_DAYS);
    luaL_newmetatable(L, TYPE_STEP);
    luaL_newmetatable(L, TYPE_ANCHOR);
    lua_pop(L, 4);
}

enum { HERE = 1 << SCRIPT_STRATEGY };

const struct api API_STRATEGY[] = {
    { NULL, "after_contact", api_after_contact, HERE },
    { NULL, "after_document", api_after_document, HERE },
    { NULL, "after_due", api_after_due, HERE },
    { NULL, "after_promise", api_after_promise, HERE },
    { NULL, "before_due", api_before_due, HERE },
    { NULL, "business_days", api_business_days, HERE },
    { NULL, "days", api_days, HERE },
    { NULL, "step", api_step, HERE },
    { NULL, "strategy", api_strategy, HERE },
    { 0 },
};
