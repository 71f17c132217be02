#include "job/evaluate.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "db/lock.h"
#include "job/ranges.h"
#include "service/notify.h"
#include "store/q_apply.h"
#include "store/q_evaluate.h"

enum { BATCH_CASES = 500, LANES_FROM = 200, THREADS__MAX = 64 };

/* What one thread has to itself. */
struct hand {
    struct db *db, *reader; /* reader: streams' own when there are no lanes */
    struct case_lanes lanes;
    bool lanes_open;
    struct rulebook *rules;
    struct run_counts counts;
    enum err err;
};

struct evaluator {
    unsigned hands_n;
    struct hand hands[];
};

struct run {
    const struct run_in *in;
    uint64_t id;
    struct ranges ranges;
    atomic_size_t next_range;
    atomic_uint_fast64_t done;
    atomic_bool broken; /* a thread met an error of ours */
    pthread_mutex_t see;
    bool use_lanes;
};

enum err
evaluator_open(struct evaluator **out, const struct db *like, unsigned threads)
{
    struct evaluator *ev;
    enum err e = OK;

    threads = threads < 1 ? 1 : threads > THREADS__MAX ? THREADS__MAX : threads;
    ev = calloc(1, sizeof *ev + threads * sizeof *ev->hands);
    if (!ev)
        abort();
    for (; !e && ev->hands_n < threads; ev->hands_n++)
        e = db_open_like(&ev->hands[ev->hands_n].db, like);
    if (e) {
        evaluator_close(ev);
        return e;
    }
    *out = ev;
    return OK;
}

void
evaluator_close(struct evaluator *ev)
{
    if (!ev)
        return;
    for (unsigned i = 0; i < ev->hands_n; i++) {
        if (ev->hands[i].lanes_open)
            case_lanes_close(&ev->hands[i].lanes);
        rulebook_close(ev->hands[i].rules);
        db_close(ev->hands[i].db);
    }
    free(ev);
}

struct rulebook *
evaluator_rules(struct evaluator *ev)
{
    return ev->hands[0].rules;
}

static enum err
hand_ready(struct hand *h, const struct run *run)
{
    enum err e = h->rules ? rulebook_refresh(h->rules, h->db, run->in->now_at)
                          : rulebook_open(&h->rules, h->db, run->in->now_at);

    if (!e && run->use_lanes && !h->lanes_open &&
        !(e = case_lanes_open(&h->lanes, h->db)))
        h->lanes_open = true;
    return e;
}

static bool
stopped(const struct run *run)
{
    return run->broken || (run->in->stop && *run->in->stop);
}

static struct apply_in
batch_of(const struct hand *h, const struct run *run, const struct case_outcome *list,
    size_t n)
{
    return (struct apply_in){
        .run_id = run->id,
        .now_at = run->in->now_at,
        .rules_epoch = rulebook_epoch(h->rules),
        .outcomes = list,
        .n = n,
    };
}

/* A batch that failed is repeated case by case, so that one bad case stops only
 * itself. */
static enum err
apply_singly(struct hand *h, struct run *run, struct arena *a,
    const struct case_outcome *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct apply_in in = batch_of(h, run, &list[i], 1);
        enum err e = apply_outcomes(h->db, a, &in, &h->counts);

        for (int try = 0; e == ERR_CONFLICT && try < 4; try++)
            e = apply_outcomes(h->db, a, &in, &h->counts);
        if (e == ERR_DOWN)
            return e;
        if (!e)
            continue;
        log_error("case_not_applied", kv("case", list[i].facts.snapshot.case_id),
            kv("err", err_name(e)));
        e = apply_failure(h->db, a, &in, &list[i].facts,
            "its result could not be stored; the log has the story");
        h->counts.failed++;
        h->counts.cases++;
        if (e)
            return e;
    }
    return OK;
}

static void
count_dry(struct hand *h, struct run *run, const struct case_outcome *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct case_outcome *o = &list[i];

        h->counts.cases++;
        h->counts.failed += o->fault != NULL;
        h->counts.acted += o->acts;
        h->counts.messages += o->plan.messages_n;
        h->counts.tasks += o->plan.tasks_n;
        h->counts.held += o->plan.held_n > 0;
        if (run->in->see && (o->acts || o->fault)) {
            pthread_mutex_lock(&run->see);
            run->in->see(run->in->ctx, o);
            pthread_mutex_unlock(&run->see);
        }
    }
}

static enum err
finish_batch(struct hand *h, struct run *run, struct arena *a,
    const struct case_outcome *list, size_t n)
{
    enum err e = OK;

    if (!n)
        return OK;
    if (run->in->dry) {
        count_dry(h, run, list, n);
    } else {
        struct apply_in in = batch_of(h, run, list, n);

        e = apply_outcomes(h->db, a, &in, &h->counts);
        if (e && e != ERR_DOWN)
            e = apply_singly(h, run, a, list, n);
    }
    run->done += n;
    return e;
}

static enum err
work_range(struct hand *h, struct run *run, const struct range *r)
{
    const struct case_range range = { .lo = r->lo,
        .hi = r->hi,
        .now_at = run->in->now_at,
        .full = run->in->full || run->in->case_id,
        .today = run->in->as_of };
    struct arena *of_range = arena_new(), *of_batch = arena_new();
    struct case_outcome *list = calloc(BATCH_CASES, sizeof *list);
    struct case_stream *s;
    struct case_facts facts;
    size_t n = 0;
    enum err e = case_stream_open(&s, of_range, h->db,
        h->lanes_open && run->use_lanes ? &h->lanes : NULL, &range);

    if (!list)
        abort();
    while (!e && !stopped(run) && case_stream_next(s, of_batch, &facts)) {
        e = evaluate_case(h->rules, of_batch, &facts, &list[n]);
        if (!e && ++n == BATCH_CASES) {
            e = finish_batch(h, run, of_batch, list, n);
            arena_reset(of_batch);
            n = 0;
        }
    }
    if (!e)
        e = finish_batch(h, run, of_batch, list, n);
    if (e)
        (void)!case_stream_close(s);
    else
        e = case_stream_close(s);
    free(list);
    arena_free(of_batch);
    arena_free(of_range);
    return e;
}

struct thread {
    struct hand *hand;
    struct run *run;
};

static void *
work(void *arg)
{
    struct thread *t = arg;
    struct run *run = t->run;
    enum err e = hand_ready(t->hand, run);

    while (!e && !stopped(run)) {
        size_t i = atomic_fetch_add(&run->next_range, 1);

        if (i >= run->ranges.n)
            break;
        e = rulebook_refresh(t->hand->rules, t->hand->db, run->in->now_at);
        if (!e)
            e = work_range(t->hand, run, &run->ranges.list[i]);
        if (run->in->progress && t->hand->counts.cases)
            run->in->progress(run->in->ctx, run->done, run->ranges.cases);
    }
    if (e)
        run->broken = true;
    t->hand->err = e;
    return NULL;
}

static enum err
work_all(struct evaluator *ev, struct run *run, struct run_counts *sum)
{
    pthread_t id[THREADS__MAX];
    struct thread t[THREADS__MAX];
    unsigned n = run->ranges.n < ev->hands_n ? (unsigned)run->ranges.n : ev->hands_n;
    unsigned started = 1;
    enum err e = OK;

    n = n ? n : 1;
    for (unsigned i = 0; i < n; i++) {
        ev->hands[i].counts = (struct run_counts){ 0 };
        ev->hands[i].err = OK;
        t[i] = (struct thread){ &ev->hands[i], run };
    }
    for (; started < n; started++)
        if (pthread_create(&id[started], NULL, work, &t[started]))
            break;
    work(&t[0]);
    for (unsigned i = 0; i < started; i++) {
        const struct run_counts *c = &ev->hands[i].counts;

        if (i)
            pthread_join(id[i], NULL);
        sum->cases += c->cases;
        sum->acted += c->acted;
        sum->messages += c->messages;
        sum->tasks += c->tasks;
        sum->held += c->held;
        sum->failed += c->failed;
        sum->claimed += c->claimed;
        if (!e)
            e = ev->hands[i].err;
    }
    return e;
}

static enum err
begin_run(struct db *db, const struct run_in *in, struct run *run)
{
    enum err e = db_id(db, &run->id);

    if (e)
        return e;
    return run_start(
        db, run->id, in->kind, in->now_at, clock_real_us(), in->full, NULL);
}

/* Once a day, however often what fails is tried. */
static enum err
tell_admins(struct db *db, const struct run *run, uint64_t failed)
{
    struct arena *a = arena_new();
    char day[DATE_TEXT__SIZE];
    enum err e;

    date_format(date_of_instant(run->in->now_at), day);
    e = notify_role(db, a, "admin", 0, NOTIFY_RUN_FAILED,
        failed ? arena_fmt(a, "%" PRIu64 " cases could not be evaluated", failed)
               : "The evaluation stopped half way",
        "run", run->id, 0, arena_fmt(a, "run_failed:%s", day));
    arena_free(a);
    return e;
}

static enum err
end_run(struct db *db, const struct run *run, const struct run_out *out, enum err e)
{
    const struct run_counts *c = &out->counts;
    const struct run_end_in in = {
        .state = e           ? "failed"
                 : c->failed ? "errors"
                             : "done",
        .ended_at = run->in->now_at,
        .cases_n = c->cases,
        .acted_n = c->acted,
        .messages_n = c->messages,
        .tasks_n = c->tasks,
        .held_n = c->held,
        .failed_n = c->failed,
        .ms = out->ms,
        .id = run->id,
    };
    enum err ended = run_end(db, &in, NULL);

    if (!ended && (e || c->failed))
        ended = tell_admins(db, run, c->failed);
    return e ? e : ended;
}

enum err
evaluator_run(struct evaluator *ev, const struct run_in *in, struct run_out *out)
{
    struct run run = { .in = in, .see = PTHREAD_MUTEX_INITIALIZER };
    struct db *db = ev->hands[0].db;
    int64_t began = clock_mono_ms();
    struct arena *a = arena_new();
    enum err e;

    *out = (struct run_out){ 0 };
    e = ranges_read(db, a, in->now_at, in->full, in->case_id, &run.ranges);
    out->due = run.ranges.cases;
    if (e || (in->quiet_if_none && !run.ranges.n)) {
        arena_free(a);
        return e;
    }
    run.use_lanes = run.ranges.cases >= LANES_FROM;
    if (!in->dry && (e = begin_run(db, in, &run))) {
        arena_free(a);
        return e;
    }
    out->run_id = run.id;
    e = work_all(ev, &run, &out->counts);
    if (!e && in->stop && *in->stop)
        e = ERR_CONFLICT;
    out->ms = (uint64_t)(clock_mono_ms() - began);
    if (!in->dry)
        e = end_run(db, &run, out, e);
    arena_free(a);
    return e;
}
