#include "service/case_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "domain/promise.h"
#include "store/q_evaluate.h"

/* An array that grows in the arena by doubling. */
struct list {
    void *at;
    size_t n, room, size;
};

static void *
list_add(struct arena *a, struct list *l)
{
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 4;
        void *at = arena_alloc_n(a, room, l->size);

        if (l->n)
            memcpy(at, l->at, l->n * l->size);
        l->at = at;
        l->room = room;
    }
    return (char *)l->at + l->n++ * l->size;
}

#define LIST(type)           \
    {                        \
        .size = sizeof(type) \
    }
#define EACH(cursor, id, row) \
    for (; ((row) = case_cursor_of((cursor), (id))); case_cursor_step(cursor))

static void
fill_instalments(
    struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    struct list l = LIST(struct open_instalment);
    const struct eval_instalment *row;

    EACH(at, id, row)
    {
        *(struct open_instalment *)list_add(a, &l) = (struct open_instalment){
            .id = row->id,
            .item_id = row->item_id,
            .number = arena_str(a, row->number),
            .seq = (uint16_t)row->seq,
            .is_fee = !strcmp(row->kind, "fee") || !strcmp(row->kind, "interest"),
            .due_missing = row->due_missing,
            .issued_on = row->issued_on,
            .due_on = row->due_on,
            .amount_minor = row->amount_minor,
            .open_minor = row->open_minor,
        };
    }
    s->instalments = l.at;
    s->instalments_n = l.n;
}

static void
fill_credits(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    struct list l = LIST(struct open_credit);
    const struct eval_credit *row;

    EACH(at, id, row)
    {
        *(struct open_credit *)list_add(a, &l) = (struct open_credit){
            .item_id = row->item_id,
            .number = arena_str(a, row->number),
            .issued_on = row->issued_on,
            .open_minor = row->open_minor,
        };
    }
    s->credits = l.at;
    s->credits_n = l.n;
}

static int
by_id(const void *x, const void *y)
{
    uint64_t a = (*(struct open_instalment *const *)x)->id;
    uint64_t b = (*(struct open_instalment *const *)y)->id;

    return a < b ? -1 : a > b;
}

/* The instalments in the order of their ids: the snapshot has them by due date. */
static struct open_instalment **
order_by_id(struct arena *a, const struct snapshot *s)
{
    struct open_instalment **list =
        arena_new_n(a, s->instalments_n + 1, struct open_instalment *);

    for (size_t i = 0; i < s->instalments_n; i++)
        list[i] = &s->instalments[i];
    qsort(list, s->instalments_n, sizeof(struct open_instalment *), by_id);
    return list;
}

/* Rows come by instalment, so each instalment's part is one run of the list. */
static void
fill_taken(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    const struct eval_taken *row = case_cursor_of(at, id);
    struct open_instalment **of = row ? order_by_id(a, s) : NULL;
    size_t k = 0;

    while (row) {
        struct list l = LIST(struct taken);
        uint64_t instalment_id = row->instalment_id;

        for (; row && row->instalment_id == instalment_id;
             row = case_cursor_of(at, id)) {
            *(struct taken *)list_add(a, &l) = (struct taken){
                .script_id = row->script_id,
                .step = arena_str(a, row->step),
                .cycle = row->cycle,
                .level = (uint16_t)row->level,
                .on_day = row->on_day,
                .task = row->task,
                .uncertain = row->uncertain,
            };
            case_cursor_step(at);
        }
        while (k < s->instalments_n && of[k]->id < instalment_id)
            k++;
        if (k < s->instalments_n && of[k]->id == instalment_id) {
            of[k]->taken = l.at;
            of[k]->taken_n = l.n;
        }
    }
}

static enum promise_state
state_of(const char *name)
{
    return !name                     ? PROMISE_CANCELLED
           : !strcmp(name, "open")   ? PROMISE_OPEN
           : !strcmp(name, "kept")   ? PROMISE_KEPT
           : !strcmp(name, "partly") ? PROMISE_PARTLY
           : !strcmp(name, "broken") ? PROMISE_BROKEN
                                     : PROMISE_CANCELLED;
}

static void
fill_promises(
    struct case_cursor *at, uint64_t id, struct arena *a, struct case_facts *f)
{
    struct snapshot *s = &f->snapshot;
    struct list l = LIST(struct snap_promise), before = LIST(struct promise_before);
    const struct eval_promise *row;

    EACH(at, id, row)
    {
        *(struct snap_promise *)list_add(a, &l) = (struct snap_promise){
            .id = row->id,
            .amount_minor = row->amount_minor,
            .made_on = row->made_on,
            .promised_on = row->promised_on,
            .judged_on = row->judged_on,
        };
        *(struct promise_before *)list_add(a, &before) =
            (struct promise_before){ state_of(row->state_before), row->kept_before };
    }
    s->promises = l.at;
    s->promises_n = l.n;
    f->before = before.at;
}

static void
fill_promise_items(
    struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    const struct eval_promise_item *row = case_cursor_of(at, id);

    while (row) {
        struct list l = LIST(struct snap_promise_item);
        uint64_t promise_id = row->promise_id;

        for (; row && row->promise_id == promise_id; row = case_cursor_of(at, id)) {
            *(struct snap_promise_item *)list_add(a, &l) = (struct snap_promise_item){
                .instalment_id = row->instalment_id,
                .minor = row->minor,
            };
            case_cursor_step(at);
        }
        for (size_t i = 0; i < s->promises_n; i++)
            if (s->promises[i].id == promise_id) {
                s->promises[i].items = l.at;
                s->promises[i].items_n = l.n;
            }
    }
}

static void
judge_promises(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    struct list facts = LIST(struct promise_fact);
    struct list payments = LIST(struct promise_payment);
    const struct eval_promise_fact *fact;
    const struct eval_promise_payment *payment;

    EACH(&at[CASE_PROMISE_FACT], id, fact)
    {
        *(struct promise_fact *)list_add(a, &facts) = (struct promise_fact){
            .id = fact->id,
            .reverses_id = fact->reverses_id,
            .instalment_id = fact->instalment_id,
            .credit_item_id = fact->credit_item_id,
            .effective_on = fact->effective_on,
            .debit_minor = fact->debit_minor,
        };
    }
    EACH(&at[CASE_PROMISE_PAYMENT], id, payment)
    {
        *(struct promise_payment *)list_add(a, &payments) = (struct promise_payment){
            .item_id = payment->item_id,
            .on_day = payment->on_day,
            .minor = payment->minor,
        };
    }
    if (!s->promises_n)
        return;
    promise_judge(s->promises, s->promises_n, facts.at, facts.n, payments.at,
        payments.n, s->today, a);
    for (size_t i = 0; i < s->promises_n; i++)
        s->broken_promises += s->promises[i].state == PROMISE_BROKEN ||
                              s->promises[i].state == PROMISE_PARTLY;
}

static void
fill_disputes(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    struct list l = LIST(struct snap_dispute);
    const struct eval_dispute *row;

    EACH(at, id, row)
    {
        *(struct snap_dispute *)list_add(a, &l) = (struct snap_dispute){
            .id = row->id,
            .item_id = row->item_id,
            .amount_minor = row->amount_minor,
            .reason_code = arena_str(a, row->reason_code),
            .opened_on = row->opened_on,
            .target_on = row->target_on,
        };
    }
    s->disputes = l.at;
    s->disputes_n = l.n;
}

static void
fill_holds(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    struct list l = LIST(struct snap_hold);
    const struct eval_hold *row;

    EACH(at, id, row)
    {
        if (row->until_on != DAY_NONE && row->until_on < s->today)
            continue;
        *(struct snap_hold *)list_add(a, &l) = (struct snap_hold){
            .id = row->id,
            .item_id = row->item_id,
            .legal = row->legal,
            .amount_minor = row->amount_minor == I64_NONE ? -1 : row->amount_minor,
            .until_on = row->until_on,
            .reason = arena_str(a, row->reason),
            .autopay = row->autopay,
            .transfer = row->transfer,
        };
    }
    s->holds = l.at;
    s->holds_n = l.n;
}

static void
fill_contacts(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    enum { BILLING = 1, STATEMENT = 2, DISPUTE = 4, LEGAL = 8 };
    struct list l = LIST(struct snap_contact);
    const struct eval_contact *row;

    EACH(at, id, row)
    {
        *(struct snap_contact *)list_add(a, &l) = (struct snap_contact){
            .id = row->id,
            .name = arena_str(a, row->name),
            .email = row->email ? arena_str(a, row->email) : NULL,
            .language = row->language ? arena_str(a, row->language) : NULL,
            .time_zone = row->time_zone ? arena_str(a, row->time_zone) : NULL,
            .billing = row->roles & BILLING,
            .statement = row->roles & STATEMENT,
            .dispute = row->roles & DISPUTE,
            .legal = row->roles & LEGAL,
            .consent = row->consent,
            .suppressed = row->suppressed,
        };
    }
    s->contacts = l.at;
    s->contacts_n = l.n;
}

static void
fill_tags(struct case_cursor *at, uint64_t id, struct arena *a, struct case_facts *f)
{
    struct list own = LIST(const char *), other = LIST(const char *);
    const struct eval_tag *row;

    EACH(at, id, row)
    {
        struct list *l = row->own ? &own : &other;
        const char **last = l->n ? (const char **)l->at + l->n - 1 : NULL;

        if (!last || strcmp(*last, row->tag) != 0)
            *(const char **)list_add(a, l) = arena_str(a, row->tag);
    }
    f->own_tags = own.at;
    f->own_tags_n = own.n;
    f->other_tags = other.at;
    f->other_tags_n = other.n;
}

static int
by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void
wait_for(struct snapshot *s, struct arena *a, const char *kind, int32_t on)
{
    struct snap_waiting *w = &s->waiting;

    if (on <= s->today) {
        w->mail_failed = w->mail_failed || strcmp(kind, "undeliverable") == 0;
        w->approval = w->approval || strcmp(kind, "approval") == 0;
        w->risk = w->risk || strcmp(kind, "review_risk") == 0;
    }
    if (w->task_kind && on >= w->task_on)
        return;
    w->task_kind = arena_str(a, kind);
    w->task_on = on;
}

/* What waits with the customer rather than with one case. */
static void
fill_waiting(struct case_cursor *at, uint64_t id, struct arena *a, struct snapshot *s)
{
    const struct eval_waiting *row;

    EACH(at, id, row)
    {
        if (!row->is_reply) {
            wait_for(s, a, row->kind, row->on_day);
        } else if (!s->waiting.reply || row->on_day < s->waiting.reply_on) {
            s->waiting.reply = true;
            s->waiting.reply_on = row->on_day;
        }
    }
}

static void
fill_tasks(struct case_cursor *at, uint64_t id, struct arena *a, struct case_facts *f)
{
    struct snapshot *s = &f->snapshot;
    struct list raised = LIST(const char *), open = LIST(struct case_task);
    const struct eval_task *row;

    EACH(at, id, row)
    {
        const char *key = row->dedup_key ? arena_str(a, row->dedup_key) : NULL;

        s->open_tasks += row->is_open && row->due_on <= s->today;
        if (row->is_open)
            wait_for(s, a, row->kind, row->due_on);
        if (key && strncmp(key, "step:", 5) != 0)
            *(const char **)list_add(a, &raised) = key;
        if (key && row->is_open)
            *(struct case_task *)list_add(a, &open) =
                (struct case_task){ row->id, key };
    }
    if (raised.n)
        qsort(raised.at, raised.n, sizeof(const char *), by_text);
    s->raised = raised.at;
    s->raised_n = raised.n;
    f->tasks = open.at;
    f->tasks_n = open.n;
}

static void
fill_history(struct case_cursor *at, uint64_t id, struct snapshot *s)
{
    const struct eval_outbound *out = case_cursor_of(&at[CASE_OUTBOUND], id);
    const struct eval_paid *paid = case_cursor_of(&at[CASE_PAID], id);

    if (out) {
        s->contact_pending = out->pending_n > 0;
        s->mail_uncertain = out->uncertain_n > 0;
        s->contacts_30d =
            (uint16_t)(out->handed_n > UINT16_MAX ? UINT16_MAX : out->handed_n);
        if (out->last_on != DAY_NONE && out->last_on > s->last_contact_on)
            s->last_contact_on = out->last_on;
        case_cursor_step(&at[CASE_OUTBOUND]);
    }
    if (paid) {
        s->closed_items = paid->closed_n;
        s->average_days_late = (int32_t)paid->late_days;
        s->last_payment_on = paid->last_on;
        case_cursor_step(&at[CASE_PAID]);
    }
}

void
case_parts_fill(
    struct case_cursor *at, uint64_t case_id, struct arena *a, struct case_facts *f)
{
    struct snapshot *s = &f->snapshot;

    fill_instalments(&at[CASE_INSTALMENT], case_id, a, s);
    fill_credits(&at[CASE_CREDIT], case_id, a, s);
    fill_taken(&at[CASE_TAKEN], case_id, a, s);
    fill_promises(&at[CASE_PROMISE], case_id, a, f);
    fill_promise_items(&at[CASE_PROMISE_ITEM], case_id, a, s);
    judge_promises(at, case_id, a, s);
    fill_disputes(&at[CASE_DISPUTE], case_id, a, s);
    fill_holds(&at[CASE_HOLD], case_id, a, s);
    fill_contacts(&at[CASE_CONTACT], case_id, a, s);
    fill_tags(&at[CASE_TAG], case_id, a, f);
    fill_tasks(&at[CASE_TASK], case_id, a, f);
    fill_waiting(&at[CASE_WAITING], case_id, a, s);
    fill_history(at, case_id, s);
}
