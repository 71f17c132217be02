#include <inttypes.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/collector/team.h"
#include "handler/common.h"
#include "service/rulebook.h"
#include "store/q_team.h"

/* The days of a target's period that today lies in. */
static void
period_of(const char *period, int32_t today, int32_t *first, int32_t *end)
{
    struct ymd d = date_split(today);

    *first = today;
    *end = today + 1;
    if (text_eq(period, "week")) {
        *first = today - (date_weekday(today) - 1);
        *end = *first + 7;
    } else if (text_eq(period, "month")) {
        *first = date_join((struct ymd){ d.y, d.m, 1 });
        *end = date_add_months(*first, 1);
    }
}

/* In the base currency; the rates are the rulebook's. */
static enum err
promised(struct rq *rq, const char *actor, int64_t from_at, int64_t to_at, int64_t *out)
{
    struct team_promised *p;
    size_t n;
    enum err e;

    *out = 0;
    if ((e = team_promised(rq->db, rq->arena, actor, from_at, to_at, &p, &n)) || !n)
        return e;
    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    for (size_t i = 0; !e && i < n; i++)
        *out += rulebook_to_base(*rq->rulebook, p[i].currency, p[i].minor);
    return e;
}

static enum err
reached_of(struct rq *rq, const struct team_targets *t, int64_t from_at, int64_t to_at,
    int64_t *out)
{
    const char *actor = arena_fmt(rq->arena, "%" PRIu64, t->user_id);
    struct team_progress p;
    enum err e;

    if (text_eq(t->kind, "promises"))
        return promised(rq, actor, from_at, to_at, out);
    if ((e = team_progress(rq->db, rq->arena, actor, from_at, to_at, &p)))
        return e;
    *out = (int64_t)(text_eq(t->kind, "contacts") ? p.contacts : p.worked);
    return OK;
}

static enum err
json_target(struct rq *rq, struct json *j, const struct team_targets *t, int32_t today,
    const struct zone *zone, const char *base)
{
    int32_t first, end;
    int64_t reached;
    enum err e;

    period_of(t->period, today, &first, &end);
    if ((e = reached_of(rq, t, zone_instant(zone, first, 0), zone_instant(zone, end, 0),
             &reached)))
        return e;
    json_open(j, NULL, '{');
    json_text(j, "kind", t->kind);
    json_text(j, "period", t->period);
    json_day(j, "from", first);
    json_day(j, "until", end - 1);
    if (text_eq(t->kind, "promises")) {
        json_money(j, "target", t->amount, base);
        json_money(j, "reached", reached, base);
        json_text(j, "currency", base);
    } else {
        json_text(j, "target", arena_fmt(rq->arena, "%" PRId64, t->amount));
        json_text(j, "reached", arena_fmt(rq->arena, "%" PRId64, reached));
        json_nil(j, "currency");
    }
    json_close(j, '}');
    return OK;
}

enum err
json_progress(struct rq *rq, struct json *j, const char *key, uint64_t user_id)
{
    const char *zone, *base;
    struct team_targets *t;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = company_today(rq, &today)) || (e = company_zone(rq, &zone)) ||
        (e = company_currency(rq, &base)) ||
        (e = team_targets(rq->db, rq->arena, user_id, today, &t, &n)))
        return e;
    json_open(j, key, '[');
    for (size_t i = 0; !e && i < n; i++)
        e = json_target(rq, j, &t[i], today, zone_find(zone), base);
    json_close(j, ']');
    return e;
}

/* GET worklist/progress -> 200 one's own targets and what was reached of them */
enum err
progress_get(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);
    enum err e;

    json_open(j, NULL, '{');
    e = json_progress(rq, j, "targets", rq->who.user_id);
    json_close(j, '}');
    return e;
}
