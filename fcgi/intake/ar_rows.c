#include "intake/ar_rows.h"

#include <string.h>

#include "base/buf.h"
#include "base/money.h"
#include "base/text.h"
#include "intake/mark.h"

static int
column_of(const struct ar_header *h, const char *name)
{
    for (size_t i = 0; name && i < h->n; i++)
        if (text_eq_nocase(h->names[i], name))
            return (int)i;
    return -1;
}

static bool
is_read(const struct ar_profile *p, const char *name)
{
    for (enum ar_field f = 0; f < AR_FIELD__MAX; f++)
        if (p->column[f] && text_eq_nocase(p->column[f], name))
            return true;
    for (size_t i = 0; i < p->ignore_n; i++)
        if (text_eq_nocase(p->ignore[i], name))
            return true;
    for (size_t i = 0; i < p->filled_n; i++)
        if (text_eq_nocase(p->filled[i], name))
            return true;
    return false;
}

static void
add_name(struct buf *b, const char *what, const char *name)
{
    buf_fmt(b, "%s%s '%s'", b->len ? "; " : "", what, name);
}

enum err
ar_header_read(struct ar_header *h, struct arena *a, const struct ar_profile *profile,
    const struct csv_row *row, const char **why)
{
    const char **names = arena_new_n(a, row->n ? row->n : 1, const char *);
    struct buf b;

    *h = (struct ar_header){ .profile = profile, .names = names, .n = row->n };
    buf_init(&b, a);
    if (row->broken)
        buf_fmt(&b, "the first line %s", row->broken);
    for (size_t i = 0; i < row->n; i++)
        names[i] = text_trim(a, row->field[i]);
    for (size_t i = 0; i < h->n; i++) {
        if (!is_read(profile, names[i]))
            add_name(&b, "unknown column", names[i]);
        else if ((size_t)column_of(h, names[i]) != i)
            add_name(&b, "there twice is the column", names[i]);
    }
    for (enum ar_field f = 0; f < AR_FIELD__MAX; f++) {
        h->at[f] = column_of(h, profile->column[f]);
        if (h->at[f] < 0 && profile->column[f] && !profile->optional[f])
            add_name(&b, "missing column", profile->column[f]);
    }
    for (size_t i = 0; i < profile->filled_n; i++)
        if ((h->filled[i] = column_of(h, profile->filled[i])) < 0)
            add_name(&b, "missing column", profile->filled[i]);
    *why = b.text;
    return b.len ? ERR_INVALID : OK;
}

/* One row under way. */
struct reading {
    const struct ar_header *h;
    struct arena *a;
    const struct csv_row *row;
    struct ar_faults *faults;
};

static void
fault(struct reading *r, const char *column, const char *value, const char *reason)
{
    if (r->faults->n < AR_FAULTS__MAX)
        r->faults->list[r->faults->n++] = (struct ar_fault){
            .column = arena_str(r->a, column),
            .value = arena_str(r->a, value),
            .reason = reason,
        };
}

static const char *
column_name(const struct reading *r, enum ar_field f)
{
    return r->h->at[f] < 0 ? "" : r->h->names[r->h->at[f]];
}

/* The trimmed value; NULL when blank or when the file has no such column. */
static const char *
value_of(const struct reading *r, enum ar_field f)
{
    const char *v;

    if (r->h->at[f] < 0)
        return NULL;
    v = text_trim(r->a, r->row->field[r->h->at[f]]);
    return v[0] ? v : NULL;
}

/* A text of at most max bytes; NULL when blank, which needed ones must not be. */
static const char *
text_of(struct reading *r, enum ar_field f, bool need, size_t max)
{
    const char *v = value_of(r, f);

    if (!v && need)
        fault(r, column_name(r, f), "", "is blank");
    if (v && strlen(v) > max) {
        fault(
            r, column_name(r, f), v, arena_fmt(r->a, "is longer than %zu bytes", max));
        return NULL;
    }
    if (v && text_has_control(v, strlen(v))) {
        fault(r, column_name(r, f), v, "has a control character");
        return NULL;
    }
    return v;
}

static int32_t
day_of(struct reading *r, enum ar_field f, bool need)
{
    static const char *const forms[] = { [DATE_YMD] =
                                             "must be a date such as 2026-03-31",
        [DATE_DMY] = "must be a date such as 31.03.2026",
        [DATE_MDY] = "must be a date such as 3/31/2026" };
    const struct ar_profile *p = r->h->profile;
    const char *v = text_of(r, f, need, 40);
    int32_t day = AR_DAY_NONE;

    if (!v)
        return AR_DAY_NONE;
    switch (mark_day(v, p->has_date_order, p->date_order, &day)) {
    case OK:
        return day;
    case ERR_CONFLICT:
        fault(r, column_name(r, f), v,
            "is ambiguous: day or month first? The profile does not say (date_order)");
        return AR_DAY_NONE;
    default:
        fault(r, column_name(r, f), v,
            p->has_date_order ? forms[p->date_order]
                              : "is not a date with a full year");
        return AR_DAY_NONE;
    }
}

static bool
amount_of(struct reading *r, enum ar_field f, const char *currency, int64_t *out)
{
    const struct ar_profile *p = r->h->profile;
    const char *v = text_of(r, f, f == AR_AMOUNT, 60);

    if (!v || !currency[0])
        return false;
    switch (mark_amount(v, currency, p->decimal, p->group, out)) {
    case OK:
        break;
    case ERR_CONFLICT:
        fault(r, column_name(r, f), v,
            "is ambiguous: thousands or decimals? The profile does not say (decimal)");
        return false;
    default:
        fault(r, column_name(r, f), v,
            arena_fmt(
                r->a, "is not an amount in %s as the profile writes it", currency));
        return false;
    }
    return true;
}

static void
currency_of(struct reading *r, char out[4])
{
    const char *v = text_of(r, AR_CURRENCY, !r->h->profile->currency, 10);

    if (!v)
        v = r->h->profile->currency;
    if (v && money_known(v))
        (void)text_copy(out, 4, v);
    else if (v)
        fault(r, column_name(r, AR_CURRENCY), v, "is no currency of ISO 4217");
}

/* Index of the value among names; otherwise when blank. */
static size_t
choice_of(struct reading *r, enum ar_field f, const char *const *names, size_t n,
    const char *reason, size_t otherwise)
{
    const char *v = text_of(r, f, false, 40);

    for (size_t i = 0; v && i < n; i++)
        if (text_eq_nocase(v, names[i]))
            return i;
    if (v)
        fault(r, column_name(r, f), v, reason);
    return otherwise;
}

static void
read_party(struct reading *r, struct ar_record *o)
{
    o->customer = text_of(r, AR_CUSTOMER, true, 64);
    o->customer_name = text_of(r, AR_CUSTOMER_NAME, false, 200);
    o->language = text_of(r, AR_LANGUAGE, false, 16);
    o->country = text_of(r, AR_COUNTRY, false, 40);
    if (o->country && (strlen(o->country) != 2 ||
                          strspn(o->country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2))
        fault(r, column_name(r, AR_COUNTRY), o->country,
            "must be two capital letters of ISO 3166");
    o->email = text_of(r, AR_EMAIL, false, 254);
    if (o->email && !text_is_email(o->email))
        fault(r, column_name(r, AR_EMAIL), o->email, "is not one e-mail address");
    o->division = text_of(r, AR_DIVISION, false, 32);
    if (!o->division)
        o->division = r->h->profile->division;
}

static void
read_settlement(struct reading *r, struct ar_record *o, bool has_amount)
{
    bool given;

    o->settled_on = day_of(r, AR_SETTLED_ON, false);
    given = amount_of(r, AR_SETTLED_AMOUNT, o->currency, &o->settled_minor);
    if (given && !o->settled_minor && o->settled_on == AR_DAY_NONE)
        given = false; /* 0.00 paid, never: not settled */
    if (given && o->settled_on == AR_DAY_NONE && !value_of(r, AR_SETTLED_ON))
        fault(r, column_name(r, AR_SETTLED_ON), "",
            "is blank though an amount is settled");
    if (o->settled_on == AR_DAY_NONE)
        return;
    if (o->kind != AR_INVOICE)
        fault(r, column_name(r, AR_SETTLED_ON), value_of(r, AR_SETTLED_ON),
            "only an invoice is settled");
    if (!given)
        o->settled_minor = o->amount_minor;
    if (has_amount && (o->settled_minor < 0 || o->settled_minor > o->amount_minor))
        fault(r, column_name(r, AR_SETTLED_AMOUNT), value_of(r, AR_SETTLED_AMOUNT),
            "must be between 0 and the amount");
    if (!o->settled_minor)
        o->settled_on = AR_DAY_NONE;
}

static void
read_document(struct reading *r, struct ar_record *o)
{
    static const char *const kinds[] = { "invoice", "credit", "payment" };
    static const char *const statuses[] = { "posted", "cancelled" };
    const char *version;
    bool has_amount;

    o->number = text_of(r, AR_NUMBER, true, 64);
    o->source_id = text_of(r, AR_SOURCE_ID, false, 100);
    if (!o->source_id)
        o->source_id = o->number;
    o->kind = (enum ar_kind)choice_of(
        r, AR_KIND, kinds, 3, "must be invoice, credit or payment", AR_INVOICE);
    o->cancelled =
        choice_of(r, AR_STATUS, statuses, 2, "must be posted or cancelled", 0) == 1;
    o->reference = text_of(r, AR_REFERENCE, false, 140);
    version = text_of(r, AR_VERSION, false, 20);
    if (version && text_u64(version, &o->version))
        fault(r, column_name(r, AR_VERSION), version, "must be a whole number");
    o->issued_on = day_of(r, AR_ISSUED_ON, true);
    o->due_on = day_of(r, AR_DUE_ON, false);
    currency_of(r, o->currency);
    has_amount = amount_of(r, AR_AMOUNT, o->currency, &o->amount_minor);
    if (has_amount && o->amount_minor < 0) {
        fault(r, column_name(r, AR_AMOUNT), value_of(r, AR_AMOUNT),
            "is negative: give it as a credit (kind)");
        has_amount = false;
    }
    read_settlement(r, o, has_amount);
}

enum err
ar_record_read(const struct ar_header *h, struct arena *a, const struct csv_row *row,
    struct ar_record *out, struct ar_faults *faults)
{
    struct reading r = { .h = h, .a = a, .row = row, .faults = faults };

    *out = (struct ar_record){ .line_no = row->line_no };
    faults->n = 0;
    if (row->broken) {
        fault(&r, "", "", row->broken);
        return ERR_INVALID;
    }
    if (row->n != h->n) {
        fault(&r, "", "",
            arena_fmt(a, "has %zu fields, the first line has %zu", row->n, h->n));
        return ERR_INVALID;
    }
    for (size_t i = 0; i < h->profile->filled_n; i++)
        if (!text_trim(a, row->field[h->filled[i]])[0])
            fault(&r, h->names[h->filled[i]], "", "is blank");
    read_party(&r, out);
    read_document(&r, out);
    return faults->n ? ERR_INVALID : OK;
}
