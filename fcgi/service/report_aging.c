#include "service/report_aging.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "service/aging_lanes.h"
#include "store/q_aging.h"
#include "store/q_division.h"

enum { TRIES__MAX = 3 };

enum err
report_today(struct db *db, struct arena *a, int32_t *today)
{
    struct division_all *d;
    size_t n;
    enum err e;

    if ((e = division_all(db, a, &d, &n)))
        return e;
    *today = zone_day(n ? zone_find(d[0].time_zone) : NULL, clock_now_us());
    return OK;
}

static int
by_currency_and_customer(const void *x, const void *y)
{
    const struct aging_customer *a = x, *b = y;
    int c = strcmp(a->currency, b->currency);

    if (c)
        return c;
    return (a->customer_id > b->customer_id) - (a->customer_id < b->customer_id);
}

static void
add(struct aging_figures *to, const struct aging_figures *f)
{
    for (size_t k = 0; k < AGING_REPORT_BUCKETS; k++)
        to->bucket_minor[k] += f->bucket_minor[k];
    to->unapplied_minor += f->unapplied_minor;
    to->open_minor += f->open_minor;
    to->control_minor += f->control_minor;
    to->due_missing_n += f->due_missing_n;
}

/* Cases of one customer and currency, in several divisions, become one line. */
static void
merge_customers(struct aging_report *r)
{
    size_t n = 0;

    if (r->customers_n)
        qsort(r->customers, r->customers_n, sizeof *r->customers,
            by_currency_and_customer);
    for (size_t i = 0; i < r->customers_n; i++) {
        if (n && !by_currency_and_customer(&r->customers[n - 1], &r->customers[i]))
            add(&r->customers[n - 1].figures, &r->customers[i].figures);
        else
            r->customers[n++] = r->customers[i];
    }
    r->customers_n = n;
}

/* What the documents say, for a past day: into the lines, or lines of their own. */
static enum err
add_controls(struct db *db, struct arena *a, struct aging_report *r)
{
    struct control_totals *rows;
    struct aging_customer *all;
    size_t n;
    enum err e;

    if ((e = control_totals(db, a, r->as_of, &rows, &n)))
        return e;
    all = arena_new_n(a, r->customers_n + n, struct aging_customer);
    for (size_t i = 0; i < r->customers_n; i++)
        all[i] = r->customers[i];
    for (size_t i = 0; i < n; i++) {
        struct aging_customer *c = &all[r->customers_n];

        if (rows[i].debit_minor == rows[i].credit_minor && !rows[i].debit_minor)
            continue;
        c->customer_id = rows[i].customer_id;
        memcpy(c->currency, rows[i].currency, sizeof c->currency);
        c->figures.control_minor = rows[i].debit_minor - rows[i].credit_minor;
        r->customers_n++;
    }
    r->customers = all;
    merge_customers(r);
    return OK;
}

static void
sum_up(struct arena *a, struct aging_report *r)
{
    r->currencies = arena_new_n(a, r->customers_n + 1, struct aging_currency);
    r->currencies_n = 0;
    for (size_t i = 0; i < r->customers_n; i++) {
        const struct aging_customer *c = &r->customers[i];
        struct aging_currency *t =
            r->currencies_n ? &r->currencies[r->currencies_n - 1] : NULL;

        if (!t || strcmp(t->currency, c->currency) != 0) {
            t = &r->currencies[r->currencies_n++];
            memcpy(t->currency, c->currency, sizeof t->currency);
        }
        t->customers_n++;
        add(&t->figures, &c->figures);
    }
}

static bool
holds(const struct aging_report *r)
{
    for (size_t i = 0; i < r->customers_n; i++) {
        const struct aging_figures *f = &r->customers[i].figures;
        int64_t sum = -f->unapplied_minor;

        for (size_t k = 0; k < AGING_REPORT_BUCKETS; k++)
            sum += f->bucket_minor[k];
        if (sum != f->open_minor || sum != f->control_minor)
            return false;
    }
    return true;
}

enum err
report_aging(
    struct db *db, struct arena *a, int32_t as_of, bool prove, struct aging_report *out)
{
    int32_t today;
    enum err e;

    if ((e = report_today(db, a, &today)))
        return e;
    *out = (struct aging_report){ .as_of = as_of == DAY_NONE ? today : as_of,
        .checked = prove };
    out->now = out->as_of >= today;
    /* the lanes are read one after the other: who writes meanwhile makes them differ */
    for (int i = 0; i < TRIES__MAX && !out->proves; i++) {
        e = out->now ? aging_lanes_now(db, a, prove, out)
                     : aging_lanes_past(db, a, out);
        if (e)
            return e;
        merge_customers(out);
        if (prove && !out->now && (e = add_controls(db, a, out)))
            return e;
        out->proves = !prove || holds(out);
    }
    sum_up(a, out);
    return OK;
}

static void
json_figures(
    struct json *j, const struct aging_figures *f, const char *currency, bool checked)
{
    static const char *const names[AGING_REPORT_BUCKETS] = { "not_due", "1_30", "31_60",
        "61_90", "91_plus" };

    json_open(j, "buckets", '{');
    for (size_t k = 0; k < AGING_REPORT_BUCKETS; k++)
        json_money(j, names[k], f->bucket_minor[k], currency);
    json_close(j, '}');
    json_money(j, "unapplied", -f->unapplied_minor, currency);
    json_money(j, "open", f->open_minor, currency);
    if (checked)
        json_money(j, "control_total", f->control_minor, currency);
}

/* Rows of a thousand customers, with their names. */
static enum err
json_customers(struct json *j, struct db *db, struct arena *a,
    const struct aging_customer *c, size_t n, bool checked)
{
    struct aging_customers *names;
    struct buf ids;
    size_t got;
    enum err e;

    buf_init(&ids, a);
    for (size_t i = 0; i < n; i++) {
        buf_char(&ids, i ? ',' : '[');
        buf_u64(&ids, c[i].customer_id);
    }
    buf_char(&ids, ']');
    if ((e = aging_customers(db, a, ids.text, &names, &got)))
        return e;
    for (size_t i = 0; i < n; i++) {
        size_t k = i; /* rows come back in the order asked for */

        if (k >= got || names[k].id != c[i].customer_id)
            for (k = 0; k < got && names[k].id != c[i].customer_id; k++)
                continue;
        json_open(j, NULL, '{');
        json_id(j, "customer_id", c[i].customer_id);
        json_text(j, "source_system", k < got ? names[k].source_system : NULL);
        json_text(j, "source_id", k < got ? names[k].source_id : NULL);
        json_text(j, "number", k < got ? names[k].number : NULL);
        json_text(j, "name", k < got ? names[k].name : NULL);
        json_text(j, "currency", c[i].currency);
        json_figures(j, &c[i].figures, c[i].currency, checked);
        json_close(j, '}');
    }
    return OK;
}

enum err
report_aging_json(struct json *j, struct db *db, struct arena *a,
    const struct aging_report *r, bool customers)
{
    enum { PAGE = 1000 };
    enum err e;

    json_open(j, NULL, '{');
    json_day(j, "as_of", r->as_of);
    if (r->checked)
        json_bool(j, "proves", r->proves);
    json_open(j, "currencies", '[');
    for (size_t i = 0; i < r->currencies_n; i++) {
        const struct aging_currency *c = &r->currencies[i];

        json_open(j, NULL, '{');
        json_text(j, "currency", c->currency);
        json_u64(j, "customers", c->customers_n);
        json_figures(j, &c->figures, c->currency, r->checked);
        json_close(j, '}');
    }
    json_close(j, ']');
    if (customers) {
        json_open(j, "rows", '[');
        for (size_t i = 0; i < r->customers_n; i += PAGE)
            if ((e = json_customers(j, db, a, r->customers + i,
                     r->customers_n - i < PAGE ? r->customers_n - i : PAGE,
                     r->checked)))
                return e;
        json_close(j, ']');
    }
    json_close(j, '}');
    return OK;
}
