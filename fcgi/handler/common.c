#include "handler/common.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/zone.h"
#include "db/stmt.h"
#include "store/q_worklist_sum.h"
#include "store/setting.h"

enum err
company_zone(struct rq *rq, const char **zone)
{
    struct worklist_first_zone first;
    enum err e = worklist_first_zone(rq->db, rq->arena, &first);

    *zone = "UTC";
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *zone = first.time_zone;
    return OK;
}

enum err
company_today(struct rq *rq, int32_t *today)
{
    const char *zone;
    enum err e;

    if ((e = company_zone(rq, &zone)))
        return e;
    *today = zone_day(zone_find(zone), rq->now_us);
    return OK;
}

enum err
company_currency(struct rq *rq, const char **currency)
{
    return setting_read(rq->db, rq->arena, "base_currency", "EUR", currency);
}

enum err
base_amount(struct rq *rq, const char *name, int64_t *out)
{
    const char *text = rq_text(rq, name), *base;
    enum err e;

    *out = I64_NONE;
    if (!text)
        return OK;
    if ((e = company_currency(rq, &base)) || !money_parse(text, base, out))
        return e;
    faults_add(&rq->faults, arena_fmt(rq->arena, "?%s", name),
        "must be an amount such as 1250.00");
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

const char *
like_pattern(struct arena *a, const char *text)
{
    struct buf b;

    if (!text)
        return NULL;
    buf_init(&b, a);
    buf_char(&b, '%');
    for (const char *p = text; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '\\')
            buf_char(&b, '\\');
        buf_char(&b, *p);
    }
    buf_char(&b, '%');
    return b.text;
}

void
json_words(struct json *j, const char *key, const char *words)
{
    json_open(j, key, '[');
    while (words && *words) {
        size_t n = strcspn(words, " ,");

        if (n)
            json_textn(j, NULL, words, n);
        words += n + (words[n] != '\0');
    }
    json_close(j, ']');
}

void
json_day_or_null(struct json *j, const char *key, int32_t day)
{
    if (day == DAY_NONE)
        json_nil(j, key);
    else
        json_day(j, key, day);
}

void
json_milli_or_null(struct json *j, const char *key, int64_t milli)
{
    if (milli == I64_NONE)
        json_nil(j, key);
    else
        json_milli(j, key, milli);
}

void
json_instant_or_null(struct json *j, const char *key, int64_t at)
{
    if (at == INSTANT_NONE)
        json_nil(j, key);
    else
        json_instant(j, key, at);
}

void
json_id_or_null(struct json *j, const char *key, uint64_t id)
{
    if (id)
        json_id(j, key, id);
    else
        json_nil(j, key);
}

void
json_amount(struct json *j, const char *key, int64_t minor, const char *currency)
{
    json_open(j, key, '{');
    json_money(j, "amount", minor, currency);
    json_text(j, "currency", currency);
    json_close(j, '}');
}

void
json_person(struct json *j, const char *key, uint64_t id, const char *name)
{
    if (!id) {
        json_nil(j, key);
        return;
    }
    json_open(j, key, '{');
    json_id(j, "id", id);
    json_text(j, "name", name);
    json_close(j, '}');
}

void
json_rights(struct json *j, unsigned rights)
{
    static const struct {
        unsigned right;
        const char *name;
    } name[] = { { RIGHT_READ, "read" }, { RIGHT_WORK, "work" }, { RIGHT_SEND, "send" },
        { RIGHT_IMPORT, "import" }, { RIGHT_SCRIPTS, "scripts" },
        { RIGHT_USERS, "users" }, { RIGHT_TEAM, "team" },
        { RIGHT_APPROVE, "approve" } };

    json_open(j, "rights", '[');
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (rights & name[i].right)
            json_text(j, NULL, name[i].name);
    json_close(j, ']');
}
