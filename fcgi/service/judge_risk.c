#include "service/judge_risk.h"

#include <inttypes.h>

#include "base/zone.h"
#include "db/bulk.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/case.h"
#include "store/q_follow_up.h"
#include "store/q_risk.h"

struct work {
    struct arena *arena;
    const struct risk_seen *seen;
    size_t n;
    uint64_t *ids; /* of the cases that are looked at under their locks */
    size_t ids_n;
    uint64_t model_id;
    int32_t today;
    struct actor by;
};

/* What is to be said of one case. */
struct judged {
    const struct risk_facts *was;
    const struct risk_seen *seen;
    enum risk_class before, is;
    int32_t late, limit;
};

static const struct risk_seen *
seen_of(const struct work *w, uint64_t case_id)
{
    size_t lo = 0, hi = w->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (w->seen[mid].case_id == case_id)
            return &w->seen[mid];
        if (w->seen[mid].case_id < case_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static struct judged
judge(const struct work *w, const struct risk_facts *f)
{
    struct judged j = {
        .was = f, .seen = seen_of(w, f->case_id), .before = risk_named(f->class)
    };

    j.late = risk_late_permille(&j.seen->sums);
    j.limit = risk_limit_permille(
        f->open_minor, f->limit_minor == I64_NONE ? -1 : f->limit_minor);
    j.is = risk_judge(j.late, j.limit, j.before);
    return j;
}

static bool
is_new(const struct judged *j)
{
    int32_t was = j->was->class ? (int32_t)j->was->late_permille : -1;

    return j->is != j->before || risk_moved(was, j->late);
}

/* -- writing it down --------------------------------------------------------- */

static const char *
key_of(const struct work *w, const struct judged *j)
{
    return arena_fmt(w->arena, "risk:%" PRIu64, j->was->case_id);
}

static enum err
add_task(struct db *db, const struct work *w, const struct judged *j)
{
    char *title = arena_fmt(w->arena,
        "Risk has become high: %d %% of what is open will probably be over 30 days "
        "late",
        (j->late + 5) / 10);
    struct follow_up_insert_once_in task = { .customer_id = j->was->customer_id,
        .case_id = j->was->case_id,
        .kind = "review_risk",
        .title = title,
        .due_on = zone_day(zone_find(j->was->time_zone), w->by.now_us),
        .priority = 2,
        .dedup_key = key_of(w, j),
        .origin = "system",
        .origin_id = w->by.id,
        .created_at = w->by.now_us };
    const struct activity seen = { .customer_id = j->was->customer_id,
        .case_id = j->was->case_id,
        .kind = "risk",
        .by = &w->by,
        .title = title };
    enum err e = db_id(db, &task.id);

    if (e || (e = follow_up_insert_once(db, &task, NULL)))
        return e;
    return activity_add(db, &seen);
}

static enum err
tell(struct db *db, const struct work *w, const struct judged *j)
{
    if (risk_is_news(j->before, j->is, risk_ahead_permille(&j->seen->sums)))
        return add_task(db, w, j);
    if (j->before == RISK_HIGH && j->is != RISK_HIGH)
        return follow_up_end_for(
            db, key_of(w, j), "the risk has fallen", w->by.now_us, 0, NULL);
    return OK;
}

static struct risk_insert
row_of(const struct work *w, const struct judged *j)
{
    bool same = j->is == j->before;

    return (struct risk_insert){ .case_id = j->was->case_id,
        .known_from = w->by.now_us,
        .class = RISK_NAME[j->is],
        .since_on = same ? j->was->since_on : w->today,
        .was = same ? j->was->was : RISK_NAME[j->before],
        .late_permille = (uint32_t)j->late,
        .limit_permille = j->limit < 0 ? I64_NONE : j->limit,
        .model_id = w->model_id };
}

static enum err
write_all(struct db *db, const struct work *w, const uint64_t *ids, size_t ids_n,
    struct risk_insert *rows, size_t rows_n)
{
    enum err e;

    for (size_t k = 0; k < rows_n; k++)
        if ((e = db_id(db, &rows[k].id)))
            return e;
    if ((e = risk_end(db, case_ids_json(w->arena, ids, ids_n), w->by.now_us, NULL)) ||
        (rows_n && (e = db_bulk(db, &RISK_INSERT_STMT, rows, rows_n, NULL))))
        return e;
    return case_touch_many(db, w->arena, ids, ids_n, "risk");
}

/* Another worker may have said it meanwhile: it is read again under the locks. */
static enum err
change(struct db *db, void *arg)
{
    struct work *w = arg;
    struct risk_facts *f;
    struct risk_insert *rows = arena_new_n(w->arena, w->ids_n, struct risk_insert);
    uint64_t *ids = arena_new_n(w->arena, w->ids_n, uint64_t);
    size_t n, rows_n = 0, ids_n = 0;
    enum err e;

    if ((e = case_lock_many(db, w->arena, w->ids, w->ids_n)) ||
        (e = risk_facts(
             db, w->arena, case_ids_json(w->arena, w->ids, w->ids_n), &f, &n)))
        return e;
    for (size_t k = 0; k < n; k++) {
        struct judged j = judge(w, &f[k]);

        if (!is_new(&j))
            continue;
        ids[ids_n++] = f[k].case_id;
        if (j.is != RISK_UNKNOWN)
            rows[rows_n++] = row_of(w, &j);
        if ((e = tell(db, w, &j)))
            return e;
    }
    return ids_n ? write_all(db, w, ids, ids_n, rows, rows_n) : OK;
}

enum err
judge_risk(struct db *db, struct arena *a, const struct risk_seen *seen, size_t n,
    uint64_t model_id, int32_t today, int64_t now_at)
{
    struct work w = { .arena = a,
        .seen = seen,
        .n = n,
        .ids = arena_new_n(a, n + 1, uint64_t),
        .model_id = model_id,
        .today = today,
        .by = { .kind = ACTOR_SYSTEM,
            .id = "risk",
            .ip = "",
            .request_id = "",
            .now_us = now_at } };
    struct risk_facts *f;
    size_t facts_n;
    enum err e;

    if (!n)
        return OK;
    for (size_t k = 0; k < n; k++)
        w.ids[k] = seen[k].case_id;
    if ((e = risk_facts(db, a, case_ids_json(a, w.ids, n), &f, &facts_n)))
        return e;
    for (size_t k = 0; k < facts_n; k++) {
        struct judged j = judge(&w, &f[k]);

        if (is_new(&j))
            w.ids[w.ids_n++] = f[k].case_id;
    }
    return w.ids_n ? db_retry(db, change, &w) : OK;
}
