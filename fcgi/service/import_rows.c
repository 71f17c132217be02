#include "service/import_rows.h"

#include "base/money.h"
#include "base/text.h"
#include "service/import_lane.h"

enum { RECORDS__MAX = 5000, LANES = 2 };

struct side {
    struct lane *lane;
    struct chunk chunk; /* being filled */
    struct map parties; /* customers and contacts that this file told of already */
};

struct import_rows {
    struct lane_conf conf;
    const struct ar_profile *profile;
    struct import_counts *counts;
    uint64_t bad;      /* rows that never came to a lane */
    struct arena *all; /* of the whole import */
    struct side sides[LANES];
};

enum err
import_rows_new(struct db *db, uint64_t batch_id, const char *file_name,
    const struct ar_profile *profile, const struct actor *by,
    struct import_counts *counts, struct import_rows **out)
{
    struct arena *all = arena_new();
    struct import_rows *r = arena_new_of(all, struct import_rows);
    enum err e = OK;

    r->conf = (struct lane_conf){ .db = db,
        .batch_id = batch_id,
        .title = arena_fmt(all, "Imported from %s", file_name),
        .source_system = profile->source_system,
        .by = by };
    r->profile = profile;
    r->counts = counts;
    r->all = all;
    for (size_t i = 0; i < LANES; i++) {
        chunk_init(&r->sides[i].chunk);
        map_init(&r->sides[i].parties, all);
    }
    for (size_t i = 0; !e && i < LANES; i++)
        e = lane_start(&r->conf, &r->sides[i].lane);
    if (e)
        (void)import_rows_end(r);
    else
        *out = r;
    return e;
}

static void
sum_up(struct import_rows *r)
{
    struct import_counts *c = r->counts;

    c->created = c->changed = c->same = 0;
    c->bad = r->bad;
    for (size_t i = 0; i < LANES; i++)
        if (r->sides[i].lane)
            lane_count(r->sides[i].lane, c);
}

enum err
import_rows_end(struct import_rows *r)
{
    struct import_counts sum = { .bad = r->bad };
    enum err e = OK;

    for (size_t i = 0; i < LANES; i++) {
        struct side *s = &r->sides[i];
        enum err f = OK;

        if (s->lane && (s->chunk.rows.n || s->chunk.errors.n))
            f = lane_give(s->lane, &s->chunk);
        e = e ? e : f;
    }
    for (size_t i = 0; i < LANES; i++) {
        struct side *s = &r->sides[i];
        enum err f = OK;

        if (s->lane)
            f = lane_stop(s->lane, &sum);
        e = e ? e : f;
        chunk_free(&s->chunk);
    }
    sum.bytes = r->counts->bytes;
    sum.bytes_done = r->counts->bytes_done;
    sum.rows = r->counts->rows;
    *r->counts = sum;
    arena_free(r->all);
    return e;
}

static struct side *
side_of(struct import_rows *r, const char *customer)
{
    uint32_t h = 2166136261U;

    for (; *customer; customer++)
        h = (h ^ (unsigned char)*customer) * 16777619U;
    return &r->sides[(h >> 16) % LANES];
}

static struct ledger_row *
add_row(
    struct import_rows *r, struct side *s, enum ledger_kind kind, const char *source_id)
{
    struct ledger_row *row = LIST_ADD(s->chunk.a, s->chunk.rows);

    *row = (struct ledger_row){ .kind = kind,
        .source_id = source_id,
        .known_at = INSTANT_NONE,
        .known_assumed = r->profile->known_effective };
    return row;
}

/* Whether the party is sent for the first time by this file. */
static bool
is_new(struct import_rows *r, struct side *s, const char *key)
{
    if (map_text(&s->parties, key))
        return false;
    map_put_text(&s->parties, arena_str(r->all, key), r);
    return true;
}

/* The file tells of its customers in passing: who stands already stays as it is. */
static void
add_customer(struct import_rows *r, struct side *s, const struct ar_record *o)
{
    struct ledger_row *row;

    if (!is_new(r, s, o->customer))
        return;
    row = add_row(r, s, LEDGER_CUSTOMER, o->customer);
    row->customer = (struct ledger_customer){ .number = o->customer,
        .name = o->customer_name ? o->customer_name : o->customer,
        .status = "active",
        .kind = "business",
        .language = o->language ? o->language : "en",
        .country = o->country,
        .terms_days = U32_NONE,
        .credit_limit_minor = I64_NONE,
        .since_on = DAY_NONE,
        .keep = true };
    if (r->profile->known_effective)
        row->known_at = date_instant(o->issued_on);
}

static void
add_contact(struct import_rows *r, struct side *s, const struct ar_record *o)
{
    const char *id = arena_fmt(s->chunk.a, "%s:billing", o->customer);
    struct ledger_row *row;

    if (!o->email || !is_new(r, s, id))
        return;
    row = add_row(r, s, LEDGER_CONTACT, id);
    row->contact = (struct ledger_contact){ .customer = o->customer,
        .name = o->customer_name ? o->customer_name : o->customer,
        .email = o->email,
        .roles = "billing",
        .email_consent = true,
        .active = true };
}

static void
add_document(struct import_rows *r, struct side *s, const struct ar_record *o)
{
    static const enum ledger_kind kinds[] = { [AR_INVOICE] = LEDGER_INVOICE,
        [AR_CREDIT] = LEDGER_CREDIT,
        [AR_PAYMENT] = LEDGER_PAYMENT };
    struct ledger_row *row = add_row(r, s, kinds[o->kind], o->source_id);

    row->source_version = o->version;
    row->document = (struct ledger_document){ .customer = o->customer,
        .division = o->division,
        .number = o->number,
        .reference = o->reference,
        .issued_on = o->issued_on,
        .due_on = o->due_on,
        .amount_minor = o->amount_minor,
        .cancelled = o->cancelled };
    (void)text_copy(row->document.currency, 4, o->currency);
}

static void
add_settlement(struct import_rows *r, struct side *s, const struct ar_record *o)
{
    const char *id = arena_fmt(s->chunk.a, "%s:payment", o->source_id);
    char amount[MONEY_TEXT__SIZE];
    struct ledger_row *row;

    if (o->settled_on == AR_DAY_NONE)
        return;
    row = add_row(r, s, LEDGER_PAYMENT, id);
    row->document = (struct ledger_document){ .customer = o->customer,
        .division = o->division,
        .number = o->number,
        .issued_on = o->settled_on,
        .due_on = DAY_NONE,
        .amount_minor = o->settled_minor };
    (void)text_copy(row->document.currency, 4, o->currency);
    row = add_row(r, s, LEDGER_ALLOCATION, id);
    row->allocation = (struct ledger_allocation){ .credit_kind = LEDGER_PAYMENT,
        .credit = id,
        .invoice = o->source_id,
        .amount =
            arena_str(s->chunk.a, money_format(o->settled_minor, o->currency, amount)),
        .effective_on = o->settled_on };
}

static enum err
give_when_full(struct import_rows *r, struct side *s, bool *applied)
{
    enum err e;

    *applied = s->chunk.pending.n == RECORDS__MAX || s->chunk.errors.n >= RECORDS__MAX;
    if (!*applied)
        return OK;
    e = lane_give(s->lane, &s->chunk);
    sum_up(r);
    return e;
}

/* The record's texts, in the arena of the chunk that it goes to. */
static void
keep(struct arena *a, struct ar_record *o)
{
    const char **texts[] = { &o->source_id, &o->number, &o->customer, &o->customer_name,
        &o->country, &o->language, &o->email, &o->division, &o->reference };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i])
            *texts[i] = arena_str(a, *texts[i]);
}

enum err
import_rows_add(struct import_rows *r, const struct ar_record *record,
    const struct csv_row *row, bool *applied)
{
    struct side *s = side_of(r, record->customer);
    struct ar_record kept = *record;
    struct pending *p = LIST_ADD(s->chunk.a, s->chunk.pending);

    keep(s->chunk.a, &kept);
    *p = (struct pending){ .line_no = record->line_no,
        .text = csv_row_text(s->chunk.a, row, r->profile->delimiter),
        .first = s->chunk.rows.n };
    r->counts->rows++;
    add_customer(r, s, &kept);
    add_contact(r, s, &kept);
    p->document = s->chunk.rows.n;
    add_document(r, s, &kept);
    add_settlement(r, s, &kept);
    p->n = s->chunk.rows.n - p->first;
    return give_when_full(r, s, applied);
}

enum err
import_rows_bad(struct import_rows *r, const struct csv_row *row,
    const struct ar_faults *faults, bool *applied)
{
    struct side *s = &r->sides[0];
    const char *text = csv_row_text(s->chunk.a, row, r->profile->delimiter);

    r->counts->rows++;
    r->bad++;
    for (size_t i = 0; i < faults->n; i++)
        chunk_add_error(&s->chunk, r->conf.batch_id, row->line_no, (uint32_t)i,
            faults->list[i].column, faults->list[i].value, faults->list[i].reason,
            text);
    return give_when_full(r, s, applied);
}
