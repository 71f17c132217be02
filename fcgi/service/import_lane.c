#include "service/import_lane.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/text.h"

enum { VALUE__MAX = 500, FIELD__MAX = 64, ROW_TEXT__MAX = 4000, FAULTS_A_LINE = 32 };

struct lane {
    const struct lane_conf *conf;
    struct db *db;
    struct arena *all; /* of the whole import */
    struct ledger_seen *seen;
    pthread_t thread;
    pthread_mutex_t mutex; /* over what follows */
    pthread_cond_t changed;
    struct chunk work; /* the thread's while busy */
    bool busy, stop;
    enum err failed;
    struct import_counts counts;
};

static void
empty(struct chunk *c)
{
    struct arena *a = c->a;

    *c = (struct chunk){ .a = a };
}

void
chunk_init(struct chunk *c)
{
    *c = (struct chunk){ .a = arena_new() };
}

void
chunk_free(struct chunk *c)
{
    arena_free(c->a);
    c->a = NULL;
}

static const char *
cut(struct arena *a, const char *s, size_t max)
{
    char *out = arena_alloc(a, max + 1);

    (void)text_copy(out, max + 1, s);
    return out;
}

void
chunk_add_error(struct chunk *c, uint64_t batch_id, uint64_t line_no, uint32_t fault,
    const char *field, const char *value, const char *reason, const char *text)
{
    if (line_no > UINT32_MAX / FAULTS_A_LINE || fault >= FAULTS_A_LINE)
        return; /* counted all the same */
    *LIST_ADD(c->a, c->errors) = (struct import_error_insert){ .batch_id = batch_id,
        .seq = (uint32_t)line_no * FAULTS_A_LINE + fault,
        .line_no = line_no,
        .field = cut(c->a, field, FIELD__MAX),
        .value = cut(c->a, value, VALUE__MAX),
        .reason = cut(c->a, reason, VALUE__MAX),
        .row_text = cut(c->a, text, ROW_TEXT__MAX) };
}

/* What became of a record: the worst of its rows, else what its document did. */
static void
count(struct lane *l, struct import_counts *sum, const struct pending *p,
    const struct ledger_result *results)
{
    bool bad = false, news = false;
    uint32_t fault = 0;

    for (size_t i = p->first; i < p->first + p->n; i++) {
        const struct ledger_result *x = &results[i];

        news |= x->status == LEDGER_CREATED || x->status == LEDGER_CHANGED;
        bad |= x->status == LEDGER_REFUSED || x->status == LEDGER_PARKED;
        if (x->status == LEDGER_REFUSED)
            chunk_add_error(&l->work, l->conf->batch_id, p->line_no, fault++, x->field,
                "", x->message, p->text);
        if (x->status == LEDGER_PARKED)
            chunk_add_error(&l->work, l->conf->batch_id, p->line_no, fault++, "", "",
                arena_fmt(l->work.a, "waits for %s", x->waits_for), p->text);
    }
    if (bad)
        sum->bad++;
    else if (results[p->document].status == LEDGER_CREATED)
        sum->created++;
    else if (news)
        sum->changed++;
    else
        sum->same++;
}

static enum err
apply(struct lane *l, struct import_counts *sum)
{
    struct chunk *c = &l->work;
    struct ledger_result *results = arena_new_n(c->a, c->rows.n, struct ledger_result);
    const struct ledger_call call = { .source_system = l->conf->source_system,
        .by = l->conf->by,
        .import_title = l->conf->title,
        .import_id = l->conf->batch_id,
        .seen = l->seen };
    enum err e = OK;

    if (c->rows.n)
        e = ledger_apply(l->db, c->a, &call, c->rows.at, c->rows.n, results);
    for (size_t i = 0; !e && i < c->pending.n; i++)
        count(l, sum, &c->pending.at[i], results);
    if (!e && c->errors.n)
        e = import_error_insert(l->db, c->errors.at, c->errors.n, NULL);
    return e;
}

static void *
run(void *in)
{
    struct lane *l = in;

    pthread_mutex_lock(&l->mutex);
    for (;;) {
        struct import_counts sum = { 0 };
        enum err e;

        while (!l->busy && !l->stop)
            pthread_cond_wait(&l->changed, &l->mutex);
        if (!l->busy)
            break;
        pthread_mutex_unlock(&l->mutex);
        e = apply(l, &sum);
        pthread_mutex_lock(&l->mutex);
        l->failed = l->failed ? l->failed : e;
        l->counts.created += sum.created;
        l->counts.changed += sum.changed;
        l->counts.same += sum.same;
        l->counts.bad += sum.bad;
        l->busy = false;
        pthread_cond_broadcast(&l->changed);
    }
    pthread_mutex_unlock(&l->mutex);
    return NULL;
}

static void
lane_free(struct lane *l)
{
    if (l->db)
        db_close(l->db);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->mutex);
    chunk_free(&l->work);
    arena_free(l->all);
    free(l);
}

enum err
lane_start(const struct lane_conf *conf, struct lane **out)
{
    struct lane *l = calloc(1, sizeof *l);
    enum err e;

    if (!l)
        abort();
    l->conf = conf;
    l->all = arena_new();
    l->seen = ledger_seen_new(l->all);
    chunk_init(&l->work);
    pthread_mutex_init(&l->mutex, NULL);
    pthread_cond_init(&l->changed, NULL);
    e = db_open_like(&l->db, conf->db);
    if (!e && pthread_create(&l->thread, NULL, run, l))
        e = ERR_DOWN;
    if (e)
        lane_free(l);
    else
        *out = l;
    return e;
}

enum err
lane_give(struct lane *l, struct chunk *c)
{
    struct chunk done;
    enum err e;

    pthread_mutex_lock(&l->mutex);
    while (l->busy)
        pthread_cond_wait(&l->changed, &l->mutex);
    e = l->failed;
    if (!e) {
        done = l->work;
        l->work = *c;
        l->busy = true;
        pthread_cond_broadcast(&l->changed);
        arena_reset(done.a);
        empty(&done);
        *c = done;
    }
    pthread_mutex_unlock(&l->mutex);
    return e;
}

void
lane_count(struct lane *l, struct import_counts *sum)
{
    pthread_mutex_lock(&l->mutex);
    sum->created += l->counts.created;
    sum->changed += l->counts.changed;
    sum->same += l->counts.same;
    sum->bad += l->counts.bad;
    pthread_mutex_unlock(&l->mutex);
}

enum err
lane_stop(struct lane *l, struct import_counts *sum)
{
    enum err e;

    pthread_mutex_lock(&l->mutex);
    while (l->busy)
        pthread_cond_wait(&l->changed, &l->mutex);
    l->stop = true;
    e = l->failed;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->mutex);
    pthread_join(l->thread, NULL);
    lane_count(l, sum);
    lane_free(l);
    return e;
}
