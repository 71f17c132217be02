#include <stdio.h>

#include "base/date.h"
#include "service/effect.h"

static void
json_key(struct json *j, const struct effect_key *k)
{
    char text[200];

    if (k->name && k->no) {
        snprintf(text, sizeof text, "%s %u", k->name, k->no);
        json_text(j, "key", text);
    } else {
        json_text(j, "key", k->name);
    }
}

static void
json_part(struct json *j, const char *key, bool known, int64_t milli)
{
    if (known)
        json_milli(j, key, milli);
    else
        json_nil(j, key);
}

static void
json_items(struct json *j, const struct effect_window *w)
{
    const struct effect_share *s = &w->items, *l = &w->like.items;

    json_i64(j, "items", w->reminded.n);
    json_i64(j, "paid", w->reminded.paid_n);
    json_part(j, "paid_percent", s->known, s->milli);
    json_part(j, "paid_low", s->known, s->low);
    json_part(j, "paid_high", s->known, s->high);
    json_i64(j, "like_items", w->like.n);
    json_i64(j, "like_compared", w->like.covered_n);
    json_part(j, "like_percent", l->known, l->milli);
    json_part(j, "like_low", l->known, l->low);
    json_part(j, "like_high", l->known, l->high);
}

static void
json_amounts(struct json *j, const struct effect_window *w, const char *currency)
{
    const struct effect_share *s = &w->amount, *l = &w->like.amount;

    json_money(j, "amount", w->reminded.minor, currency);
    json_money(j, "amount_paid", w->reminded.paid_minor, currency);
    json_part(j, "amount_percent", s->known, s->milli);
    json_part(j, "amount_low", s->known, s->low);
    json_part(j, "amount_high", s->known, s->high);
    json_part(j, "like_amount_percent", l->known, l->milli);
    json_part(j, "like_amount_low", l->known, l->low);
    json_part(j, "like_amount_high", l->known, l->high);
}

void
effect_row_json(struct json *j, const struct effect_report *r,
    const struct effect_row *row, int window)
{
    const struct effect_window *w = &row->window[window];

    json_open(j, NULL, '{');
    json_text(j, "by", EFFECT_BY_NAME[r->ask.by]);
    json_key(j, &row->key);
    json_text(j, "currency", row->key.currency);
    json_i64(j, "days", EFFECT_DAYS[window]);
    json_i64(j, "messages", w->messages);
    json_i64(j, "messages_all", row->messages);
    json_i64(j, "items_all", row->observed_n);
    json_items(j, w);
    json_amounts(j, w, row->key.currency);
    json_text(j, "note",
        !w->reminded.n    ? "too_early"
        : !w->like.enough ? "too_few_to_compare"
                          : NULL);
    json_close(j, '}');
}

void
effect_report_json(struct json *j, const struct effect_report *r)
{
    json_open(j, NULL, '{');
    json_text(j, "by", EFFECT_BY_NAME[r->ask.by]);
    json_day(j, "from", r->ask.from);
    json_day(j, "to", r->ask.to);
    json_day(j, "as_of", r->today);
    json_open(j, "rows", '[');
    for (size_t i = 0; i < r->rows_n; i++)
        for (int k = 0; k < EFFECT_WINDOWS; k++)
            effect_row_json(j, r, &r->rows[i], k);
    json_close(j, ']');
    json_close(j, '}');
}
