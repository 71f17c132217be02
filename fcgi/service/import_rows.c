#include "service/import_rows.h"

#include "base/money.h"
#include "base/text.h"
#include "service/ledger/map.h"
#include "store/q_import_error.h"

enum {
    RECORDS__MAX = 5000,
    ERRORS__MAX = 100000, /* stored; more are counted only */
    VALUE__MAX = 500,
    ROW_TEXT__MAX = 4000,
};

struct pending {
    uint64_t line_no;
    const char *text;
    size_t first, n; /* its rows */
    size_t document;
};

struct import_rows {
    struct db *db;
    uint64_t batch_id;
    const struct ar_profile *profile;
    const struct actor *by;
    struct import_counts *counts;
    const char *title;

    struct arena *all;  /* of the whole import */
    struct map parties; /* customers and contacts that stand already */
    struct ledger_seen *seen;
    uint32_t errors_n;

    struct arena *a; /* of what is pending */
    LIST(struct ledger_row) rows;
    LIST(struct pending) pending;
    LIST(struct import_error_insert) errors;
    LIST(const char *) new_parties;
    struct map chunk_parties;
};

static void
restart(struct import_rows *r)
{
    arena_reset(r->a);
    r->rows.at = NULL;
    r->rows.n = r->rows.size = 0;
    r->pending.at = NULL;
    r->pending.n = r->pending.size = 0;
    r->errors.at = NULL;
    r->errors.n = r->errors.size = 0;
    r->new_parties.at = NULL;
    r->new_parties.n = r->new_parties.size = 0;
    map_init(&r->chunk_parties, r->a);
}

struct import_rows *
import_rows_new(struct db *db, uint64_t batch_id, const char *file_name,
    const struct ar_profile *profile, const struct actor *by,
    struct import_counts *counts)
{
    struct arena *all = arena_new();
    struct import_rows *r = arena_new_of(all, struct import_rows);

    r->db = db;
    r->batch_id = batch_id;
    r->profile = profile;
    r->by = by;
    r->counts = counts;
    r->all = all;
    r->a = arena_new();
    r->title = arena_fmt(all, "Imported from %s", file_name);
    map_init(&r->parties, all);
    r->seen = ledger_seen_new(all);
    restart(r);
    return r;
}

void
import_rows_free(struct import_rows *r)
{
    arena_free(r->a);
    arena_free(r->all);
}

struct arena *
import_rows_arena(struct import_rows *r)
{
    return r->a;
}

static const char *
cut(struct arena *a, const char *s, size_t max)
{
    char *out = arena_alloc(a, max + 1);

    (void)text_copy(out, max + 1, s);
    return out;
}

static void
add_error(struct import_rows *r, uint64_t line_no, const char *field, const char *value,
    const char *reason, const char *text)
{
    if (r->errors_n >= ERRORS__MAX)
        return;
    *LIST_ADD(r->a, r->errors) = (struct import_error_insert){ .batch_id = r->batch_id,
        .seq = ++r->errors_n,
        .line_no = line_no,
        .field = cut(r->a, field, 64),
        .value = cut(r->a, value, VALUE__MAX),
        .reason = cut(r->a, reason, VALUE__MAX),
        .row_text = cut(r->a, text, ROW_TEXT__MAX) };
}

static struct ledger_row *
add_row(struct import_rows *r, enum ledger_kind kind, const char *source_id)
{
    struct ledger_row *row = LIST_ADD(r->a, r->rows);

    *row = (struct ledger_row){ .kind = kind,
        .source_id = source_id,
        .known_at = INSTANT_NONE,
        .known_assumed = r->profile->known_effective };
    return row;
}

/* Whether the party is sent for the first time by this file. */
static bool
is_new(struct import_rows *r, const char *key)
{
    if (map_text(&r->parties, key) || map_text(&r->chunk_parties, key))
        return false;
    map_put_text(&r->chunk_parties, key, r);
    *LIST_ADD(r->a, r->new_parties) = key;
    return true;
}

/* The file tells of its customers in passing: who stands already stays as it is. */
static void
add_customer(struct import_rows *r, const struct ar_record *o)
{
    struct ledger_row *row;

    if (!is_new(r, o->customer))
        return;
    row = add_row(r, LEDGER_CUSTOMER, o->customer);
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
add_contact(struct import_rows *r, const struct ar_record *o)
{
    const char *id = arena_fmt(r->a, "%s:billing", o->customer);
    struct ledger_row *row;

    if (!o->email || !is_new(r, id))
        return;
    row = add_row(r, LEDGER_CONTACT, id);
    row->contact = (struct ledger_contact){ .customer = o->customer,
        .name = o->customer_name ? o->customer_name : o->customer,
        .email = o->email,
        .roles = "billing",
        .email_consent = true,
        .active = true };
}

static void
add_document(struct import_rows *r, const struct ar_record *o)
{
    static const enum ledger_kind kinds[] = { [AR_INVOICE] = LEDGER_INVOICE,
        [AR_CREDIT] = LEDGER_CREDIT,
        [AR_PAYMENT] = LEDGER_PAYMENT };
    struct ledger_row *row = add_row(r, kinds[o->kind], o->source_id);

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
add_settlement(struct import_rows *r, const struct ar_record *o)
{
    const char *id = arena_fmt(r->a, "%s:payment", o->source_id);
    char amount[MONEY_TEXT__SIZE];
    struct ledger_row *row;

    if (o->settled_on == AR_DAY_NONE)
        return;
    row = add_row(r, LEDGER_PAYMENT, id);
    row->document = (struct ledger_document){ .customer = o->customer,
        .division = o->division,
        .number = o->number,
        .issued_on = o->settled_on,
        .due_on = DAY_NONE,
        .amount_minor = o->settled_minor };
    (void)text_copy(row->document.currency, 4, o->currency);
    row = add_row(r, LEDGER_ALLOCATION, id);
    row->allocation = (struct ledger_allocation){ .credit_kind = LEDGER_PAYMENT,
        .credit = id,
        .invoice = o->source_id,
        .amount = arena_str(r->a, money_format(o->settled_minor, o->currency, amount)),
        .effective_on = o->settled_on };
}

/* What became of a record: the worst of its rows, else what its document did. */
static void
count(
    struct import_rows *r, const struct pending *p, const struct ledger_result *results)
{
    bool bad = false, news = false;

    for (size_t i = p->first; i < p->first + p->n; i++) {
        const struct ledger_result *x = &results[i];

        news |= x->status == LEDGER_CREATED || x->status == LEDGER_CHANGED;
        if (x->status == LEDGER_REFUSED || x->status == LEDGER_PARKED)
            bad = true;
        if (x->status == LEDGER_REFUSED)
            add_error(r, p->line_no, x->field, "", x->message, p->text);
        if (x->status == LEDGER_PARKED)
            add_error(r, p->line_no, "", "",
                arena_fmt(r->a, "waits for %s", x->waits_for), p->text);
    }
    if (bad)
        r->counts->bad++;
    else if (results[p->document].status == LEDGER_CREATED)
        r->counts->created++;
    else if (news)
        r->counts->changed++;
    else
        r->counts->same++;
}

static enum err
apply(struct import_rows *r)
{
    struct ledger_result *results = arena_new_n(r->a, r->rows.n, struct ledger_result);
    struct ledger_call call = { .source_system = r->profile->source_system,
        .by = r->by,
        .import_title = r->title,
        .import_id = r->batch_id,
        .seen = r->seen };
    enum err e;

    if ((e = ledger_apply(r->db, r->a, &call, r->rows.at, r->rows.n, results)))
        return e;
    for (size_t i = 0; i < r->pending.n; i++)
        count(r, &r->pending.at[i], results);
    for (size_t i = 0; i < r->new_parties.n; i++)
        map_put_text(&r->parties, arena_str(r->all, r->new_parties.at[i]), r);
    return OK;
}

enum err
import_rows_flush(struct import_rows *r)
{
    enum err e = OK;

    if (r->rows.n)
        e = apply(r);
    if (!e && r->errors.n)
        e = import_error_insert(r->db, r->errors.at, r->errors.n, NULL);
    if (!e)
        restart(r);
    return e;
}

static enum err
flush_when_full(struct import_rows *r, bool *applied)
{
    *applied = r->pending.n == RECORDS__MAX || r->errors.n >= RECORDS__MAX;
    return *applied ? import_rows_flush(r) : OK;
}

enum err
import_rows_add(struct import_rows *r, const struct ar_record *record, const char *text,
    bool *applied)
{
    struct pending *p = LIST_ADD(r->a, r->pending);

    *p = (struct pending){
        .line_no = record->line_no, .text = text, .first = r->rows.n
    };
    r->counts->rows++;
    add_customer(r, record);
    add_contact(r, record);
    p->document = r->rows.n;
    add_document(r, record);
    add_settlement(r, record);
    p->n = r->rows.n - p->first;
    return flush_when_full(r, applied);
}

enum err
import_rows_bad(struct import_rows *r, uint64_t line_no, const struct ar_faults *faults,
    const char *text, bool *applied)
{
    r->counts->rows++;
    r->counts->bad++;
    for (size_t i = 0; i < faults->n; i++)
        add_error(r, line_no, faults->list[i].column, faults->list[i].value,
            faults->list[i].reason, text);
    return flush_when_full(r, applied);
}
