#include "service/work_share.h"

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/tx.h"
#include "store/q_effect.h"

enum { WEEK = 7, MONDAY = 1 };

struct sharing {
    struct db *db;
    const struct insight_who *who;
    int32_t from, to;
    int32_t first; /* day or Monday that the first point begins with */
    int32_t step;
    struct work_point *points;
};

static struct work_count *
count_at(const struct sharing *s, enum work_kind kind, int32_t day)
{
    if (day < s->from || day > s->to)
        return NULL;
    return &s->points[(day - s->first) / s->step].count[kind];
}

static enum work_kind
kind_of(const char *name)
{
    return text_eq(name, "messages")   ? WORK_MESSAGES
           : text_eq(name, "promises") ? WORK_PROMISES
           : text_eq(name, "disputes") ? WORK_DISPUTES
                                       : WORK_PAYMENTS;
}

static enum err
read_days(const struct sharing *s)
{
    const struct effect_work_in in = { INSIGHT_WHO(s->who), .from_on = s->from,
        .to_on = s->to };
    struct effect_work_stream v;
    enum err e = effect_work_open(&v, s->db, &in);

    if (e)
        return e;
    while (effect_work_next(&v)) {
        struct work_count *c = count_at(s, kind_of(v.row.kind), v.row.on_day);

        if (!c)
            continue;
        c->itself += v.row.itself;
        c->by_hand += v.row.by_hand;
    }
    return effect_work_close(&v);
}

/* Tasks have instants: their day is the division's. */
static enum err
read_follow_ups(const struct sharing *s)
{
    const struct effect_follow_ups_in in = { INSIGHT_WHO(s->who),
        .from_at = date_instant(s->from - 1), .to_at = date_instant(s->to + 2) };
    struct effect_follow_ups_stream v;
    enum err e = effect_follow_ups_open(&v, s->db, &in);

    if (e)
        return e;
    while (effect_follow_ups_next(&v)) {
        struct work_count *c = count_at(
            s, WORK_FOLLOW_UPS, zone_day(zone_find(v.row.time_zone), v.row.ended_at));

        if (!c)
            continue;
        c->itself += !v.row.by_hand;
        c->by_hand += v.row.by_hand;
    }
    return effect_follow_ups_close(&v);
}

static enum err
read_both(const struct sharing *s)
{
    enum err e = read_days(s);

    return e ? e : read_follow_ups(s);
}

enum err
work_share(struct db *db, struct arena *a, const struct insight_who *who, int32_t from,
    int32_t to, bool weekly, struct work_point **out, size_t *n)
{
    struct sharing s = { .db = db, .who = who, .from = from, .to = to };
    enum err e;

    s.step = weekly ? WEEK : 1;
    s.first = weekly ? from - (date_weekday(from) - MONDAY) : from;
    *n = (size_t)((to - s.first) / s.step) + 1;
    *out = s.points = arena_new_n(a, *n, struct work_point);
    for (size_t k = 0; k < *n; k++) {
        int32_t begin = s.first + (int32_t)k * s.step, end = begin + s.step - 1;

        s.points[k].from = begin < from ? from : begin;
        s.points[k].to = end > to ? to : end;
    }
    if ((e = db_begin_snapshot(db)))
        return e;
    return db_end(db, read_both(&s));
}
