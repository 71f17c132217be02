#include "service/refund_ledger.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "store/case.h"
#include "store/q_allocation.h"
#include "store/q_instalment.h"
#include "store/q_item.h"

static const char OURS[] = "dunlin";
enum { NUMBER__SIZE = 64, NOTE__SIZE = 500 };

static struct item_insert
item_of(const struct actor *by, const struct refund_lock *r,
    const struct refund_credit_row *credit, int32_t on)
{
    struct item_insert item = { .case_id = r->case_id,
        .customer_id = r->customer_id,
        .division_id = credit->division_id,
        .source_system = OURS,
        .issued_on = on,
        .amount_minor = r->amount_minor,
        .status = "posted",
        .known_at = by->now_us,
        .recorded_at = by->now_us };

    memcpy(item.currency, r->currency, sizeof item.currency);
    return item;
}

static struct allocation_insert
allocation_of(const struct actor *by, const struct refund_lock *r, int32_t on)
{
    return (struct allocation_insert){ .case_id = r->case_id,
        .credit_case_id = r->case_id,
        .credit_minor = r->amount_minor,
        .debit_minor = r->amount_minor,
        .effective_on = on,
        .known_at = by->now_us,
        .recorded_at = by->now_us,
        .source_system = OURS,
        .reason = "refund" };
}

static enum err
add_event(struct db *db, const struct actor *by, const struct refund_lock *r,
    uint64_t item_id, const char *kind, int32_t on)
{
    struct item_event_insert event = { .item_id = item_id,
        .case_id = r->case_id,
        .kind = kind,
        .effective_on = on,
        .known_at = by->now_us,
        .recorded_at = by->now_us };
    enum err e = db_id(db, &event.id);

    return e ? e : item_event_insert(db, &event, 1, NULL);
}

static enum err
set_open(struct db *db, uint64_t item_id, int64_t open_minor)
{
    const struct item_settle row = { .open_minor = open_minor, .id = item_id };

    return item_settle(db, &row, 1, NULL);
}

static char *
cut(struct arena *a, size_t size, const char *text)
{
    char *out = arena_alloc(a, size);

    text_copy(out, size, text);
    return out;
}

enum err
refund_write(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_lock *r, const struct refund_credit_row *credit,
    struct refund_rows *out)
{
    struct item_insert item = item_of(by, r, credit, r->paid_on);
    struct instalment_insert due = { .seq = 1,
        .case_id = r->case_id,
        .issued_on = r->paid_on,
        .due_on = r->paid_on,
        .amount_minor = r->amount_minor,
        .settled_on = r->paid_on,
        .known_from = by->now_us };
    struct allocation_insert alloc = allocation_of(by, r, r->paid_on);
    enum err e;

    item.kind = "refund";
    item.side = "debit";
    item.source_id = alloc.source_id = arena_fmt(a, "refund:%" PRIu64, r->id);
    item.number = cut(a, NUMBER__SIZE, arena_fmt(a, "%s-refund", credit->number));
    item.reference = r->reference;
    item.note = r->reason;
    if ((e = db_id(db, &item.id)) || (e = db_id(db, &due.id)) ||
        (e = db_id(db, &alloc.id)))
        return e;
    due.item_id = alloc.debit_item_id = item.id;
    alloc.instalment_id = due.id;
    alloc.credit_item_id = credit->id;
    *out = (struct refund_rows){ item.id, alloc.id };
    if ((e = item_insert(db, &item, 1, NULL)) ||
        (e = instalment_insert(db, &due, 1, NULL)) ||
        (e = allocation_insert(db, &alloc, 1, NULL)) ||
        (e = set_open(db, credit->id, credit->open_minor - r->amount_minor)) ||
        (e = case_stale(db, r->case_id, r->paid_on)))
        return e;
    return add_event(db, by, r, item.id, "issued", r->paid_on);
}

/* The document that takes a refund back: the money that did not leave. */
static enum err
add_opposite(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_lock *r, const struct refund_credit_row *credit, int32_t on,
    uint64_t instalment_id)
{
    struct item_insert item = item_of(by, r, credit, on);
    struct allocation_insert alloc = allocation_of(by, r, on);
    enum err e;

    item.kind = "payment";
    item.side = "credit";
    item.source_id = arena_fmt(a, "refund:%" PRIu64 ":void", r->id);
    item.number = cut(a, NUMBER__SIZE, arena_fmt(a, "%s-refund-void", credit->number));
    item.note = cut(a, NOTE__SIZE, arena_fmt(a, "cancels %s-refund", credit->number));
    alloc.source_id = arena_fmt(a, "%s:1", item.source_id);
    alloc.reason = "cancelled";
    if ((e = db_id(db, &item.id)) || (e = db_id(db, &alloc.id)))
        return e;
    alloc.credit_item_id = item.id;
    alloc.debit_item_id = r->item_id;
    alloc.instalment_id = instalment_id;
    if ((e = item_insert(db, &item, 1, NULL)))
        return e;
    return allocation_insert(db, &alloc, 1, NULL);
}

enum err
refund_undo(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_lock *r, const struct refund_credit_row *credit, int32_t on)
{
    struct allocation_insert back = allocation_of(by, r, on);
    struct refund_instalment due;
    struct instalment_settle settled = { .settled_on = on };
    enum err e;

    if ((e = refund_instalment(db, a, r->item_id, &due)) || (e = db_id(db, &back.id)))
        return e;
    back.credit_item_id = credit->id;
    back.debit_item_id = r->item_id;
    back.instalment_id = settled.id = due.id;
    back.credit_minor = back.debit_minor = -r->amount_minor;
    back.reverses_id = r->allocation_id;
    back.source_id = arena_fmt(a, "refund:%" PRIu64 ":back", r->id);
    if ((e = allocation_insert(db, &back, 1, NULL)) ||
        (e = set_open(db, credit->id, credit->open_minor + r->amount_minor)) ||
        (e = add_opposite(db, a, by, r, credit, on, due.id)) ||
        (e = instalment_settle(db, &settled, 1, NULL)) ||
        (e = case_stale(db, r->case_id, r->paid_on < on ? r->paid_on : on)) ||
        (e = refund_cancel_item(db, r->item_id, NULL)))
        return e;
    return add_event(db, by, r, r->item_id, "cancelled", on);
}
