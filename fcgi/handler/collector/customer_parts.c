#include "handler/collector/customer_parts.h"

#include <string.h>

#include "base/money.h"
#include "handler/common.h"
#include "store/case.h"
#include "store/q_customer_page.h"
#include "store/q_customers.h"
#include "store/q_fx_rate.h"

enum { CHILDREN__MAX = 50 };

/* -- figures of a case ----------------------------------------------------- */

static void
json_expected(struct json *j, const struct habit_expected *x, const char *currency)
{
    json_open(j, "expected", '{');
    json_day_or_null(j, "on", x->on);
    json_day_or_null(j, "from", x->from);
    json_day_or_null(j, "to", x->to);
    json_amount(j, "amount", x->minor, currency);
    json_amount(j, "missed", x->missed_minor, currency);
    json_i64(j, "usual_days", x->usual);
    json_i64(j, "earliest_days", x->earliest);
    json_i64(j, "latest_days", x->latest);
    json_u64(j, "payments", x->payments);
    json_close(j, '}');
}

static void
json_next(struct json *j, const struct case_figures *f, const char *currency)
{
    if (f->next_on == DAY_NONE) {
        json_nil(j, "next_payment");
        return;
    }
    json_open(j, "next_payment", '{');
    json_day(j, "on", f->next_on);
    json_day(j, "from", f->next_from);
    json_day(j, "to", f->next_to);
    json_amount(j, "amount", f->next_minor, currency);
    json_u64(j, "items", f->next_items_n);
    json_close(j, '}');
}

static void
json_months(struct json *j, const struct habit_month *m, const char *currency)
{
    json_open(j, "months", '[');
    for (size_t k = 0; k < HABIT_MONTHS; k++, m++) {
        json_open(j, NULL, '{');
        json_day(j, "from", m->first_on);
        json_money(j, "paid", m->paid_minor, currency);
        json_money(j, "on_time", m->on_time_minor, currency);
        json_money(j, "late", m->late_minor, currency);
        json_money(
            j, "very_late", m->paid_minor - m->on_time_minor - m->late_minor, currency);
        json_milli(j, "days_late", m->dbt_milli);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
json_case_figures(
    struct json *j, const char *key, const struct case_figures *f, const char *currency)
{
    json_open(j, key, '{');
    json_milli_or_null(j, "dso", f->dso_milli);
    json_bool(j, "dso_at_least", f->dso_at_least);
    json_milli_or_null(j, "days_beyond_terms", f->dbt_milli);
    json_milli_or_null(j, "days_beyond_terms_signed", f->dbt_signed_milli);
    json_milli_or_null(j, "days_beyond_terms_before", f->dbt_before_milli);
    if (f->last_paid_on == DAY_NONE) {
        json_nil(j, "last_payment");
    } else {
        json_open(j, "last_payment", '{');
        json_day(j, "on", f->last_paid_on);
        json_amount(j, "amount", f->last_paid_minor, currency);
        json_text(j, "number", f->last_paid_number);
        json_close(j, '}');
    }
    if (f->has_expected)
        json_expected(j, &f->expected, currency);
    else
        json_nil(j, "expected");
    json_next(j, f, currency);
    json_months(j, f->month, currency);
    json_close(j, '}');
}

/* -- the credit limit ------------------------------------------------------ */

/* ERR_NOT_FOUND: there is no rate. */
static enum err
in_currency(
    struct rq *rq, int64_t minor, const char *from, const char *to, int64_t *out)
{
    struct fx_rate_on rate;
    int32_t today;
    enum err e;

    *out = minor;
    if (!strcmp(from, to))
        return OK;
    if ((e = company_today(rq, &today)) ||
        (e = fx_rate_on(rq->db, rq->arena, from, to, today, &rate)))
        return e;
    return money_convert(minor, from, to, rate.rate_e8, out);
}

enum err
json_limit_use(struct rq *rq, struct json *j, const char *key,
    const struct customer_record *c, const struct worklist_one *row, size_t n)
{
    int64_t used = 0, one, percent = I64_NONE;
    const char *to = c->credit_currency;
    size_t without = 0;

    if (c->credit_limit_minor == I64_NONE || !*to) {
        json_nil(j, key);
        return OK;
    }
    for (size_t i = 0; i < n; i++) {
        enum err e = in_currency(
            rq, row[i].open_minor - row[i].unapplied_minor, row[i].currency, to, &one);

        if (e && e != ERR_NOT_FOUND)
            return e;
        if (e)
            without++;
        else
            used += one;
    }
    if (metric_ratio(used, c->credit_limit_minor, &percent))
        percent = I64_NONE;
    json_open(j, key, '{');
    json_amount(j, "limit", c->credit_limit_minor, to);
    json_amount(j, "used", used, to);
    json_milli_or_null(j, "percent", percent);
    json_u64(j, "without_rate", without);
    json_close(j, '}');
    return OK;
}

/* -- the family ------------------------------------------------------------ */

static void
json_child(struct json *j, const struct page_children *c,
    const struct customers_sums *s, size_t n)
{
    json_open(j, NULL, '{');
    json_id(j, "id", c->id);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_text(j, "status", c->status);
    json_open(j, "sums", '[');
    for (; n--; s++)
        if (s->customer_id == c->id) {
            json_open(j, NULL, '{');
            json_text(j, "currency", s->currency);
            json_money(j, "open", s->open_minor, s->currency);
            json_money(j, "overdue", s->overdue_minor, s->currency);
            json_close(j, '}');
        }
    json_close(j, ']');
    json_close(j, '}');
}

static enum err
json_children(struct rq *rq, struct json *j, const struct page_children *c, size_t n)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);
    struct customers_sums *s;
    size_t s_n;
    enum err e;

    for (size_t i = 0; i < n; i++)
        ids[i] = c[i].id;
    if ((e = customers_sums(rq->db, rq->arena, case_ids_json(rq->arena, ids, n),
             rq->who.scope, &s, &s_n)))
        return e;
    json_open(j, "children", '[');
    for (size_t i = 0; i < n; i++)
        json_child(j, &c[i], s, s_n);
    json_close(j, ']');
    return OK;
}

enum err
json_family(
    struct rq *rq, struct json *j, const char *key, const struct customer_record *c)
{
    struct page_family_sums *f;
    struct page_children *k;
    size_t n, f_n;
    enum err e;

    if ((e = page_children(
             rq->db, rq->arena, c->id, rq->who.scope, CHILDREN__MAX + 1, &k, &n)))
        return e;
    if (!n) {
        json_nil(j, key);
        return OK;
    }
    if ((e = page_family_sums(rq->db, rq->arena, c->id, rq->who.scope, &f, &f_n)))
        return e;
    json_open(j, key, '{');
    e = json_children(rq, j, k, n > CHILDREN__MAX ? CHILDREN__MAX : n);
    if (e)
        return e;
    json_bool(j, "more", n > CHILDREN__MAX);
    json_open(j, "sums", '[');
    for (size_t i = 0; i < f_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "currency", f[i].currency);
        json_u64(j, "customers", f[i].customers_n);
        json_money(j, "open", f[i].open_minor, f[i].currency);
        json_money(j, "overdue", f[i].overdue_minor, f[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
