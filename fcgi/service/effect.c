#include "service/effect.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/insight.h"
#include "service/report_aging.h"
#include "store/q_effect.h"

enum { YEAR_DAYS = 366 };

const char *const EFFECT_BY_NAME[] = { "template", "step", "channel", "weekday", "hour",
    "strategy", NULL };

typedef struct effect_tally cells[EFFECT_CELLS];

/* Items that nobody reminded of, in one currency. */
struct likes {
    char currency[4];
    cells window[EFFECT_WINDOWS];
};

struct work {
    struct db *db;
    struct arena *a;
    struct effect_report *r;
    struct effect_keys keys;
    struct arena *beside; /* holds what is of the span at hand alone */
    struct effect_facts f;
    cells (*mix)[EFFECT_WINDOWS]; /* of each key: reminded items by cell */
    struct likes *likes;
    size_t likes_n;
    size_t account;                 /* the stream has come to */
    struct effect_settled *settled; /* of the item at hand */
    int32_t *sent;
};

static struct likes *
likes_of(struct work *w, const char *currency)
{
    for (size_t k = 0; k < w->likes_n; k++)
        if (strcmp(w->likes[k].currency, currency) == 0)
            return &w->likes[k];
    w->likes = arena_grow(w->a, w->likes, w->likes_n * sizeof *w->likes,
        (w->likes_n + 1) * sizeof *w->likes); /* currencies are few */
    memset(&w->likes[w->likes_n], 0, sizeof *w->likes);
    memcpy(w->likes[w->likes_n].currency, currency, 4);
    return &w->likes[w->likes_n++];
}

/* -- one item -------------------------------------------------------------- */

struct at_hand {
    struct effect_item item;
    const char *currency;
    int exponent;
    enum effect_payer payer;
    const struct effect_named *named;
    size_t named_n;
};

/* The first of n elements whose id, at the beginning of each, is not before. */
static size_t
first_of(const void *list, size_t n, size_t size, uint64_t id)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        uint64_t at;

        memcpy(&at, (const char *)list + mid * size, sizeof at);
        if (at < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static enum effect_payer
payer_of(struct work *w, uint64_t case_id)
{
    const struct effect_facts *f = &w->f;

    while (w->account < f->accounts_n && f->accounts[w->account].case_id < case_id)
        w->account++;
    return w->account < f->accounts_n && f->accounts[w->account].case_id == case_id
               ? f->accounts[w->account].payer
               : EFFECT_UNKNOWN;
}

static void
take(struct work *w, const struct effect_items *v, struct at_hand *h)
{
    const struct effect_facts *f = &w->f;
    size_t at = first_of(f->payments, f->payments_n, sizeof *f->payments, v->id), n = 0;

    for (; at + n < f->payments_n && f->payments[at + n].instalment_id == v->id; n++)
        w->settled[n] = f->payments[at + n].v;
    *h = (struct at_hand){ .item = { v->issued_on, v->due_on, v->open_minor, w->settled,
                               n },
        .currency = v->currency,
        .exponent = money_exponent(v->currency),
        .payer = payer_of(w, v->case_id) };
    at = first_of(f->named, f->named_n, sizeof *f->named, v->id);
    h->named = f->named + at;
    for (n = 0; at + n < f->named_n && h->named[n].instalment_id == v->id; n++)
        w->sent[n] = h->named[n].on;
    h->named_n = n;
}

static void
tally(struct effect_tally *cell, const struct at_hand *h, int32_t day, int32_t days)
{
    const struct effect_outcome o = effect_outcome(&h->item, day, days);

    effect_tally_add(
        &cell[effect_cell(day - h->item.due_on, o.open_minor, h->exponent, h->payer)],
        &o);
}

/* What came after a reminder that named it. */
static void
observe(struct work *w, const struct at_hand *h, struct effect_message *m)
{
    struct effect_row *row = &w->r->rows[m->key];

    if (effect_open(&h->item, m->on) <= 0)
        return;
    row->observed_n++;
    row->messages += !m->counted;
    for (int k = 0; k < EFFECT_WINDOWS; k++)
        if (m->on + EFFECT_DAYS[k] < w->r->today) {
            row->window[k].messages += !m->counted;
            tally(w->mix[m->key][k], h, m->on, EFFECT_DAYS[k]);
        }
    m->counted = true;
}

/* What came while nobody reminded of it. */
static void
liken(struct work *w, const struct at_hand *h)
{
    struct likes *l = likes_of(w, h->currency);

    for (int k = 0; k < EFFECT_WINDOWS; k++) {
        int32_t days = EFFECT_DAYS[k], to = w->r->today - days - 1;

        if (to > w->r->ask.to)
            to = w->r->ask.to;
        for (int band = 0; band < EFFECT_LATE_BANDS; band++) {
            int32_t day = effect_reference(
                &h->item, band, w->r->ask.from, to, days, w->sent, h->named_n);

            if (day != DAY_NONE)
                tally(l->window[k], h, day, days);
        }
    }
}

static enum err
read_items(struct work *w, const struct effect_span *span)
{
    const struct insight_who *who = &w->r->ask.who;
    const struct effect_items_in in = { INSIGHT_WHO(who), .lo = span->lo,
        .hi = span->hi, .from_on = w->r->ask.from, .to_on = w->r->ask.to };
    struct effect_items_stream s;
    enum err e = effect_items_open(&s, w->db, &in);

    if (e)
        return e;
    while (effect_items_next(&s)) {
        struct at_hand h;

        take(w, &s.row, &h);
        for (size_t k = 0; k < h.named_n; k++)
            if (w->f.messages[h.named[k].message].reminds)
                observe(w, &h, &w->f.messages[h.named[k].message]);
        liken(w, &h);
    }
    return effect_items_close(&s);
}

/* -- the report ------------------------------------------------------------ */

/* How many of one item there are at most. */
static void
make_room(struct work *w)
{
    const struct effect_facts *f = &w->f;
    size_t most = 0, n = 0;

    for (size_t i = 0; i < f->payments_n; i++) {
        n = i && f->payments[i].instalment_id == f->payments[i - 1].instalment_id
                ? n + 1
                : 1;
        most = n > most ? n : most;
    }
    w->settled = arena_new_n(w->beside, most + 1, struct effect_settled);
    most = 0;
    for (size_t i = 0; i < f->named_n; i++) {
        n = i && f->named[i].instalment_id == f->named[i - 1].instalment_id ? n + 1 : 1;
        most = n > most ? n : most;
    }
    w->sent = arena_new_n(w->beside, most + 1, int32_t);
}

/* A row for each key that was met. */
static void
add_rows(struct work *w)
{
    struct effect_report *r = w->r;
    size_t had = r->rows_n, n = w->keys.n;

    if (n == had)
        return;
    r->rows = arena_grow(w->a, r->rows, had * sizeof *r->rows, n * sizeof *r->rows);
    w->mix = arena_grow(w->a, w->mix, had * sizeof *w->mix, n * sizeof *w->mix);
    memset(r->rows + had, 0, (n - had) * sizeof *r->rows);
    memset(w->mix + had, 0, (n - had) * sizeof *w->mix);
    for (size_t k = had; k < n; k++)
        r->rows[k].key = w->keys.v[k];
    r->rows_n = n;
}

static enum err
read_span(struct work *w, const struct effect_span *span)
{
    enum err e = effect_read(w->db, w->beside, &w->r->ask, span, &w->keys, &w->f);

    if (e)
        return e;
    w->account = 0;
    add_rows(w);
    make_room(w);
    e = read_items(w, span);
    arena_reset(w->beside);
    return e;
}

static enum err
read_spans(struct work *w)
{
    struct effect_span span = { .hi = 0 };
    bool found;
    enum err e;

    for (;;) {
        if ((e = effect_span(
                 w->db, w->beside, &w->r->ask, span.hi + 1, &found, &span)) ||
            !found || (e = read_span(w, &span)))
            return e;
    }
}

static void
add_tally(struct effect_tally *to, const struct effect_tally *t)
{
    to->n += t->n;
    to->paid_n += t->paid_n;
    to->minor += t->minor;
    to->paid_minor += t->paid_minor;
    to->squares += t->squares;
}

static void
conclude(struct work *w, size_t key)
{
    struct effect_row *row = &w->r->rows[key];
    const struct likes *l = likes_of(w, row->key.currency);

    for (int k = 0; k < EFFECT_WINDOWS; k++) {
        struct effect_window *v = &row->window[k];

        for (int c = 0; c < EFFECT_CELLS; c++)
            add_tally(&v->reminded, &w->mix[key][k][c]);
        v->items = effect_of_items(&v->reminded);
        v->amount = effect_of_amount(&v->reminded);
        v->like = effect_compare(w->mix[key][k], l->window[k]);
    }
}

static int
by_currency_and_key(const void *x, const void *y)
{
    const struct effect_key *a = &((const struct effect_row *)x)->key;
    const struct effect_key *b = &((const struct effect_row *)y)->key;
    int c = strcmp(a->currency, b->currency);

    if (!c && (!a->name || !b->name)) /* what has none is last */
        return !a->name - !b->name;
    if (!c)
        c = strcmp(a->name, b->name);
    return c ? c : (a->no > b->no) - (a->no < b->no);
}

static enum err
read_all(struct work *w)
{
    struct effect_report *r = w->r;
    size_t kept = 0;
    enum err e;

    w->keys.a = w->a;
    r->rows = arena_new_n(w->a, 1, struct effect_row);
    w->mix = arena_alloc_n(w->a, 1, sizeof *w->mix);
    w->beside = arena_new();
    e = read_spans(w);
    arena_free(w->beside);
    if (e)
        return e;
    for (size_t k = 0; k < r->rows_n; k++) {
        conclude(w, k);
        if (r->rows[k].observed_n)
            r->rows[kept++] = r->rows[k];
    }
    if ((r->rows_n = kept))
        qsort(r->rows, kept, sizeof *r->rows, by_currency_and_key);
    return OK;
}

enum err
effect_report(struct db *db, struct arena *a, const struct effect_ask *ask,
    struct effect_report *out)
{
    struct work w = { .db = db, .a = a, .r = out };
    enum err e;

    *out = (struct effect_report){ .ask = *ask };
    if ((e = report_today(db, a, &out->today)))
        return e;
    if (out->ask.to == DAY_NONE)
        out->ask.to = out->today;
    if (out->ask.from == DAY_NONE)
        out->ask.from = out->ask.to - EFFECT_PERIOD_DAYS + 1;
    if (out->ask.from > out->ask.to ||
        out->ask.to - out->ask.from > INSIGHT_YEARS__MAX * YEAR_DAYS)
        return ERR_INVALID;
    insight_who_as_of(&out->ask.who, out->ask.to, out->today);
    if ((e = db_begin_snapshot(db)))
        return e;
    return db_end(db, read_all(&w));
}
