#include "service/claim_fees.h"

#include <string.h>

#include "base/log.h"
#include "base/money.h"
#include "base/text.h"
#include "db/lock.h"
#include "script/pack.h"
#include "store/case.h"
#include "store/q_instalment.h"
#include "store/q_item.h"

enum { NUMBER__SIZE = 64, SOURCE__SIZE = 128 };

/* item.source_system of what we make ourselves. */
static const char OURS[] = "dunlin";

static enum err
fee_of_line(const struct delivery *d, const struct outbox_case *c,
    const struct outbox_fee_lines *l, int32_t today, struct fee *out)
{
    const struct step *step = delivery_step(d, l->script_id, l->step);
    const struct pack *pack = rulebook_pack(d->rules, c->country);
    const struct fee_law *law = pack ? pack_fee_on(pack, c->currency, today) : NULL;

    *out = (struct fee){ 0 };
    if (!step)
        return OK;
    return fee_of_step(&step->fee, law, (enum customer_kind)(c->customer_kind - 1),
        c->currency, l->open_minor, today - l->due_on, out);
}

void
fees_of_lines(struct arena *a, const struct delivery *d, const struct outbox_case *c,
    const struct outbox_fee_lines *lines, size_t n, int32_t today, struct fees *out)
{
    *out = (struct fees){ 0 };
    out->list = arena_new_n(a, n + 1, struct line_fee);
    for (size_t k = 0; k < n; k++) {
        struct line_fee *f = &out->list[out->n];

        f->line = lines[k];
        if (fee_of_line(d, c, &lines[k], today, &f->fee) ||
            money_add(out->total_minor, f->fee.minor, &out->total_minor)) {
            /* an amount beyond all sense: the reminder still goes, without it */
            log_error("fee_not_computed", kv("instalment", lines[k].instalment_id));
            continue;
        }
        if (f->fee.minor <= 0)
            continue;
        if (!out->basis)
            out->basis = f->fee.basis;
        out->n++;
    }
}

enum err
fees_of_message(struct db *db, struct arena *a, const struct delivery *d,
    const struct outbox_case *c, uint64_t outbox_id, int32_t today, struct fees *out)
{
    struct outbox_fee_lines *lines;
    size_t n;
    enum err e = outbox_fee_lines(db, a, outbox_id, &lines, &n);

    if (!e)
        fees_of_lines(a, d, c, lines, n, today, out);
    return e;
}

/* "R-1001-first", cut to what the column holds. */
static char *
fee_number(struct arena *a, const struct outbox_fee_lines *l)
{
    char *number = arena_alloc(a, NUMBER__SIZE);
    const char *text = l->cycle
                           ? arena_fmt(a, "%s-%s-%u", l->number, l->step, l->cycle + 1)
                           : arena_fmt(a, "%s-%s", l->number, l->step);

    text_copy(number, NUMBER__SIZE, text);
    return number;
}

/* Of n fees, row by row; each kind is written by one statement. */
struct claimed {
    struct item_insert *item;
    struct instalment_insert *due;
    struct item_event_insert *event;
    struct fee_claim_add *claim;
    struct activity *line;
    size_t n;
};

static struct claimed
room_for(struct arena *a, size_t n)
{
    return (struct claimed){ .item = arena_new_n(a, n, struct item_insert),
        .due = arena_new_n(a, n, struct instalment_insert),
        .event = arena_new_n(a, n, struct item_event_insert),
        .claim = arena_new_n(a, n, struct fee_claim_add),
        .line = arena_new_n(a, n, struct activity) };
}

static void
ledger_rows(struct claimed *all, struct arena *a, const struct outbox_case *c,
    const struct delivery_about *m, const struct line_fee *f)
{
    struct item_insert *item = &all->item[all->n];

    *item = (struct item_insert){ .case_id = m->case_id,
        .customer_id = c->customer_id,
        .division_id = c->division_id,
        .kind = "fee",
        .side = "debit",
        .source_system = OURS,
        .source_id = arena_fmt(a, "fee:%llu:%s:%u",
            (unsigned long long)f->line.instalment_id, f->line.step, f->line.cycle),
        .number = fee_number(a, &f->line),
        .reference = f->line.number,
        .issued_on = m->today,
        .amount_minor = f->fee.minor,
        .open_minor = f->fee.minor,
        .status = "posted",
        .known_at = m->now_at,
        .recorded_at = m->now_at };
    memcpy(item->currency, c->currency, sizeof item->currency);
    all->due[all->n] = (struct instalment_insert){ .seq = 1,
        .case_id = m->case_id,
        .issued_on = m->today,
        .due_on = m->today,
        .amount_minor = f->fee.minor,
        .open_minor = f->fee.minor,
        .settled_on = DATE_DAY__MAX,
        .known_from = m->now_at };
    all->event[all->n] = (struct item_event_insert){ .case_id = m->case_id,
        .kind = "issued",
        .effective_on = m->today,
        .known_at = m->now_at,
        .recorded_at = m->now_at };
}

static void
claim_row(struct claimed *all, const struct delivery_about *m, const struct line_fee *f)
{
    all->claim[all->n] = (struct fee_claim_add){ .instalment_id = f->line.instalment_id,
        .script_id = f->line.script_id,
        .step = f->line.step,
        .cycle = f->line.cycle,
        .case_id = m->case_id,
        .base_minor = f->fee.base_minor,
        .rate_e6 = f->fee.rate_e6,
        .fixed_minor = f->fee.fixed_minor,
        .days = f->fee.days,
        .basis = f->fee.basis ? f->fee.basis : "contract",
        .claimed_on = m->today };
}

static enum err
number(struct db *db, struct claimed *all)
{
    uint64_t *item = &all->item[all->n].id;
    enum err e;

    if ((e = db_id(db, item)) || (e = db_id(db, &all->due[all->n].id)) ||
        (e = db_id(db, &all->event[all->n].id)) ||
        (e = db_id(db, &all->claim[all->n].id)))
        return e;
    all->due[all->n].item_id = *item;
    all->event[all->n].item_id = *item;
    all->claim[all->n].item_id = *item;
    return OK;
}

static enum err
write_all(struct db *db, struct arena *a, const struct claimed *all)
{
    enum err e;

    if ((e = item_insert(db, all->item, all->n, NULL)) ||
        (e = instalment_insert(db, all->due, all->n, NULL)) ||
        (e = item_event_insert(db, all->event, all->n, NULL)) ||
        (e = fee_claim_add(db, all->claim, all->n, NULL)))
        return e;
    return activity_add_all(db, a, all->line, all->n);
}

enum err
claim_fees(struct db *db, struct arena *a, const struct delivery *d,
    const struct outbox_case *c, const struct delivery_about *m)
{
    const struct actor by = delivery_actor(m->now_at);
    struct fees fees;
    struct claimed all;
    enum err e = fees_of_message(db, a, d, c, m->outbox_id, m->today, &fees);

    if (e || fees.n == 0)
        return e;
    all = room_for(a, fees.n);
    for (; all.n < fees.n; all.n++) {
        const struct line_fee *f = &fees.list[all.n];
        char amount[MONEY_TEXT__SIZE];

        ledger_rows(&all, a, c, m, f);
        claim_row(&all, m, f);
        if ((e = number(db, &all)))
            return e;
        money_format(f->fee.minor, c->currency, amount);
        all.line[all.n] = delivery_line(a, m, &by, "fee",
            arena_fmt(
                a, "Fee of %s %s claimed on %s", amount, c->currency, f->line.number),
            f->fee.basis);
    }
    if ((e = case_stale(db, all.item[0].case_id, m->today)))
        return e;
    return write_all(db, a, &all);
}
