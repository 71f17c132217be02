#include "service/customer_figures.h"

#include "base/date.h"
#include "db/stmt.h"
#include "store/q_customer_page.h"
#include "store/q_forecast.h"

enum { TREND_DAYS = 180, HABIT_DAYS = 365 };

/* All that is read, of every case of the customer. */
struct facts {
    struct page_paid *paid;
    struct page_sales *sales;
    struct page_open *open;
    struct page_last_payment *last;
    struct forecast_next_of_customer *next;
    size_t paid_n, sales_n, open_n, last_n, next_n;
};

static int32_t
newest_today(const struct figures_of *of, size_t n)
{
    int32_t today = of[0].today;

    for (size_t k = 1; k < n; k++)
        today = of[k].today > today ? of[k].today : today;
    return today;
}

static enum err
read_facts(struct db *db, struct arena *a, uint64_t customer_id, uint64_t scope,
    int32_t today, struct facts *f)
{
    int32_t months = date_add_months(today, -HABIT_MONTHS),
            sales = date_add_months(today, 1 - FIGURES_MONTHS);
    struct ymd first = date_split(sales);
    enum err e;

    first.d = 1;
    if ((e = page_paid(
             db, a, customer_id, scope, months, today, &f->paid, &f->paid_n)) ||
        (e = page_sales(
             db, a, customer_id, scope, date_join(first), &f->sales, &f->sales_n)) ||
        (e = page_open(db, a, customer_id, scope, &f->open, &f->open_n)) ||
        (e = forecast_next_of_customer(
             db, a, customer_id, scope, today, &f->next, &f->next_n)))
        return e;
    return page_last_payment(db, a, customer_id, scope, &f->last, &f->last_n);
}

/* -- one case ------------------------------------------------------------------ */

/* Months newest first, each with the days it has, the current one up to today. */
static void
fill_months(const struct facts *f, const struct figures_of *of,
    struct metric_month month[static FIGURES_MONTHS])
{
    struct ymd now = date_split(of->today);

    for (int k = 0; k < FIGURES_MONTHS; k++) {
        struct ymd d =
            date_split(date_add_months(date_join((struct ymd){ now.y, now.m, 1 }), -k));

        month[k] =
            (struct metric_month){ .days = k ? date_days_in_month(d.y, d.m) : now.d };
    }
    for (size_t k = 0; k < f->sales_n; k++) {
        int back =
            (now.y - f->sales[k].month / 100) * 12 + now.m - f->sales[k].month % 100;

        if (f->sales[k].case_id == of->case_id && back >= 0 && back < FIGURES_MONTHS)
            month[back].sales_minor = f->sales[k].minor;
    }
}

static void
find_dso(const struct facts *f, const struct figures_of *of, struct case_figures *c)
{
    struct metric_month month[FIGURES_MONTHS];
    int64_t receivables = 0;
    enum err e;

    c->dso_milli = I64_NONE;
    for (size_t k = 0; k < f->open_n; k++)
        if (f->open[k].case_id == of->case_id)
            receivables += f->open[k].minor;
    if (receivables <= 0)
        return;
    fill_months(f, of, month);
    e = metric_dso_countback(
        receivables, month, FIGURES_MONTHS, &c->dso_milli, &c->dso_flagged);
    c->dso_at_least = e == ERR_LIMIT;
}

static void
find_dbt(const struct metric_paid *p, size_t n, int32_t today, struct case_figures *c)
{
    int64_t with_sign;

    c->dbt_milli = c->dbt_signed_milli = c->dbt_before_milli = I64_NONE;
    if (habit_dbt(
            p, n, today - TREND_DAYS + 1, today, &c->dbt_signed_milli, &c->dbt_milli))
        c->dbt_milli = c->dbt_signed_milli = I64_NONE;
    if (habit_dbt(p, n, today - 2 * TREND_DAYS + 1, today - TREND_DAYS, &with_sign,
            &c->dbt_before_milli))
        c->dbt_before_milli = I64_NONE;
}

static void
find_expected(struct arena *a, const struct facts *f, const struct figures_of *of,
    struct metric_paid *p, size_t n, struct case_figures *c)
{
    struct habit_open *open = arena_new_n(a, f->open_n + 1, struct habit_open);
    size_t open_n = 0, from = 0;

    for (size_t k = 0; k < f->open_n; k++)
        if (f->open[k].case_id == of->case_id && f->open[k].due_on != DAY_NONE)
            open[open_n++] = (struct habit_open){ f->open[k].due_on, f->open[k].minor };
    while (from < n && p[from].paid_on <= of->today - HABIT_DAYS)
        from++;
    c->has_expected =
        !habit_expect(p + from, n - from, open, open_n, of->today, &c->expected);
}

static void
find_next(const struct facts *f, struct case_figures *c)
{
    c->next_on = DAY_NONE;
    for (size_t k = 0; k < f->next_n; k++)
        if (f->next[k].case_id == c->case_id) {
            c->next_on = f->next[k].expected_on;
            c->next_from = f->next[k].from_on;
            c->next_to = f->next[k].to_on;
            c->next_minor = f->next[k].open_minor;
            c->next_items_n = f->next[k].items_n;
        }
}

static void
find_one(struct arena *a, const struct facts *f, const struct figures_of *of,
    struct case_figures *c)
{
    struct metric_paid *p = arena_new_n(a, f->paid_n + 1, struct metric_paid);
    size_t n = 0;

    *c = (struct case_figures){ .case_id = of->case_id, .last_paid_on = DAY_NONE };
    for (size_t k = 0; k < f->paid_n; k++)
        if (f->paid[k].case_id == of->case_id)
            p[n++] = (struct metric_paid){ .minor = f->paid[k].minor,
                .issued_on = f->paid[k].issued_on,
                .due_on = f->paid[k].due_on,
                .paid_on = f->paid[k].paid_on };
    for (size_t k = 0; k < f->last_n; k++)
        if (f->last[k].case_id == of->case_id) {
            c->last_paid_on = f->last[k].paid_on;
            c->last_paid_minor = f->last[k].minor;
            c->last_paid_number = f->last[k].number;
        }
    find_next(f, c);
    find_dso(f, of, c);
    find_dbt(p, n, of->today, c);
    habit_months(p, n, of->today, c->month);
    find_expected(a, f, of, p, n, c); /* last: it puts p into another order */
}

enum err
customer_figures(struct db *db, struct arena *a, uint64_t customer_id, uint64_t scope,
    const struct figures_of *of, size_t n, struct case_figures **out)
{
    struct facts f;
    enum err e;

    *out = arena_new_n(a, n + 1, struct case_figures);
    if (!n)
        return OK;
    if ((e = read_facts(db, a, customer_id, scope, newest_today(of, n), &f)))
        return e;
    for (size_t k = 0; k < n; k++)
        find_one(a, &f, &of[k], &(*out)[k]);
    return OK;
}
