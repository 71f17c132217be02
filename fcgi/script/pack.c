#include "script/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"

/* What reading needs everywhere; the first fault stands. */
struct reader {
    struct arena *arena;
    const char *fault;
};

#define fail(r, ...) \
    ((void)((r)->fault || ((r)->fault = arena_fmt((r)->arena, __VA_ARGS__))))

static void
check_keys(struct reader *r, const struct script_value *v, const char *where,
    const char *const *keys, bool list)
{
    if (v->kind != VALUE_TABLE) {
        fail(r, "%s: must be a table", where);
        return;
    }
    if (!list && v->table.list_n)
        fail(r, "%s: a value without a name", where);
    for (size_t i = 0; i < v->table.members_n; i++) {
        const char *name = v->table.members[i].name;
        size_t k = 0;

        while (keys[k] && strcmp(keys[k], name) != 0)
            k++;
        if (!keys[k])
            fail(r, "%s: unknown key '%s'", where, name);
    }
}

static int
read_number(struct reader *r, const struct script_value *v, const char *where,
    const char *key, int min, int max, int absent)
{
    const struct script_value *m = value_get(v, key);

    if (!m)
        return absent;
    if (m->kind != VALUE_INT || m->i < min || m->i > max) {
        fail(r, "%s: '%s' must be a whole number from %d to %d", where, key, min, max);
        return absent;
    }
    return (int)m->i;
}

static int32_t
read_from(struct reader *r, const struct script_value *v, const char *where)
{
    const char *text = value_text(v, "from", NULL);
    int32_t day = 0;

    if (!text || date_parse(text, &day))
        fail(r, "%s: 'from' must be a date such as \"2024-07-01\"", where);
    return day;
}

static void
read_regions(struct reader *r, const struct script_value *v, const char *where,
    struct pack_holiday *h)
{
    const struct script_value *list = value_get(v, "regions");

    if (!list)
        return;
    h->regions_n = value_count(list);
    if (h->regions_n == 0 || h->regions_n > PACK_REGIONS__MAX) {
        fail(r, "%s: 'regions' must hold 1 to %d codes", where, PACK_REGIONS__MAX);
        h->regions_n = 0;
        return;
    }
    for (size_t i = 0; i < h->regions_n; i++) {
        const struct script_value *code = value_at(list, i);

        if (code->kind != VALUE_TEXT)
            fail(r, "%s: 'regions' must hold texts", where);
        h->regions[i] = code->kind == VALUE_TEXT ? code->text : "";
    }
}

static void
read_holiday(struct reader *r, const struct script_value *v, const char *where,
    struct pack_holiday *h)
{
    static const char *const KEYS[] = { "after", "day", "easter", "from", "month",
        "name", "nth", "regions", "to", "weekday", NULL };
    bool fixed = value_get(v, "day") != NULL, easter = value_get(v, "easter") != NULL;
    bool nth = value_get(v, "weekday") != NULL;

    check_keys(r, v, where, KEYS, false);
    if (!(h->name = value_text(v, "name", NULL)))
        fail(r, "%s: 'name' is missing", where);
    if (fixed + easter + nth != 1 || (!easter && !value_get(v, "month")))
        fail(r, "%s: needs month and day, easter, or month, weekday and nth", where);
    h->kind = fixed ? HOLIDAY_FIXED : easter ? HOLIDAY_EASTER : HOLIDAY_NTH;
    h->month = read_number(r, v, where, "month", 1, 12, 1);
    h->day = read_number(r, v, where, "day", 1, 31, 1);
    h->easter = read_number(r, v, where, "easter", -100, 100, 0);
    h->weekday = read_number(r, v, where, "weekday", 1, 7, 1);
    h->nth = read_number(r, v, where, "nth", -1, 5, 1);
    h->after = read_number(r, v, where, "after", 1, 31, 1);
    h->from = read_number(r, v, where, "from", 1583, 9999, 1583);
    h->to = read_number(r, v, where, "to", 1583, 9999, 9999);
    if (fixed && !date_valid((struct ymd){ 2024, h->month, h->day }))
        fail(r, "%s: there is no such day", where);
    read_regions(r, v, where, h);
}

static uint16_t
read_minute(struct reader *r, const struct script_value *v, const char *where)
{
    const char *s = value_text(v, "quiet_from", NULL);
    int h, m;

    if (!value_get(v, "quiet_from"))
        return 0;
    if (!s || strlen(s) != 5 || s[2] != ':' || strspn(s, "0123456789") != 2 ||
        strspn(s + 3, "0123456789") != 2) {
        fail(r, "%s: 'quiet_from' must be a time such as \"21:00\"", where);
        return 0;
    }
    h = (s[0] - '0') * 10 + s[1] - '0';
    m = (s[3] - '0') * 10 + s[4] - '0';
    if (h > 23 || m > 59)
        fail(r, "%s: 'quiet_from' must be a time such as \"21:00\"", where);
    return (uint16_t)(h * 60 + m);
}

static void
read_rule(struct reader *r, const struct script_value *v, const char *where,
    struct pack_rule *out)
{
    static const char *const KEYS[] = { "from", "law", "min_gap", "quiet_from", NULL };

    check_keys(r, v, where, KEYS, false);
    out->from_on = read_from(r, v, where);
    out->min_gap_days = (uint16_t)read_number(r, v, where, "min_gap", 0, 366, 0);
    out->quiet_from_minute = read_minute(r, v, where);
}

static void
read_tiers(struct reader *r, const struct script_value *v, const char *where,
    struct fee_law *law)
{
    const struct script_value *tiers = value_get(v, "tiers");

    law->tiers_n = value_count(tiers);
    if (law->tiers_n == 0 || law->tiers_n > FEE_TIERS__MAX) {
        fail(r, "%s: 'tiers' must hold 1 to %d sums", where, FEE_TIERS__MAX);
        law->tiers_n = 0;
        return;
    }
    for (size_t i = 0; i < law->tiers_n; i++) {
        static const char *const KEYS[] = { "amount", "below", NULL };
        const struct script_value *t = value_at(tiers, i);
        const char *amount = value_text(t, "amount", NULL);
        const char *below = value_text(t, "below", NULL);
        bool last = i + 1 == law->tiers_n;

        check_keys(r, t, where, KEYS, false);
        law->tiers[i].below_minor = INT64_MAX;
        if (last == (below != NULL))
            fail(r, "%s: every sum but the last says 'below' what it holds", where);
        if (below && money_parse(below, law->currency, &law->tiers[i].below_minor))
            fail(r, "%s: '%s' is no amount in %s", where, below, law->currency);
        if (!amount || money_parse(amount, law->currency, &law->tiers[i].minor) ||
            law->tiers[i].minor < 0)
            fail(r, "%s: 'amount' must be a sum in %s", where, law->currency);
        if (i > 0 && law->tiers[i].below_minor <= law->tiers[i - 1].below_minor)
            fail(r, "%s: 'tiers' must rise", where);
    }
}

static void
read_fee(struct reader *r, const struct script_value *v, const char *where,
    struct pack_fee *out)
{
    static const char *const KEYS[] = { "consumers", "currency", "from", "law", "tiers",
        NULL };
    const char *currency = value_text(v, "currency", "");

    check_keys(r, v, where, KEYS, false);
    out->from_on = read_from(r, v, where);
    out->law.consumers = value_bool(v, "consumers", false);
    if (!(out->law.basis = value_text(v, "law", NULL)))
        fail(r, "%s: 'law' is missing", where);
    if (!money_known(currency)) {
        fail(r, "%s: '%s' is no currency", where, currency);
        return;
    }
    memcpy(out->law.currency, currency, 4);
    read_tiers(r, v, where, &out->law);
}

static void
read_rate(struct reader *r, const struct script_value *v, const char *where,
    struct interest_rate *out)
{
    static const char *const KEYS[] = { "from", "law", "percent", NULL };
    const char *percent = value_text(v, "percent", NULL);

    check_keys(r, v, where, KEYS, false);
    out->from_on = read_from(r, v, where);
    if (!percent || money_parse_percent(percent, &out->rate_e6) || out->rate_e6 < 0)
        fail(r, "%s: 'percent' must be a rate a year such as \"12.25\"", where);
}

static void
read_order(struct reader *r, const struct script_value *data, struct pack *out)
{
    static const char *const PARTS[] = { "costs", "interest", "principal" };
    const struct script_value *list = value_get(data, "payment_order");
    unsigned seen = 0;

    for (int i = 0; i < PACK_ORDER__MAX; i++)
        out->order[i] = (enum pack_part)i;
    if (!list)
        return;
    for (size_t i = 0; i < value_count(list) && i < PACK_ORDER__MAX; i++) {
        for (int part = 0; part < PACK_ORDER__MAX; part++) {
            if (value_at(list, i)->kind == VALUE_TEXT &&
                strcmp(value_at(list, i)->text, PARTS[part]) == 0) {
                out->order[i] = (enum pack_part)part;
                seen |= 1u << part;
            }
        }
    }
    if (seen != 7 || value_count(list) != PACK_ORDER__MAX)
        fail(r, "payment_order: must name costs, interest and principal, each once");
}

static void
read_week(struct reader *r, const struct script_value *data, struct pack *out)
{
    const struct script_value *days = value_get(data, "weekend");
    const char *observed = value_text(data, "observed", "same");

    out->weekend = CALENDAR_SAT_SUN;
    if (days) {
        out->weekend = 0;
        for (size_t i = 0; i < value_count(days); i++) {
            const struct script_value *d = value_at(days, i);

            if (d->kind != VALUE_INT || d->i < 1 || d->i > 7)
                fail(r, "weekend: days are 1 for Monday to 7 for Sunday");
            else
                out->weekend |= (uint8_t)(1 << (d->i - 1));
        }
        if (out->weekend == 0x7f)
            fail(r, "weekend: the whole week is free");
    }
    if (strcmp(observed, "next") == 0)
        out->observed = OBSERVED_NEXT;
    else if (strcmp(observed, "nearest") == 0)
        out->observed = OBSERVED_NEAREST;
    else if (strcmp(observed, "same") != 0)
        fail(r, "observed: must be \"same\", \"next\" or \"nearest\"");
}

static int
by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

_Static_assert(offsetof(struct pack_rule, from_on) == 0, "by_day");
_Static_assert(offsetof(struct pack_fee, from_on) == 0, "by_day");
_Static_assert(offsetof(struct interest_rate, from_on) == 0, "by_day");

/* One list of the pack: its elements into an array, each by its own reader. */
#define read_list(r, data, key, type, into, n, read_one)                     \
    do {                                                                     \
        const struct script_value *list_ = value_get(data, key);             \
        size_t count_ = value_count(list_);                                  \
                                                                             \
        if (list_ && list_->kind != VALUE_TABLE)                             \
            fail(r, "%s: must be a list", key);                              \
        (into) = arena_new_n((r)->arena, count_ + 1, type);                  \
        (n) = count_;                                                        \
        for (size_t i_ = 0; i_ < count_; i_++)                               \
            read_one(r, value_at(list_, i_),                                 \
                arena_fmt((r)->arena, "%s[%zu]", key, i_ + 1), &(into)[i_]); \
    } while (0)

enum err
pack_read(const struct script_value *data, struct arena *a, struct pack *out,
    const char **fault)
{
    static const char *const KEYS[] = { "country", "fees", "holidays", "interest",
        "name", "observed", "payment_order", "rules", "weekend", NULL };
    struct reader reader = { .arena = a }, *r = &reader;

    *out = (struct pack){ 0 };
    check_keys(r, data, "pack", KEYS, false);
    out->country = value_text(data, "country", "");
    if (strlen(out->country) != 2 ||
        strspn(out->country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
        fail(r, "country: must be a code such as \"DE\"");
    if (!(out->name = value_text(data, "name", NULL)))
        fail(r, "name: is missing");
    read_week(r, data, out);
    read_order(r, data, out);
    read_list(r, data, "holidays", struct pack_holiday, out->holidays, out->holidays_n,
        read_holiday);
    read_list(r, data, "rules", struct pack_rule, out->rules, out->rules_n, read_rule);
    read_list(r, data, "fees", struct pack_fee, out->fees, out->fees_n, read_fee);
    read_list(
        r, data, "interest", struct interest_rate, out->rates, out->rates_n, read_rate);
    qsort(out->rules, out->rules_n, sizeof *out->rules, by_day);
    qsort(out->fees, out->fees_n, sizeof *out->fees, by_day);
    qsort(out->rates, out->rates_n, sizeof *out->rates, by_day);
    *fault = r->fault;
    return r->fault ? ERR_INVALID : OK;
}

static bool
holds_in(const struct pack_holiday *h, const char *region)
{
    if (h->regions_n == 0)
        return true;
    for (size_t i = 0; region && i < h->regions_n; i++) {
        if (strcmp(h->regions[i], region) == 0)
            return true;
    }
    return false;
}

/* The n-th weekday of the month, counted from the day `after`; DAY_NONE: none. */
static int32_t
nth_weekday(const struct pack_holiday *h, int year)
{
    int32_t first = date_join((struct ymd){ year, h->month, h->after });
    int32_t last =
        date_join((struct ymd){ year, h->month, date_days_in_month(year, h->month) });
    int32_t day;

    if (h->nth == -1)
        return last - (date_weekday(last) - h->weekday + 7) % 7;
    day = first + (h->weekday - date_weekday(first) + 7) % 7 + 7 * (h->nth - 1);
    return day;
}

static int32_t
holiday_on(const struct pack_holiday *h, int year)
{
    if (year < h->from || year > h->to)
        return DAY_NONE;
    switch (h->kind) {
    case HOLIDAY_EASTER:
        return calendar_easter(year) + h->easter;
    case HOLIDAY_NTH:
        return nth_weekday(h, year);
    default:
        if (!date_valid((struct ymd){ year, h->month, h->day }))
            return DAY_NONE; /* 29 February */
        return date_join((struct ymd){ year, h->month, h->day });
    }
}

static bool
is_weekend(const struct pack *p, int32_t day)
{
    return p->weekend >> (date_weekday(day) - 1) & 1;
}

static bool
contains(const int32_t *days, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++) {
        if (days[i] == day)
            return true;
    }
    return false;
}

/* Holidays that fall on a weekend move; two that move do not share a day. The days
 * they move to are added behind the others. */
static size_t
observe(const struct pack *p, int32_t *days, size_t n)
{
    size_t total = n;

    for (size_t i = 0; i < n; i++) {
        int32_t day = days[i];

        if (!is_weekend(p, day))
            continue;
        if (p->observed == OBSERVED_NEAREST) {
            day += date_weekday(day) == 6 ? -1 : 1;
        } else {
            while (is_weekend(p, day) || contains(days, total, day))
                day++;
        }
        days[total++] = day;
    }
    qsort(days, total, sizeof *days, by_day);
    return total;
}

void
pack_calendar(const struct pack *p, const char *region, int year_from, int year_to,
    struct arena *a, struct calendar *out)
{
    size_t years = year_to >= year_from ? (size_t)(year_to - year_from + 1) : 0;
    int32_t *days = arena_new_n(a, 2 * p->holidays_n * years + 1, int32_t);
    size_t n = 0, kept = 0;

    for (int year = year_from; year <= year_to; year++) {
        for (size_t i = 0; i < p->holidays_n; i++) {
            int32_t day = holiday_on(&p->holidays[i], year);

            if (day != DAY_NONE && holds_in(&p->holidays[i], region))
                days[n++] = day;
        }
    }
    qsort(days, n, sizeof *days, by_day);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || days[kept - 1] != days[i])
            days[kept++] = days[i];
    }
    if (p->observed != OBSERVED_SAME)
        kept = observe(p, days, kept);
    *out = (struct calendar){
        .weekend = p->weekend, .holidays = days, .holidays_n = kept
    };
}

const struct pack_rule *
pack_rule_on(const struct pack *p, int32_t day)
{
    static const struct pack_rule NOTHING = { 0 };
    const struct pack_rule *found = &NOTHING;

    for (size_t i = 0; i < p->rules_n && p->rules[i].from_on <= day; i++)
        found = &p->rules[i];
    return found;
}

const struct fee_law *
pack_fee_on(const struct pack *p, const char currency[4], int32_t day)
{
    const struct fee_law *found = NULL;

    for (size_t i = 0; i < p->fees_n && p->fees[i].from_on <= day; i++) {
        if (memcmp(p->fees[i].law.currency, currency, 3) == 0)
            found = &p->fees[i].law;
    }
    return found;
}
