#include "service/look_ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "domain/coverage.h"
#include "store/case.h"

struct message {
    uint64_t id, case_id;
    struct seen_ahead seen;
    bool whole; /* its case was found */
};

struct look_ahead {
    struct message *list; /* by id */
    size_t n;
};

/* -- the messages ------------------------------------------------------------ */

static void
fill_message(const struct outbox_ahead *row, struct message *m)
{
    *m = (struct message){
        .id = row->id,
        .case_id = row->case_id,
        .seen = { .touch_seq = row->touch_seq,
            .run_id = row->run_id,
            .suppressed = row->suppressed,
            .tried = row->tried,
            .about = { .customer_id = row->customer_id,
                .division_id = row->division_id,
                .division_name = row->division_name,
                .country = row->country,
                .time_zone = row->time_zone,
                .customer_kind = row->customer_kind } },
    };
    memcpy(m->seen.about.currency, row->currency, sizeof m->seen.about.currency);
}

static enum err
read_messages(struct db *db, struct arena *a, const char *ids, struct look_ahead *w)
{
    struct outbox_ahead *rows;
    size_t n;
    enum err e = outbox_ahead(db, a, ids, &rows, &n);

    if (e)
        return e;
    w->list = arena_new_n(a, n + 1, struct message);
    for (size_t k = 0; k < n; k++)
        if (!rows[k].held)
            fill_message(&rows[k], &w->list[w->n++]);
    return OK;
}

/* Both are in the order of the messages. */
static enum err
read_lines(struct db *db, struct arena *a, const char *ids, struct look_ahead *w)
{
    struct outbox_lines_ahead *rows;
    size_t n, at = 0;
    enum err e = outbox_lines_ahead(db, a, ids, &rows, &n);

    for (size_t k = 0; !e && k < w->n; k++) {
        struct seen_ahead *seen = &w->list[k].seen;

        while (at < n && rows[at].outbox_id < w->list[k].id)
            at++;
        seen->lines = rows + at;
        while (at < n && rows[at].outbox_id == w->list[k].id) {
            seen->lines_n++;
            at++;
        }
    }
    return e;
}

/* -- their cases --------------------------------------------------------------- */

static void
give_facts(struct look_ahead *w, const struct case_facts *f)
{
    for (size_t k = 0; k < w->n; k++)
        if (w->list[k].case_id == f->snapshot.case_id) {
            w->list[k].seen.facts = *f;
            w->list[k].whole = true;
        }
}

static int
by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Each once, however many messages are about it. */
static char *
case_ids(struct arena *a, const struct look_ahead *w)
{
    uint64_t *ids = arena_new_n(a, w->n, uint64_t);
    size_t n = 0;

    for (size_t k = 0; k < w->n; k++)
        ids[k] = w->list[k].case_id;
    qsort(ids, w->n, sizeof *ids, by_id);
    for (size_t k = 0; k < w->n; k++)
        if (n == 0 || ids[n - 1] != ids[k])
            ids[n++] = ids[k];
    return case_ids_json(a, ids, n);
}

static enum err
read_cases(struct db *db, struct arena *a, int64_t now_at, struct look_ahead *w)
{
    const struct case_range range = {
        .now_at = now_at, .full = true, .today = DAY_NONE, .named = case_ids(a, w)
    };
    struct case_stream *s;
    struct case_facts f;
    enum err e = case_stream_open(&s, a, db, NULL, &range);

    while (!e && case_stream_next(s, a, &f)) {
        coverage_apply(&f.snapshot, a);
        give_facts(w, &f);
    }
    return case_stream_close(s);
}

enum err
look_ahead(struct db *db, struct arena *a, const uint64_t *ids, size_t n,
    int64_t now_at, struct look_ahead **out)
{
    struct look_ahead *w = arena_new_of(a, struct look_ahead);
    const char *named = case_ids_json(a, ids, n);
    enum err e;

    *out = w;
    /* what a change is known by comes first: whatever is read after it is no older */
    if ((e = read_messages(db, a, named, w)) || w->n == 0 ||
        (e = read_lines(db, a, named, w)))
        return e;
    return read_cases(db, a, now_at, w);
}

/* -- what a last look takes of it ------------------------------------------------ */

const struct seen_ahead *
look_ahead_of(const struct look_ahead *ahead, uint64_t id)
{
    for (size_t k = 0; ahead && k < ahead->n; k++)
        if (ahead->list[k].id == id)
            return ahead->list[k].whole ? &ahead->list[k].seen : NULL;
    return NULL;
}

void
look_ahead_touched(struct look_ahead *ahead, uint64_t case_id)
{
    for (size_t k = 0; ahead && k < ahead->n; k++)
        if (ahead->list[k].case_id == case_id)
            ahead->list[k].seen.touch_seq++;
}

bool
look_ahead_holds(const struct seen_ahead *seen, const struct outbox_lock *row,
    bool touched, int64_t now_at)
{
    const struct snapshot *s = &seen->facts.snapshot;

    return row->touch_seq == seen->touch_seq + touched && row->run_id == seen->run_id &&
           row->suppressed == seen->suppressed &&
           zone_day(zone_find(s->division_time_zone), now_at) == s->today;
}
