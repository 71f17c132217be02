#include "service/ledger/write.h"

#include <string.h>

#include "base/faults.h"
#include "base/jsonin.h"
#include "service/ledger/json.h"
#include "service/ledger/trail.h"
#include "service/settle_planned.h"
#include "store/case.h"
#include "store/q_source_sync.h"

struct lists {
    LIST(struct item_insert) items;
    LIST(struct item_change) item_changes;
    LIST(struct item_settle) item_settles;
    LIST(struct item_line_insert) lines;
    LIST(struct item_lines_drop) dropped;
    LIST(struct instalment_insert) insts;
    LIST(struct instalment_change) inst_changes;
    LIST(struct instalment_settle) inst_settles;
};

static void
list_inst(struct led *w, struct lists *l, const struct led_inst *k)
{
    const struct instalment_insert *v = &k->v;

    if (k->is_new)
        *LIST_ADD(w->a, l->insts) = *v;
    else if (k->changed)
        *LIST_ADD(w->a, l->inst_changes) =
            (struct instalment_change){ .issued_on = v->issued_on,
                .due_on = v->due_on,
                .due_missing = v->due_missing,
                .amount_minor = v->amount_minor,
                .open_minor = v->open_minor,
                .settled_on = v->settled_on,
                .known_from = v->known_from,
                .id = v->id };
    else if (v->open_minor != k->was_open || k->last_on != DAY_NONE)
        *LIST_ADD(w->a, l->inst_settles) = (struct instalment_settle){
            .open_minor = v->open_minor, .settled_on = v->settled_on, .id = v->id
        };
}

static void
list_lines(struct led *w, struct lists *l, const struct led_item *t)
{
    for (size_t i = 0; i < t->lines_n; i++) {
        const struct ledger_line *n = &t->lines[i];

        *LIST_ADD(w->a, l->lines) = (struct item_line_insert){ .item_id = t->v.id,
            .line_no = (uint32_t)i + 1,
            .description = n->description,
            .order_number = n->order_number,
            .quantity = n->quantity,
            .unit_minor = n->unit_minor,
            .tax_rate = n->tax_rate,
            .tax_minor = n->tax_minor,
            .amount_minor = n->amount_minor };
    }
    if (t->has_lines && !t->is_new)
        *LIST_ADD(w->a, l->dropped) = (struct item_lines_drop){ .item_id = t->v.id,
            .line_no = (uint32_t)t->lines_n };
}

static void
list_item(struct led *w, struct lists *l, const struct led_item *t)
{
    const struct item_insert *v = &t->v;

    if (t->is_new) {
        *LIST_ADD(w->a, l->items) = *v;
    } else if (t->changed) {
        struct item_change *c = LIST_ADD(w->a, l->item_changes);

        *c = (struct item_change){ .source_version = v->source_version,
            .number = v->number,
            .reference = v->reference,
            .issued_on = v->issued_on,
            .amount_minor = v->amount_minor,
            .open_minor = v->open_minor,
            .status = v->status,
            .payment_method = v->payment_method,
            .payer_name = v->payer_name,
            .note = v->note,
            .id = v->id };
        memcpy(c->raw_hash, v->raw_hash, sizeof c->raw_hash);
    } else if (v->open_minor != t->was_open) {
        *LIST_ADD(w->a, l->item_settles) =
            (struct item_settle){ .open_minor = v->open_minor, .id = v->id };
    }
    list_lines(w, l, t);
    for (size_t i = 0; i < t->inst_n; i++)
        list_inst(w, l, t->inst[i]);
}

static enum err
write_items(struct led *w)
{
    struct lists l = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < w->items.n; i++)
        list_item(w, &l, w->items.at[i]);
    if (l.items.n)
        e = item_insert(w->db, l.items.at, l.items.n, NULL);
    if (!e && l.item_changes.n)
        e = item_change(w->db, l.item_changes.at, l.item_changes.n, NULL);
    if (!e && l.item_settles.n)
        e = item_settle(w->db, l.item_settles.at, l.item_settles.n, NULL);
    if (!e && l.dropped.n)
        e = item_lines_drop(w->db, l.dropped.at, l.dropped.n, NULL);
    if (!e && l.lines.n)
        e = item_line_insert(w->db, l.lines.at, l.lines.n, NULL);
    if (!e && l.insts.n)
        e = instalment_insert(w->db, l.insts.at, l.insts.n, NULL);
    if (!e && l.inst_changes.n)
        e = instalment_change(w->db, l.inst_changes.at, l.inst_changes.n, NULL);
    if (!e && l.inst_settles.n)
        e = instalment_settle(w->db, l.inst_settles.at, l.inst_settles.n, NULL);
    return e;
}

static enum err
write_syncs(struct led *w)
{
    struct source_sync_put *rows =
        arena_new_n(w->a, w->synced.n, struct source_sync_put);
    struct source_sync_note *notes =
        arena_new_n(w->a, w->synced.n, struct source_sync_note);
    enum err e;

    if (!w->synced.n)
        return OK;
    for (size_t i = 0; i < w->synced.n; i++) {
        rows[i] = (struct source_sync_put){ .division_id = w->synced.at[i],
            .source_system = w->call->source_system,
            .synced_at = w->now };
        notes[i] = (struct source_sync_note){ .division_id = w->synced.at[i],
            .source_system = w->call->source_system,
            .synced_minute = w->now - w->now % DATE_US_PER_MINUTE };
    }
    e = source_sync_put(w->db, rows, w->synced.n, NULL);
    return e ? e : source_sync_note(w->db, notes, w->synced.n, NULL);
}

static enum err
write_events(struct led *w)
{
    enum err e = OK;

    for (size_t i = 0; i < w->events.n; i++)
        w->events.at[i].id = led_id(w);
    for (size_t i = 0; i < w->activities.n; i++)
        w->activities.at[i].id = led_id(w);
    if (w->fault)
        return w->fault;
    if (w->events.n)
        e = item_event_insert(w->db, w->events.at, w->events.n, NULL);
    if (!e && w->history.n)
        e = instalment_history_insert(w->db, w->history.at, w->history.n, NULL);
    if (!e && w->confirmations.n)
        e = cash_confirmation_put(w->db, w->confirmations.at, w->confirmations.n, NULL);
    if (!e && w->activities.n)
        e = ledger_activity_insert(w->db, w->activities.at, w->activities.n, NULL);
    return e;
}

/* Of what was open before this round and is not any more: its reminders that wait and
 * its line of the worklist end in the same transaction. */
static enum err
clear_settled(struct led *w)
{
    LIST(uint64_t) ids = { 0 };
    struct map once;

    map_init(&once, w->a);
    for (size_t i = 0; i < w->items.n; i++)
        for (size_t k = 0; k < w->items.at[i]->inst_n; k++) {
            const struct led_inst *inst = w->items.at[i]->inst[k];
            uint64_t case_id = inst->v.case_id;

            if (inst->is_new || !inst->was_open || inst->v.open_minor ||
                map_id(&once, case_id))
                continue;
            map_put_id(&once, case_id, w);
            *LIST_ADD(w->a, ids) = case_id;
        }
    return settle_cases(w->db, w->a, ids.at, ids.n, w->now);
}

enum err
led_write(struct led *w)
{
    enum err e = w->fault;

    if (!e)
        e = write_items(w);
    if (!e && w->new_allocs.n)
        e = allocation_insert(w->db, w->new_allocs.at, w->new_allocs.n, NULL);
    if (!e)
        e = write_events(w);
    if (!e)
        e = led_write_trail(w);
    if (!e)
        e = write_syncs(w);
    if (!e && w->stale.n)
        e = daily_stale_put(w->db, w->stale.at, w->stale.n, NULL);
    if (!e)
        e = case_touch_many(w->db, w->a, w->touch_ids.at, w->touch_ids.n, "ledger");
    if (!e)
        e = clear_settled(w);
    return e;
}

/* The version a parked row carries. */
static uint64_t
version_of(struct arena *a, const char *json)
{
    struct jsonin in;
    struct faults f;
    int64_t v = 0;

    faults_init(&f, a);
    if (jsonin_parse(&in, a, &f, json, strlen(json), NULL) == OK)
        (void)jsonin_i64(in.root, "source_version", JSONIN_MAY, 0, INT64_MAX, &v);
    return (uint64_t)v;
}

static const char *
park_key(struct arena *a, const char *kind, const char *source_id)
{
    return arena_fmt(a, "%s/%s", kind, source_id);
}

enum err
led_write_parks(struct led *w)
{
    LIST(struct parked_row_put) puts = { 0 };
    struct parked_row_of_sources *rows;
    struct led_set set;
    struct map stored;
    size_t n;
    enum err e;

    if (!w->parks.n)
        return OK;
    led_set_init(&set, w->a);
    map_init(&stored, w->a);
    for (size_t i = 0; i < w->parks.n; i++) {
        const struct ledger_row *r = w->parks.at[i].row;

        led_set_texts(
            &set, (const char *[]){ ledger_kind_name(r->kind), r->source_id }, 2);
    }
    if ((e = parked_row_of_sources(
             w->db, w->a, w->call->source_system, led_set_end(&set), &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        map_put_text(&stored, park_key(w->a, rows[i].object_kind, rows[i].source_id),
            (void *)(uintptr_t)rows[i].payload);
    for (size_t i = 0; i < w->parks.n; i++) {
        struct led_park *p = &w->parks.at[i];
        const char *kind = ledger_kind_name(p->row->kind);
        const char *was = map_text(&stored, park_key(w->a, kind, p->row->source_id));

        if (was && version_of(w->a, was) > p->row->source_version) {
            p->result->status = LEDGER_OLDER;
            continue;
        }
        *LIST_ADD(w->a, puts) = (struct parked_row_put){ .id = led_id(w),
            .source_system = w->call->source_system,
            .object_kind = kind,
            .source_id = p->row->source_id,
            .waits_for = p->waits_for,
            .payload = ledger_row_write(w->a, p->row),
            .client_id = w->call->client_id,
            .received_at = w->now };
    }
    if (w->fault || !puts.n)
        return w->fault;
    return parked_row_put(w->db, puts.at, puts.n, NULL);
}
