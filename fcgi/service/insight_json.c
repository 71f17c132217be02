#include <stdio.h>

#include "base/date.h"
#include "base/money.h"
#include "service/insight.h"

static const char *const BASIS[] = { "due", "document" };
static const char *const CREDITS[] = { "own", "aged", "netted" };
static const char *const KIND[] = { "amount", "count", "day" };
static const char *const UNIT[] = { "days", "percent" };

/* What is said, and in which language. */
struct saying {
    struct json *json;
    enum language language;
};

static void
json_population(struct json *j, const struct insight_who *w)
{
    static const char *const TYPES[] = { "invoice", "credit", "payment", "refund",
        "fee", "interest", "write_off" };

    json_open(j, "population", '{');
    json_text(j, "division", w->division);
    json_text(j, "currency", w->currency);
    json_text(j, "segment", w->tag);
    if (w->assignee_id)
        json_id(j, "collector_id", w->assignee_id);
    else
        json_nil(j, "collector_id");
    if (w->customer_id)
        json_id(j, "customer_id", w->customer_id);
    else
        json_nil(j, "customer_id");
    json_open(j, "document_types", '[');
    for (size_t k = 0; k < sizeof TYPES / sizeof *TYPES; k++)
        json_text(j, NULL, TYPES[k]);
    json_close(j, ']');
    json_close(j, '}');
}

/* "not_due", "1_30", … "91_plus". */
static void
json_buckets(struct json *j, const struct aging *g, const char *currency)
{
    const struct aging_rule *r = g->rule;
    char key[32];

    json_open(j, "buckets", '[');
    for (size_t k = 0; k < aging_buckets(r); k++) {
        int32_t from = k > 1 ? r->bounds[k - 2] + 1 : 1;
        bool last = k == r->bounds_n + 1;

        if (!k)
            snprintf(key, sizeof key, "not_due");
        else if (last)
            snprintf(key, sizeof key, "%d_plus", from);
        else
            snprintf(key, sizeof key, "%d_%d", from, r->bounds[k - 1]);
        json_open(j, NULL, '{');
        json_text(j, "key", key);
        if (k)
            json_i64(j, "from", from);
        else
            json_nil(j, "from");
        if (k && !last)
            json_i64(j, "to", r->bounds[k - 1]);
        else
            json_nil(j, "to");
        json_money(j, "amount", g->bucket_minor[k], currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_input(struct json *j, const struct insight_input *in, const char *currency)
{
    char text[DATE_TEXT__SIZE];

    json_open(j, NULL, '{');
    json_text(j, "name", in->name);
    json_text(j, "kind", KIND[in->kind]);
    if (in->kind == INSIGHT_AMOUNT) {
        json_money(j, "value", in->value, currency);
    } else if (in->kind == INSIGHT_DAY) {
        json_text(j, "value", date_format((int32_t)in->value, text));
    } else {
        char number[32];

        snprintf(number, sizeof number, "%lld", (long long)in->value);
        json_text(j, "value", number);
    }
    json_close(j, '}');
}

static void
json_figure(const struct saying *s, enum insight_figure_id id,
    const struct insight_figure *f, const char *currency)
{
    const struct insight_definition *d = &INSIGHT_DEFINITIONS[id];
    struct json *j = s->json;

    json_open(j, NULL, '{');
    json_text(j, "name", d->name);
    json_text(j, "variant", d->variant);
    json_bool(j, "default", d->is_default);
    json_text(j, "unit", UNIT[d->unit]);
    if (f->known)
        json_milli(j, "value", f->milli);
    else
        json_nil(j, "value");
    json_text(j, "note", f->note);
    json_text(j, "definition", d->text[s->language]);
    json_open(j, "inputs", '[');
    for (size_t k = 0; k < f->inputs_n; k++)
        json_input(j, &f->input[k], currency);
    json_close(j, ']');
    json_close(j, '}');
}

static void
json_top(struct json *j, const char *key, const struct insight_top *t, size_t n,
    const char *currency)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "customer_id", t[i].customer_id);
        json_text(j, "number", t[i].number);
        json_text(j, "name", t[i].name);
        json_money(j, "overdue", t[i].late_minor, currency);
        json_money(j, "owed", t[i].owed_minor, currency);
        json_i64(j, "oldest_days", t[i].oldest_late);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* A rate with its eight decimals. */
static void
json_rate(struct json *j, const struct insight_currency *c, const char *base)
{
    char text[40];

    if (!c->has_rate) {
        json_nil(j, "rate");
        json_nil(j, "rate_on");
        json_nil(j, "open_base");
        json_nil(j, "overdue_base");
        return;
    }
    snprintf(text, sizeof text, "%lld.%08lld", (long long)(c->rate_e8 / 100000000),
        (long long)(c->rate_e8 % 100000000));
    json_text(j, "rate", text);
    json_day(j, "rate_on", c->rate_on);
    json_money(j, "open_base", c->open_base_minor, base);
    json_money(j, "overdue_base", c->late_base_minor, base);
}

/* All currencies together, with the rates that were used. */
static void
json_base(const struct saying *say, const struct insight_report *r)
{
    static const enum insight_figure_id TOLD[] = { INSIGHT_DSO_COUNTBACK,
        INSIGHT_DSO_SIMPLE, INSIGHT_DSO_BEST, INSIGHT_ADD };
    const struct day_balance *end = day_evening(&r->base.days, r->window.as_of);
    struct json *j = say->json;
    int64_t sales = 0;
    char text[40];

    for (int32_t day = r->window.from; day <= r->window.as_of; day++)
        sales += day_evening(&r->base.days, day)->sales_minor;
    json_open(j, "in_base", '{');
    json_text(j, "currency", r->base_currency);
    json_money(j, "open", day_open(end), r->base_currency);
    json_money(j, "overdue", day_late(end), r->base_currency);
    json_money(j, "sales", sales, r->base_currency);
    json_open(j, "figures", '[');
    for (size_t k = 0; k < sizeof TOLD / sizeof *TOLD; k++)
        json_figure(say, TOLD[k], &r->base_figure[TOLD[k]], r->base_currency);
    json_close(j, ']');
    json_open(j, "rates", '[');
    for (size_t k = 0; k < r->base.n; k++) {
        const struct insight_rate *v = &r->base.rate[k];

        json_open(j, NULL, '{');
        json_text(j, "currency", v->currency);
        if (v->known) {
            snprintf(text, sizeof text, "%lld.%08lld",
                (long long)(v->rate_e8 / 100000000),
                (long long)(v->rate_e8 % 100000000));
            json_text(j, "rate", text);
            json_day(j, "rate_on", v->rate_on);
            if (v->first_on == DAY_NONE)
                json_nil(j, "first_on");
            else
                json_day(j, "first_on", v->first_on);
        } else {
            json_nil(j, "rate");
            json_nil(j, "rate_on");
            json_nil(j, "first_on");
        }
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void
json_currency(
    const struct saying *say, const struct insight_currency *c, const char *base)
{
    struct json *j = say->json;

    json_open(j, NULL, '{');
    json_text(j, "currency", c->currency);
    json_u64(j, "customers", c->customers_n);
    json_buckets(j, &c->aging, c->currency);
    json_money(j, "unapplied", -c->aging.unapplied_minor, c->currency);
    json_money(j, "open", c->open_minor, c->currency);
    json_money(j, "control_total", c->control_minor, c->currency);
    json_bool(j, "proves", c->proves);
    json_rate(j, c, base);
    json_open(j, "figures", '[');
    for (int k = 0; k < INSIGHT_FIGURE__MAX; k++)
        json_figure(say, (enum insight_figure_id)k, &c->figure[k], c->currency);
    json_close(j, ']');
    json_top(j, "most_overdue", c->late, c->late_n, c->currency);
    json_top(j, "owe_most", c->owed, c->owed_n, c->currency);
    json_close(j, '}');
}

static void
json_collectors(struct json *j, const struct insight_report *r)
{
    json_open(j, "collectors", '[');
    for (size_t i = 0; i < r->collectors_n; i++) {
        const struct insight_collector *c = &r->collectors[i];

        json_open(j, NULL, '{');
        json_id(j, "user_id", c->user_id);
        json_text(j, "name", c->name);
        json_u64(j, "contacts", c->contacts);
        json_u64(j, "promises", c->promises);
        json_open(j, "received", '[');
        for (size_t k = 0; k < r->collected_n; k++) {
            if (r->collected[k].user_id != c->user_id)
                continue;
            json_open(j, NULL, '{');
            json_text(j, "currency", r->collected[k].currency);
            json_money(j, "amount", r->collected[k].minor, r->collected[k].currency);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
insight_json(struct json *j, const struct insight_report *r, enum language language)
{
    const struct saying say = { j, language };

    json_open(j, NULL, '{');
    json_day(j, "as_of", r->window.as_of);
    json_day(j, "from", r->window.from);
    json_day(j, "to", r->window.as_of);
    json_text(j, "source", r->live ? "live" : "history");
    if (r->live)
        json_nil(j, "kept_at");
    else
        json_instant(j, "kept_at", r->kept_at);
    json_u64(j, "changed_since", r->changed_n);
    json_bool(j, "proves", r->proves);
    json_text(j, "base_currency", r->base_currency);
    json_population(j, &r->ask.who);
    json_open(j, "aging", '{');
    json_text(j, "basis", BASIS[r->ask.rule.basis]);
    json_text(j, "credits", CREDITS[r->ask.rule.credits]);
    json_close(j, '}');
    json_open(j, "currencies", '[');
    for (size_t i = 0; i < r->currencies_n; i++)
        json_currency(&say, &r->currencies[i], r->base_currency);
    json_close(j, ']');
    json_base(&say, r);
    json_collectors(j, r);
    json_close(j, '}');
}
