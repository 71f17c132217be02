#include "service/script_cases.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "domain/coverage.h"
#include "domain/plan.h"
#include "service/script_file.h"

/* A case while it is read; the first fault stands. */
struct setting {
    struct arena *arena;
    const struct script_value *said;
    const char *fault;
    struct snapshot snap;
};

static void
fail(struct setting *c, const char *key, const char *why)
{
    if (!c->fault)
        c->fault = arena_fmt(c->arena, "'%s' %s", key, why);
}

static int32_t
read_day(
    struct setting *c, const struct script_value *v, const char *key, int32_t absent)
{
    const char *text = value_text(v, key, NULL);
    int32_t day = absent;

    if (value_get(v, key) && (!text || date_parse(text, &day)))
        fail(c, key, "must be a date such as \"2026-03-04\"");
    return day;
}

static int64_t
read_money(
    struct setting *c, const struct script_value *v, const char *key, int64_t absent)
{
    const char *text = value_text(v, key, NULL);
    int64_t minor = absent;

    if (value_get(v, key) && (!text || money_parse(text, c->snap.currency, &minor)))
        fail(c, key, "must be an amount such as \"100.00\"");
    return minor;
}

/* Index of the text among names; the first when it is absent. */
static int
read_choice(struct setting *c, const struct script_value *v, const char *key,
    const char *const *names)
{
    const char *text = value_text(v, key, names[0]);

    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    fail(c, key, "has no such value");
    return 0;
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
read_customer(struct setting *c)
{
    static const char *const STATUS[] = { "active", "on_hold", "legal", "closed",
        NULL };
    static const char *const KIND[] = { "business", "public_body", "consumer", NULL };
    static const char *const RISK[] = { "unknown", "low", "medium", "high", NULL };
    const struct script_value *v = value_get(c->said, "customer");
    const struct script_value *tags = value_get(v, "tags");
    struct snapshot *s = &c->snap;

    s->customer_name = value_text(v, "name", "Customer");
    s->country = s->division_country = value_text(v, "country", "DE");
    s->region = s->division_region = value_text(v, "region", "");
    s->language = value_text(v, "language", "en");
    s->payment_method = value_text(v, "payment_method", NULL);
    s->status = (enum customer_status)read_choice(c, v, "status", STATUS);
    s->kind = (enum customer_kind)read_choice(c, v, "kind", KIND);
    s->since_on = read_day(c, v, "since", DAY_NONE);
    s->credit_limit_minor = read_money(c, v, "credit_limit", -1);
    s->broken_promises = (uint32_t)value_int(v, "broken_promises", 0);
    s->average_days_late = (int32_t)value_int(v, "average_days_late", 0);
    s->closed_items = (uint32_t)value_int(v, "closed_items", 0);
    s->risk = (enum risk_class)read_choice(c, v, "risk", RISK);
    s->late_permille = (int32_t)value_int(v, "late_permille", 0);
    s->tags = arena_new_n(c->arena, value_count(tags) + 1, const char *);
    for (size_t i = 0; i < value_count(tags); i++) {
        if (value_at(tags, i)->kind != VALUE_TEXT)
            fail(c, "tags", "must be a list of texts");
        else
            s->tags[s->tags_n++] = value_at(tags, i)->text;
    }
    qsort(s->tags, s->tags_n, sizeof *s->tags, by_text);
}

static void
read_taken(struct setting *c, const struct strategy *st, const struct script_value *v,
    struct open_instalment *i)
{
    const struct script_value *list = value_get(v, "taken");

    i->taken = arena_new_n(c->arena, value_count(list) + 1, struct taken);
    for (size_t k = 0; k < value_count(list); k++) {
        const char *id = value_text(value_at(list, k), "step", "");
        struct taken *t = &i->taken[i->taken_n];

        for (size_t s = 0; st && s < st->steps_n; s++) {
            if (strcmp(st->steps[s].id, id) != 0)
                continue;
            *t = (struct taken){ .script_id = st->script_id,
                .step = st->steps[s].id,
                .level = st->steps[s].level,
                .on_day = read_day(c, value_at(list, k), "on", c->snap.today),
                .task = st->steps[s].kind == STEP_TASK };
            i->taken_n++;
        }
    }
}

static int
by_due(const void *a, const void *b)
{
    const struct open_instalment *x = a, *y = b;

    if (x->due_on != y->due_on)
        return x->due_on < y->due_on ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void
read_invoices(struct setting *c, const struct strategy *st)
{
    const struct script_value *list = value_get(c->said, "invoices");
    size_t n = value_count(list);
    struct snapshot *s = &c->snap;

    s->instalments = arena_new_n(c->arena, n + 1, struct open_instalment);
    s->disputes = arena_new_n(c->arena, n + 1, struct snap_dispute);
    for (size_t k = 0; k < n; k++) {
        const struct script_value *v = value_at(list, k);
        struct open_instalment *i = &s->instalments[s->instalments_n++];
        int64_t disputed = read_money(c, v, "disputed", 0);

        i->id = i->item_id = k + 1;
        i->number = value_text(v, "number", arena_fmt(c->arena, "R-%zu", k + 1));
        i->due_on = read_day(c, v, "due", s->today);
        i->issued_on = read_day(c, v, "issued", i->due_on - 30);
        i->open_minor = read_money(c, v, "open", 0);
        i->amount_minor = read_money(c, v, "amount", i->open_minor);
        if (i->open_minor <= 0)
            fail(c, "open", "must be more than nothing");
        if (disputed)
            s->disputes[s->disputes_n++] = (struct snap_dispute){ .id = k + 1,
                .item_id = i->item_id,
                .amount_minor = disputed,
                .reason_code = "other",
                .opened_on = s->today - 1,
                .target_on = DAY_NONE };
        read_taken(c, st, v, i);
    }
    qsort(s->instalments, n, sizeof *s->instalments, by_due);
}

static void
read_others(struct setting *c)
{
    const struct script_value *credits = value_get(c->said, "credits");
    const struct script_value *promises = value_get(c->said, "promises");
    struct snapshot *s = &c->snap;

    s->credits = arena_new_n(c->arena, value_count(credits) + 1, struct open_credit);
    for (size_t k = 0; k < value_count(credits); k++)
        s->credits[s->credits_n++] = (struct open_credit){ .item_id = 1000 + k,
            .number = "credit",
            .issued_on = s->today - 1,
            .open_minor = read_money(c, value_at(credits, k), "open", 0) };
    s->promises = arena_new_n(c->arena, value_count(promises) + 1, struct snap_promise);
    for (size_t k = 0; k < value_count(promises); k++) {
        const struct script_value *v = value_at(promises, k);
        int32_t on = read_day(c, v, "on", s->today);

        s->promises[s->promises_n++] = (struct snap_promise){ .id = k + 1,
            .amount_minor = read_money(c, v, "amount", 0),
            .made_on = s->today - 1,
            .promised_on = on,
            .judged_on = on,
            .state = PROMISE_OPEN };
    }
    s->last_contact_on = read_day(c, c->said, "last_contact", DAY_NONE);
    s->last_payment_on = read_day(c, c->said, "last_payment", DAY_NONE);
}

static void
read_case(struct setting *c, const struct strategy *st)
{
    static struct snap_contact contact = { .id = 1,
        .name = "A. Payer",
        .email = "payer@example.com",
        .billing = true,
        .statement = true,
        .dispute = true,
        .legal = true,
        .consent = true };
    struct snapshot *s = &c->snap;
    const char *currency = value_text(c->said, "currency", "EUR");

    if (!money_known(currency))
        fail(c, "currency", "is none");
    else
        memcpy(s->currency, currency, 4);
    s->case_id = s->customer_id = s->division_id = 1;
    s->customer_number = "C-1";
    s->time_zone = s->division_time_zone = "UTC";
    if (!value_get(c->said, "today"))
        fail(c, "today", "is missing");
    s->today = read_day(c, c->said, "today", 0);
    s->now_at = date_instant(s->today) + 6 * 60 * DATE_US_PER_MINUTE;
    s->synced_at = INSTANT_NONE;
    s->contacts = &contact;
    s->contacts_n = 1;
    read_customer(c);
    read_invoices(c, st);
    read_others(c);
}

static bool
lists(const struct script_value *list, const char *text)
{
    for (size_t i = 0; i < value_count(list); i++) {
        if (value_at(list, i)->kind == VALUE_TEXT &&
            strcmp(value_at(list, i)->text, text) == 0)
            return true;
    }
    return false;
}

static const char *
judge_plan(struct arena *a, const struct script_value *want, const struct plan *p)
{
    const char *send = value_text(want, "send", NULL);
    const char *task = value_text(want, "task", NULL);
    const char *held = value_text(want, "held", NULL);
    bool sent = false, tasked = false, is_held = false;

    for (size_t i = 0; i < p->messages_n; i++)
        sent |= send && strcmp(p->messages[i].step->template, send) == 0;
    for (size_t i = 0; i < p->tasks_n; i++)
        tasked |= task && strcmp(p->tasks[i].kind, task) == 0;
    for (size_t i = 0; i < p->held_n; i++)
        is_held |= held && strcmp(guard_name(p->held[i].guard), held) == 0;
    for (size_t i = 0; i < p->messages_n; i++) {
        if (lists(value_get(want, "no_send"), p->messages[i].step->template))
            return arena_fmt(a, "sends %s", p->messages[i].step->template);
    }
    if (send && !sent)
        return arena_fmt(a, "does not send %s; %s", send,
            p->messages_n ? arena_fmt(a, "sends %s", p->messages[0].step->template)
                          : "sends nothing");
    if (task && !tasked)
        return arena_fmt(a, "no task '%s'", task);
    if (held && !is_held)
        return arena_fmt(a, "is not held by '%s'%s%s", held,
            p->held_n ? " but by " : "", p->held_n ? guard_name(p->held[0].guard) : "");
    if (value_bool(want, "nothing", false) && p->messages_n)
        return arena_fmt(a, "sends %s", p->messages[0].step->template);
    if (value_bool(want, "nothing", false) && p->tasks_n)
        return arena_fmt(a, "makes the task '%s'", p->tasks[0].kind);
    return NULL;
}

static enum err
run_strategy(struct setting *c, struct script_host *h, const struct script *s)
{
    struct script_asker asker = { h, s };
    struct propose_asks asks = { .ctx = &asker, .when = script_ask_when };
    struct guard_limits limits = { 0 };
    struct plan_in in = { .snapshot = &c->snap,
        .strategy = script_strategy(s),
        .strategy_why = "case",
        .asks = &asks,
        .limits = &limits,
        .priority = script_ask_priority,
        .priority_ctx = &asker };
    struct plan plan;
    enum err e;

    script_see(h, in.strategy, &c->snap);
    e = plan_case(&in, c->arena, &plan);
    if (e == ERR_INVALID || e == ERR_LIMIT)
        c->fault = arena_str(c->arena, script_fault(h));
    else if (!e)
        c->fault = judge_plan(c->arena, value_get(c->said, "expect"), &plan);
    return e == ERR_INVALID || e == ERR_LIMIT ? OK : e;
}

static enum err
run_segments(struct setting *c, struct script_host *h, const struct script *s)
{
    const struct script_value *want = value_get(c->said, "expect");

    script_see(h, NULL, &c->snap);
    for (size_t i = 0; i < script_segments_n(s) && !c->fault; i++) {
        struct script_tag tag;
        enum err e = script_segment(h, s, i, c->arena, &tag);

        if (e == ERR_INVALID || e == ERR_LIMIT)
            c->fault = arena_str(c->arena, script_fault(h));
        else if (e)
            return e;
        else if (!tag.yes && lists(value_get(want, "tags"), tag.tag))
            c->fault = arena_fmt(c->arena, "is not tagged '%s'", tag.tag);
        else if (tag.yes && lists(value_get(want, "no_tags"), tag.tag))
            c->fault = arena_fmt(c->arena, "is tagged '%s'", tag.tag);
    }
    return OK;
}

static enum err
run_case(struct arena *a, const struct script_value *said, struct script_host *h,
    const struct script *s, struct case_result *out)
{
    struct setting *c = arena_new_of(a, struct setting);
    enum err e = OK;

    c->arena = a;
    c->said = said;
    out->name = arena_str(a, value_text(said, "name", "case without a name"));
    if (value_get(said, "expect") == NULL)
        fail(c, "expect", "is missing");
    read_case(c, script_strategy(s));
    if (!c->fault) {
        coverage_apply(&c->snap, a);
        e = script_strategy(s) ? run_strategy(c, h, s) : run_segments(c, h, s);
    }
    out->fault = c->fault;
    return e;
}

enum err
script_cases(struct arena *a, const char *lua_dir, struct script_host *h,
    const struct script *s, struct case_result **out, size_t *n, size_t *failed)
{
    const char *path = arena_fmt(a, "%s/cases/%s.lua", lua_dir, script_name(s)), *why;
    struct script_source source = { .kind = SCRIPT_CASES };
    struct script_text text;
    struct script *cases;
    enum err e;

    *n = *failed = 0;
    if ((e = script_file_read(a, path, &text, &why)) == ERR_NOT_FOUND)
        return OK;
    source.name = text.name;
    source.body = text.body;
    source.len = text.len;
    if (!e)
        e = script_load(h, &source, &cases);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        *out = arena_new_of(a, struct case_result);
        (*out)->name = path;
        (*out)->fault = why ? why : arena_str(a, script_fault(h));
        *n = *failed = 1;
        return OK;
    }
    if (e)
        return e;
    *out = arena_new_n(a, value_count(script_data(cases)) + 1, struct case_result);
    for (size_t i = 0; i < value_count(script_data(cases)) && !e; i++) {
        e = run_case(a, value_at(script_data(cases), i), h, s, &(*out)[*n]);
        *failed += (*out)[(*n)++].fault != NULL;
    }
    return e;
}
