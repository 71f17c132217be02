#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "job/evaluate.h"
#include "main/command.h"
#include "service/escalate_disputes.h"

struct options {
    int32_t as_of;
    bool dry, full, json;
};

/* What a dry run found, as JSON while it goes. */
struct listing {
    struct arena *arena;
    struct buf text;
    struct json json;
    bool as_json;
};

static void
list_json(struct listing *l, const struct case_outcome *o)
{
    const struct snapshot *s = &o->facts.snapshot;
    struct json *j = &l->json;

    json_open(j, NULL, '{');
    json_id(j, "case_id", s->case_id);
    json_text(j, "customer", s->customer_number);
    json_text(j, "currency", s->currency);
    json_text(j, "fault", o->fault);
    json_open(j, "messages", '[');
    for (size_t i = 0; i < o->plan.messages_n; i++) {
        const struct plan_message *m = &o->plan.messages[i];

        json_open(j, NULL, '{');
        json_text(j, "step", m->step->id);
        json_text(j, "template", m->step->template);
        json_money(j, "total", m->total_minor, s->currency);
        json_instant(j, "not_before", m->not_before_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "tasks", '[');
    for (size_t i = 0; i < o->plan.tasks_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "kind", o->plan.tasks[i].kind);
        json_text(j, "title", o->plan.tasks[i].title);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void
see(void *ctx, const struct case_outcome *o)
{
    struct listing *l = ctx;
    const struct snapshot *s = &o->facts.snapshot;

    if (l->as_json) {
        list_json(l, o);
        return;
    }
    if (o->fault)
        printf("%-12s %s  fault: %s\n", s->customer_number, s->currency, o->fault);
    for (size_t i = 0; i < o->plan.messages_n; i++)
        printf("%-12s %s  send %s, %zu invoices\n", s->customer_number, s->currency,
            o->plan.messages[i].step->template, o->plan.messages[i].lines_n);
    for (size_t i = 0; i < o->plan.tasks_n; i++)
        printf("%-12s %s  task %s: %s\n", s->customer_number, s->currency,
            o->plan.tasks[i].kind, o->plan.tasks[i].title);
}

static void
progress(void *, uint64_t done, uint64_t of)
{
    fprintf(stderr, "\revaluating %" PRIu64 " of %" PRIu64 " cases ", done, of);
}

static void
print_result(struct listing *l, const struct options *o, const struct run_out *out)
{
    const struct run_counts *c = &out->counts;

    if (!l->as_json) {
        printf("%s%" PRIu64 " cases evaluated in %" PRIu64 " ms: %" PRIu64
               " messages, %" PRIu64 " tasks, %" PRIu64 " held back, %" PRIu64
               " failed\n",
            o->dry ? "dry run: " : "", c->cases, out->ms, c->messages, c->tasks,
            c->held, c->failed);
        if (c->claimed)
            printf("%" PRIu64 " cases were already claimed by another worker\n",
                c->claimed);
        return;
    }
    json_close(&l->json, ']');
    json_bool(&l->json, "dry_run", o->dry);
    json_id(&l->json, "run_id", out->run_id);
    json_u64(&l->json, "due", out->due);
    json_u64(&l->json, "cases", c->cases);
    json_u64(&l->json, "acted", c->acted);
    json_u64(&l->json, "messages", c->messages);
    json_u64(&l->json, "tasks", c->tasks);
    json_u64(&l->json, "held", c->held);
    json_u64(&l->json, "failed", c->failed);
    json_u64(&l->json, "claimed", c->claimed);
    json_u64(&l->json, "ms", out->ms);
    json_close(&l->json, '}');
    puts(l->text.text);
}

static int
run(struct db *db, const struct conf *conf, const struct options *o)
{
    struct listing l = { .arena = arena_new(), .as_json = o->json };
    const bool tty = isatty(STDERR_FILENO) && !o->json;
    const struct run_in in = {
        .kind = "manual",
        .now_at = clock_now_us(),
        .as_of = o->as_of,
        .full = o->full || o->as_of != DAY_NONE,
        .dry = o->dry,
        .see = o->dry ? see : NULL,
        .progress = tty ? progress : NULL,
        .ctx = &l,
    };
    struct evaluator *ev;
    struct run_out out;
    uint64_t escalated;
    enum err e;

    buf_init(&l.text, l.arena);
    l.json.out = &l.text;
    json_open(&l.json, NULL, '{');
    json_open(&l.json, "acting", '[');
    e = o->dry ? OK : escalate_disputes(db, in.now_at, &escalated);
    if (!e && !(e = evaluator_open(&ev, db, (unsigned)conf->worker_threads))) {
        e = evaluator_run(ev, &in, &out);
        evaluator_close(ev);
    }
    if (tty)
        fprintf(stderr, "\r%40s\r", "");
    if (e)
        fprintf(stderr, "dunlin: the run failed (%s); the log has the story\n",
            err_name(e));
    else
        print_result(&l, o, &out);
    arena_free(l.arena);
    return e ? EXIT_FAILED : out.counts.failed ? EXIT_PARTLY : EXIT_DONE;
}

int
cmd_evaluate(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "as-of", required_argument, NULL, 'a' },
        { "dry-run", no_argument, NULL, 'd' }, { "full", no_argument, NULL, 'f' },
        { "json", no_argument, NULL, 'j' }, { 0 } };
    struct options o = { .as_of = DAY_NONE };
    const struct conf *conf;
    struct db *db;
    int opt, status;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt == 'a' && !date_parse(optarg, &o.as_of))
            continue;
        else if (opt == 'd')
            o.dry = true;
        else if (opt == 'f')
            o.full = true;
        else if (opt == 'j')
            o.json = true;
        else {
            if (opt == 'a')
                fprintf(stderr, "dunlin: --as-of wants a date such as 2026-03-04\n");
            return command_usage(argv[0]);
        }
    }
    if (optind != argc)
        return command_usage(argv[0]);
    if (command_conf(&conf) || command_db_ready(&db))
        return EXIT_FAILED;
    if (o.as_of == date_of_instant(clock_now_us()))
        o.as_of = DAY_NONE;
    o.dry |= o.as_of != DAY_NONE;
    status = run(db, conf, &o);
    db_close(db);
    return status;
}
