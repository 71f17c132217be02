#include "service/rulebook.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/money.h"
#include "store/q_rulebook.h"
#include "store/setting.h"

enum { CALENDARS__MAX = 256, YEARS_AROUND = 2 };

struct rule {
    const struct strategy *strategy;
    struct script *script;
    uint8_t hash[32];
};

/* What was built from one epoch; replaced whole. */
struct rules {
    uint64_t epoch;
    struct arena *arena;
    struct script_host *host;
    const struct strategy **strategies;
    struct rule *rules; /* beside strategies */
    size_t strategies_n;
    struct script **segments;
    size_t segments_n;
    struct script **packs;
    size_t packs_n;
    struct {
        const char *country, *region;
        int year;
        struct calendar calendar;
    } calendars[CALENDARS__MAX];
    size_t calendars_n;
};

struct rulebook {
    struct rules *now;
    struct arena *arena; /* of what is read at every refresh */
    int32_t today;
    int64_t stale_after_us;
    const char *base_currency;
    struct rule_rate *rates;
    size_t rates_n;
    struct rule_text *texts; /* sorted by code */
    size_t texts_n;
};

static void
rules_free(struct rules *r)
{
    if (!r)
        return;
    script_host_free(r->host);
    arena_free(r->arena);
}

static void
take_script(struct rules *r, const struct rule_script *row, struct script *s)
{
    switch (script_kind_of(s)) {
    case SCRIPT_STRATEGY:
        r->rules[r->strategies_n] = (struct rule){ script_strategy(s), s, { 0 } };
        memcpy(r->rules[r->strategies_n].hash, row->sha256, sizeof row->sha256);
        r->strategies[r->strategies_n++] = script_strategy(s);
        break;
    case SCRIPT_SEGMENT:
        r->segments[r->segments_n++] = s;
        break;
    default:
        r->packs[r->packs_n++] = s;
    }
}

static enum err
load_scripts(struct rules *r, const struct rule_script *rows, size_t n)
{
    r->strategies = arena_new_n(r->arena, n + 1, const struct strategy *);
    r->rules = arena_new_n(r->arena, n + 1, struct rule);
    r->segments = arena_new_n(r->arena, n + 1, struct script *);
    r->packs = arena_new_n(r->arena, n + 1, struct script *);
    for (size_t i = 0; i < n; i++) {
        struct script_source source = {
            .script_id = rows[i].script_id,
            .version_id = rows[i].version_id,
            .name = rows[i].name,
            .body = rows[i].body,
            .len = strlen(rows[i].body),
        };
        struct script *s;
        enum err e = script_kind_parse(rows[i].kind, &source.kind);

        if (!e)
            e = script_load(r->host, &source, &s);
        if (e == ERR_INVALID || e == ERR_LIMIT)
            log_error("script_not_loaded", kv("kind", rows[i].kind),
                kv("name", rows[i].name), kv("fault", script_fault(r->host)));
        else if (e)
            return e;
        else
            take_script(r, &rows[i], s);
    }
    return OK;
}

static enum err
rules_build(struct rules **out, struct db *db, uint64_t epoch)
{
    struct arena *a = arena_new();
    struct rules *r = arena_new_of(a, struct rules);
    struct rule_script *rows;
    size_t n;
    enum err e;

    r->epoch = epoch;
    r->arena = a;
    r->host = script_host_new(&SCRIPT_BUDGET);
    if ((e = rule_script(db, a, &rows, &n)) || (e = load_scripts(r, rows, n))) {
        rules_free(r);
        return e;
    }
    *out = r;
    return OK;
}

static enum err
read_settings(struct rulebook *b, struct db *db, int64_t now_at)
{
    const int64_t hour_us = INT64_C(3600) * 1000000;
    int64_t hours;
    enum err e;

    arena_reset(b->arena);
    b->rates_n = 0;
    b->today = date_of_instant(now_at);
    if ((e = setting_read_i64(db, b->arena, "stale_after_hours", 0, &hours)) ||
        (e = setting_read(db, b->arena, "base_currency", "EUR", &b->base_currency)))
        return e;
    b->stale_after_us = hours * hour_us;
    if ((e = rule_text(db, b->arena, &b->texts, &b->texts_n)))
        return e;
    return rule_rate(db, b->arena, b->base_currency, b->today, &b->rates, &b->rates_n);
}

enum err
rulebook_refresh(struct rulebook *b, struct db *db, int64_t now_at)
{
    struct rule_epoch epoch;
    struct rules *fresh;
    enum err e;

    if ((e = read_settings(b, db, now_at)) || (e = rule_epoch(db, NULL, &epoch)))
        return e;
    if (b->now && b->now->epoch == epoch.epoch)
        return OK;
    if ((e = rules_build(&fresh, db, epoch.epoch)))
        return e;
    rules_free(b->now);
    b->now = fresh;
    return OK;
}

enum err
rulebook_open(struct rulebook **out, struct db *db, int64_t now_at)
{
    struct rulebook *b = calloc(1, sizeof *b);
    enum err e;

    if (!b)
        abort();
    b->arena = arena_new();
    if ((e = rulebook_refresh(b, db, now_at))) {
        rulebook_close(b);
        return e;
    }
    *out = b;
    return OK;
}

void
rulebook_close(struct rulebook *b)
{
    if (!b)
        return;
    rules_free(b->now);
    arena_free(b->arena);
    free(b);
}

uint64_t
rulebook_epoch(const struct rulebook *b)
{
    return b->now->epoch;
}

struct script_host *
rulebook_host(struct rulebook *b)
{
    return b->now->host;
}

const struct strategy *const *
rulebook_strategies(const struct rulebook *b, size_t *n)
{
    *n = b->now->strategies_n;
    return b->now->strategies;
}

static const struct rule *
rule_of(const struct rulebook *b, uint64_t script_id)
{
    for (size_t i = 0; i < b->now->strategies_n; i++)
        if (b->now->strategies[i]->script_id == script_id)
            return &b->now->rules[i];
    return NULL;
}

const struct strategy *
rulebook_strategy(const struct rulebook *b, uint64_t script_id)
{
    const struct rule *r = rule_of(b, script_id);

    return r ? r->strategy : NULL;
}

const struct script *
rulebook_script(const struct rulebook *b, const struct strategy *s)
{
    return rule_of(b, s->script_id)->script;
}

const uint8_t *
rulebook_hash(const struct rulebook *b, const struct strategy *s)
{
    return rule_of(b, s->script_id)->hash;
}

size_t
rulebook_segments_n(const struct rulebook *b)
{
    return b->now->segments_n;
}

const struct script *
rulebook_segments(const struct rulebook *b, size_t i)
{
    return b->now->segments[i];
}

const struct pack *
rulebook_pack(const struct rulebook *b, const char *country)
{
    for (size_t i = 0; i < b->now->packs_n; i++) {
        const struct pack *p = script_pack(b->now->packs[i]);

        if (p && !strcmp(p->country, country))
            return p;
    }
    return NULL;
}

/* Made on first need and kept: regions are few. */
const struct calendar *
rulebook_calendar(const struct rulebook *b, const char *country, const char *region)
{
    struct rules *r = b->now;
    int year = date_split(b->today).y;
    const struct pack *pack;

    for (size_t i = 0; i < r->calendars_n; i++)
        if (r->calendars[i].year == year && !strcmp(r->calendars[i].country, country) &&
            !strcmp(r->calendars[i].region, region))
            return &r->calendars[i].calendar;
    if (!(pack = rulebook_pack(b, country)))
        return NULL;
    if (r->calendars_n == CALENDARS__MAX)
        r->calendars_n = 0;
    r->calendars[r->calendars_n].country = arena_str(r->arena, country);
    r->calendars[r->calendars_n].region = arena_str(r->arena, region);
    r->calendars[r->calendars_n].year = year;
    pack_calendar(pack, region, year - YEARS_AROUND, year + YEARS_AROUND, r->arena,
        &r->calendars[r->calendars_n].calendar);
    return &r->calendars[r->calendars_n++].calendar;
}

struct guard_limits
rulebook_limits(const struct rulebook *b, const char *country, int32_t today)
{
    const struct pack *pack = rulebook_pack(b, country);
    const struct pack_rule *rule = pack ? pack_rule_on(pack, today) : NULL;

    return (struct guard_limits){
        .stale_after_us = b->stale_after_us,
        .legal_min_gap_days = rule ? rule->min_gap_days : 0,
        .quiet_from_minute = rule ? rule->quiet_from_minute : 0,
    };
}

int64_t
rulebook_to_base(const struct rulebook *b, const char *currency, int64_t minor)
{
    int64_t out;

    if (!strcmp(currency, b->base_currency))
        return minor;
    for (size_t i = 0; i < b->rates_n; i++)
        if (!strcmp(b->rates[i].base, currency))
            return money_convert(
                       minor, currency, b->base_currency, b->rates[i].rate_e8, &out)
                       ? 0
                       : out;
    return 0;
}

bool
rulebook_has_text(const struct rulebook *b, const char *template, const char *language)
{
    size_t base = strcspn(language, "-_");

    for (size_t i = 0; i < b->texts_n; i++) {
        const char *has = b->texts[i].language;

        if (!strcmp(b->texts[i].code, template) &&
            (!strcmp(has, language) || !strcmp(has, "en") ||
                (strlen(has) == base && !strncmp(has, language, base))))
            return true;
    }
    return false;
}

const char *
rulebook_base_currency(const struct rulebook *b)
{
    return b->base_currency;
}
