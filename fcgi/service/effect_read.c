#include "service/effect_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "store/q_effect.h"

#define SPAN(s) .lo = (s)->lo, .hi = (s)->hi

/* Room for one more behind n elements, in steps that double. */
#define ROOM(a, list, n)                                           \
    do {                                                           \
        if (!((n) & ((n)-1)))                                      \
            (list) = arena_grow((a), (list), (n) * sizeof *(list), \
                ((n) ? (n)*2 : 1) * sizeof *(list));               \
    } while (0)

/* Of a thousand accounts, all that is held is a few megabytes. */
enum { SPAN_CASES = 1000 };

enum err
effect_span(struct db *db, struct arena *a, const struct effect_ask *ask, uint64_t lo,
    bool *found, struct effect_span *out)
{
    const struct effect_span_end_in in = { INSIGHT_WHO(&ask->who), .lo = lo,
        .take = SPAN_CASES };
    struct effect_span_end end;
    enum err e = effect_span_end(db, a, &in, &end);

    if (e)
        return e;
    *found = end.hi != 0;
    *out = (struct effect_span){ lo, end.hi };
    return OK;
}

/* -- messages -------------------------------------------------------------- */

static struct effect_key
key_of(struct arena *a, enum effect_by by, const struct effect_sent *s)
{
    struct effect_key k = { .name = NULL };

    memcpy(k.currency, s->currency, sizeof k.currency);
    switch (by) {
    case EFFECT_BY_TEMPLATE:
        k.name = s->template;
        break;
    case EFFECT_BY_STEP:
        k.name = s->step;
        break;
    case EFFECT_BY_CHANNEL:
        k.name = s->channel;
        break;
    case EFFECT_BY_WEEKDAY:
        k.name = arena_fmt(a, "%d", date_weekday(s->handed_on));
        break;
    case EFFECT_BY_HOUR:
        k.name = arena_fmt(
            a, "%02d", zone_minute_of_day(zone_find(s->time_zone), s->handed_at) / 60);
        break;
    case EFFECT_BY_STRATEGY:
        k.name = s->strategy;
        k.no = s->version_no == U32_NONE ? 0 : s->version_no;
        break;
    }
    return k;
}

static size_t
key_index(struct effect_keys *keys, const struct effect_key *k)
{
    for (size_t i = 0; i < keys->n; i++)
        if (strcmp(keys->v[i].currency, k->currency) == 0 && keys->v[i].no == k->no &&
            text_eq(keys->v[i].name, k->name))
            return i;
    ROOM(keys->a, keys->v, keys->n);
    keys->v[keys->n] = *k;
    keys->v[keys->n].name = k->name ? arena_str(keys->a, k->name) : NULL;
    return keys->n++;
}

static void
add_sent(struct arena *a, const struct effect_ask *ask, struct effect_keys *keys,
    struct effect_facts *f, const struct effect_sent *s)
{
    if (!f->messages_n || f->messages[f->messages_n - 1].id != s->outbox_id) {
        struct effect_message m = { .id = s->outbox_id, .on = s->handed_on };

        m.reminds = s->reminds && m.on >= ask->from && m.on <= ask->to;
        if (m.reminds) {
            const struct effect_key k = key_of(a, ask->by, s);

            m.key = key_index(keys, &k);
        }
        ROOM(a, f->messages, f->messages_n);
        f->messages[f->messages_n++] = m;
    }
    ROOM(a, f->named, f->named_n);
    f->named[f->named_n++] = (struct effect_named){ s->instalment_id, s->handed_on,
        (uint32_t)(f->messages_n - 1) };
}

static int
by_item_and_message(const void *x, const void *y)
{
    const struct effect_named *a = x, *b = y;

    if (a->instalment_id != b->instalment_id)
        return a->instalment_id < b->instalment_id ? -1 : 1;
    if (a->on != b->on)
        return a->on < b->on ? -1 : 1;
    return (a->message > b->message) - (a->message < b->message);
}

/* A message may name an item by two steps. */
static void
order_named(struct effect_facts *f)
{
    size_t kept = 0;

    if (f->named_n)
        qsort(f->named, f->named_n, sizeof *f->named, by_item_and_message);
    for (size_t i = 0; i < f->named_n; i++)
        if (!kept || by_item_and_message(&f->named[kept - 1], &f->named[i]))
            f->named[kept++] = f->named[i];
    f->named_n = kept;
}

static enum err
read_sent(struct db *db, struct arena *a, const struct effect_ask *ask,
    const struct effect_span *span, struct effect_keys *keys, struct effect_facts *f)
{
    const struct effect_sent_in in = { INSIGHT_WHO(&ask->who), SPAN(span),
        .from_on = ask->from - EFFECT_WINDOW__MAX,
        .to_on = ask->to + EFFECT_WINDOW__MAX };
    struct effect_sent_stream s;
    enum err e = effect_sent_open(&s, db, &in);

    if (e)
        return e;
    while (effect_sent_next(&s))
        add_sent(a, ask, keys, f, &s.row);
    if ((e = effect_sent_close(&s)))
        return e;
    order_named(f);
    return OK;
}

/* -- allocations and accounts ------------------------------------------------ */

static int
by_item(const void *x, const void *y)
{
    const struct effect_payment *a = x, *b = y;

    return (a->instalment_id > b->instalment_id) -
           (a->instalment_id < b->instalment_id);
}

static enum err
read_payments(struct db *db, struct arena *a, const struct effect_ask *ask,
    const struct effect_span *span, struct effect_facts *f)
{
    const struct effect_allocated_in in = { INSIGHT_WHO(&ask->who), SPAN(span),
        .from_on = ask->from };
    struct effect_allocated_stream s;
    enum err e = effect_allocated_open(&s, db, &in);

    if (e)
        return e;
    while (effect_allocated_next(&s)) {
        ROOM(a, f->payments, f->payments_n);
        f->payments[f->payments_n++] = (struct effect_payment){ s.row.instalment_id,
            { s.row.effective_on, s.row.minor, s.row.payment, s.row.stands } };
    }
    if ((e = effect_allocated_close(&s)))
        return e;
    if (f->payments_n)
        qsort(f->payments, f->payments_n, sizeof *f->payments, by_item);
    return OK;
}

static enum err
read_accounts(struct db *db, struct arena *a, const struct effect_ask *ask,
    const struct effect_span *span, struct effect_facts *f)
{
    const struct effect_payers_in in = { INSIGHT_WHO(&ask->who), SPAN(span),
        .from_on = ask->from - EFFECT_PAYER_YEAR, .to_on = ask->from - 1 };
    struct effect_payers_stream s;
    enum err e = effect_payers_open(&s, db, &in);

    if (e)
        return e;
    while (effect_payers_next(&s)) {
        ROOM(a, f->accounts, f->accounts_n);
        f->accounts[f->accounts_n++] = (struct effect_account){ s.row.case_id,
            effect_payer(s.row.settled_n, s.row.days_late) };
    }
    return effect_payers_close(&s);
}

enum err
effect_read(struct db *db, struct arena *a, const struct effect_ask *ask,
    const struct effect_span *span, struct effect_keys *keys, struct effect_facts *out)
{
    enum err e;

    *out = (struct effect_facts){ 0 };
    if ((e = read_sent(db, a, ask, span, keys, out)) ||
        (e = read_payments(db, a, ask, span, out)))
        return e;
    return read_accounts(db, a, ask, span, out);
}
