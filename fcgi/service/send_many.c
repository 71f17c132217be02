#include "service/send_many.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/change_outbox.h"
#include "store/audit.h"
#include "store/q_message_job.h"

#define LEASE_US (5 * DATE_US_PER_MINUTE)

enum {
    CODE__MAX = 64,
    SUBJECT__MAX = 250,
    BODY__MAX = 20000,
    REASON__MAX = 480,
    DETAIL__SIZE = 500
};

/* -- the draft ----------------------------------------------------------------- */

static const char *const ROLES[] = { "billing", "statement", "dispute", "legal" };
static const char *const FILES[] = { "invoice", "statement", "letter" };
static const char *const CHANNELS[] = { "email", "letter" };

static void
read_files(struct jval *v, struct message_draft *d)
{
    struct jval *list = jsonin_array(v, "attach", JSONIN_MAY, 3);
    size_t which = 0;

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        if (!jsonin_enum(i, NULL, JSONIN_NEED, FILES, 3, &which))
            continue;
        d->attach_invoice |= which == 0;
        d->attach_statement |= which == 1;
        d->attach_letter |= which == 2;
    }
}

void
draft_read(struct jval *v, struct message_draft *d, bool *cc_self)
{
    size_t role = 0, cc_role = SIZE_MAX, channel = 0;

    *d = (struct message_draft){ 0 };
    jsonin_text(v, "template", JSONIN_MAY, CODE__MAX, &d->template);
    jsonin_text(v, "subject", JSONIN_MAY, SUBJECT__MAX, &d->subject);
    jsonin_prose(v, "body", JSONIN_MAY, BODY__MAX, &d->body);
    jsonin_text(v, "confirmed", JSONIN_MAY, REASON__MAX, &d->confirmed);
    jsonin_enum(v, "to_role", JSONIN_MAY, ROLES, 4, &role);
    jsonin_enum(v, "cc_role", JSONIN_MAY, ROLES, 4, &cc_role);
    jsonin_bool(v, "cc_self", JSONIN_MAY, cc_self);
    jsonin_enum(v, "channel", JSONIN_MAY, CHANNELS, 2, &channel);
    read_files(v, d);
    d->to_role = ROLES[role];
    d->cc_role = cc_role < 4 ? ROLES[cc_role] : NULL;
    d->by_letter = channel == 1;
    if (d->by_letter && *cc_self)
        jsonin_fault(v, "cc_self", "a letter has no copies");
    if (d->by_letter && d->attach_letter)
        jsonin_fault(v, "attach", "a letter is not attached to itself");
    if (d->by_letter && d->cc_role)
        jsonin_fault(v, "cc_role", "a letter has no copies");
    if (d->confirmed && !*d->confirmed)
        d->confirmed = NULL;
    if (!d->template == !(d->subject || d->body))
        jsonin_fault(v, "template", "either a template, or subject and body");
    else if (!d->template && (!d->subject || !*d->subject))
        jsonin_fault(v, "subject", "must not be empty");
    else if (!d->template && (!d->body || !*d->body))
        jsonin_fault(v, "body", "must not be empty");
}

char *
draft_write(struct arena *a, const struct message_draft *d)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "template", d->template);
    json_text(&j, "subject", d->subject);
    json_text(&j, "body", d->body);
    json_text(&j, "confirmed", d->confirmed);
    json_text(&j, "to_role", d->to_role);
    json_text(&j, "channel", CHANNELS[d->by_letter]);
    if (d->cc_role)
        json_text(&j, "cc_role", d->cc_role);
    json_bool(&j, "cc_self", d->cc_user_id != 0);
    json_open(&j, "attach", '[');
    if (d->attach_invoice)
        json_text(&j, NULL, FILES[0]);
    if (d->attach_statement)
        json_text(&j, NULL, FILES[1]);
    if (d->attach_letter)
        json_text(&j, NULL, FILES[2]);
    json_close(&j, ']');
    json_bool(&j, "overdue", d->all_overdue);
    json_close(&j, '}');
    return b.text;
}

/* -- looking --------------------------------------------------------------------- */

static void
add_sum(struct many_look *out, const struct message_look *m)
{
    const char *currency = m->outcome.facts.snapshot.currency;
    size_t k = 0;

    while (k < out->sums_n && strcmp(out->sums[k].currency, currency) != 0)
        k++;
    if (k == out->sums_n)
        memcpy(out->sums[out->sums_n++].currency, currency, 4);
    out->sums[k].minor += m->look.total_minor;
    out->sums[k].count++;
}

/* Why no message would go, in a guard's name and a sentence; false: one would. */
static bool
left_out(const struct message_draft *d, const struct message_look *m,
    const char **guard, const char **detail)
{
    *guard = NULL;
    *detail = NULL;
    if (d->all_overdue && m->chosen_n == 0)
        *detail = "nothing is overdue";
    else if (!m->plan.goes && m->plan.held_n > 0) {
        *guard = guard_name(m->plan.held[0].guard);
        *detail = m->plan.held[0].detail;
    } else if (m->look.stop)
        *detail = m->look.stop;
    else if (!m->text.subject)
        *detail = m->why;
    return *detail != NULL;
}

static void
add_one(
    const struct message_draft *d, const struct message_look *m, struct many_look *out)
{
    const struct snapshot *s = &m->outcome.facts.snapshot;
    struct many_out o = { .case_id = s->case_id,
        .customer_id = s->customer_id,
        .name = s->customer_name,
        .number = s->customer_number,
        .may_confirm = m->plan.may_confirm };

    if (left_out(d, m, &o.guard, &o.detail)) {
        out->out[out->out_n++] = o;
        return;
    }
    out->count++;
    for (size_t k = 0; k < m->compose.cc_n; k++)
        out->copies += m->compose.cc[k].contact_id != 0;
    add_sum(out, m);
}

enum err
look_at_many(struct db *db, struct arena *a, const struct message_desk *desk,
    const struct message_draft *draft, const uint64_t *case_ids, size_t n,
    struct many_look *out)
{
    struct message_draft d = *draft;

    *out = (struct many_look){ .sums = arena_new_n(a, n + 1, struct many_sum),
        .out = arena_new_n(a, n + 1, struct many_out) };
    for (size_t k = 0; k < n; k++) {
        struct message_look m;
        enum err e;

        d.case_id = case_ids[k];
        if ((e = look_at_message(db, a, desk, &d, &m)))
            return e;
        add_one(&d, &m, out);
    }
    return OK;
}

/* -- queueing -------------------------------------------------------------------- */

struct queueing {
    struct arena *arena;
    const struct actor *by;
    const struct message_draft *draft;
    const uint64_t *case_ids;
    size_t n;
    uint64_t id;
};

static enum err
queue(struct db *db, void *arg)
{
    struct queueing *q = arg;
    struct message_job_case_add *rows =
        arena_new_n(q->arena, q->n + 1, struct message_job_case_add);
    const char *payload = draft_write(q->arena, q->draft);
    enum err e;

    for (size_t k = 0; k < q->n; k++)
        rows[k] = (struct message_job_case_add){ q->id, q->case_ids[k] };
    if ((e = message_job_add(db, q->id, payload, q->n, clock_real_us(), q->by->now_us,
             actor_user_id(q->by), NULL)) ||
        (e = message_job_case_add(db, rows, q->n, NULL)))
        return e;
    return audit_add(db, &(struct audit){ .by = q->by,
                             .action = "message.send_many",
                             .object_kind = "job",
                             .object_id = q->id,
                             .after = payload });
}

enum err
queue_messages(struct db *db, struct arena *a, const struct actor *by,
    const struct message_draft *draft, const uint64_t *case_ids, size_t n,
    uint64_t *job_id)
{
    struct queueing q = {
        .arena = a, .by = by, .draft = draft, .case_ids = case_ids, .n = n
    };
    enum err e = db_id(db, &q.id);

    *job_id = q.id;
    return e ? e : db_retry(db, queue, &q);
}

/* -- the job --------------------------------------------------------------------- */

struct running {
    struct many_worker *w;
    struct arena *home, *arena; /* of the job; of one case */
    struct message_job_claim job;
    struct message_draft draft;
    struct actor by;
};

static enum err
claim(struct db *db, void *arg)
{
    struct running *r = arg;
    enum err e = message_job_claim(db, r->home, clock_real_us(), &r->job);

    return e ? e : message_job_lease(db, clock_real_us() + LEASE_US, r->job.id, NULL);
}

static enum err
read_payload(struct running *r)
{
    struct faults faults;
    struct jsonin in;
    bool cc_self = false;
    enum err e;

    faults_init(&faults, r->home);
    if ((e = jsonin_parse(
             &in, r->home, &faults, r->job.payload, strlen(r->job.payload), NULL)))
        return e;
    draft_read(in.root, &r->draft, &cc_self);
    jsonin_bool(in.root, "overdue", JSONIN_NEED, &r->draft.all_overdue);
    r->draft.cc_user_id = cc_self ? r->job.user_id : 0;
    r->draft.job_id = r->job.id;
    return faults_err(&faults);
}

/* What became of a case, by how sending it ended. */
static enum err
note(struct running *r, uint64_t case_id, enum err sent, const struct message_look *m,
    uint64_t outbox_id)
{
    const char *guard = NULL, *detail = NULL, *state = "planned";
    char text[DETAIL__SIZE];

    if (sent == ERR_DOWN)
        return sent;
    if (sent && !left_out(&r->draft, m, &guard, &detail))
        detail = "it could not be planned";
    if (sent)
        state = sent == ERR_CONFLICT || (sent == ERR_INVALID && !m->why) ? "left_out"
                                                                         : "failed";
    text_copy(text, sizeof text, detail ? detail : "");
    return message_job_case_done(r->w->db, r->job.id, case_id, state, guard,
        *text ? text : NULL, outbox_id, NULL);
}

static enum err
one(struct running *r, const struct message_job_next *next)
{
    const struct message_desk desk = {
        .rules = r->w->rules, .public_url = r->w->public_url, .now_at = clock_now_us()
    };
    struct message_look m = { 0 };
    uint64_t outbox_id = next->outbox_id;
    enum err e = OK;

    r->by.now_us = desk.now_at;
    r->draft.case_id = next->case_id;
    if (!outbox_id) {
        e = look_at_message(r->w->db, r->arena, &desk, &r->draft, &m);
        /* without anything to ask for there is no message: it would say nothing */
        if (!e && r->draft.all_overdue && m.chosen_n == 0)
            e = ERR_CONFLICT;
        else if (!e)
            e = send_message(
                r->w->db, r->arena, &r->by, &desk, &r->draft, &m, &outbox_id);
    }
    if ((e = note(r, next->case_id, e, &m, outbox_id)))
        return e;
    return message_job_step(r->w->db, clock_real_us() + LEASE_US, r->job.id, NULL);
}

static enum err
run(struct running *r)
{
    int64_t now_at = clock_now_us();
    enum err e;

    if ((e = read_payload(r)))
        return e;
    e = r->w->rules ? rulebook_refresh(r->w->rules, r->w->db, now_at)
                    : rulebook_open(&r->w->rules, r->w->db, now_at);
    while (!e && !atomic_load(r->w->stop)) {
        struct message_job_next next;

        arena_reset(r->arena);
        e = message_job_next(r->w->db, r->arena, r->job.id, &next);
        if (e == ERR_NOT_FOUND)
            return OK;
        if (!e)
            e = one(r, &next);
    }
    return e ? e : ERR_LIMIT;
}

enum err
send_many_next(struct many_worker *w, bool *worked)
{
    struct running r = { .w = w, .home = arena_new(), .arena = arena_new() };
    enum err e = db_retry(w->db, claim, &r);

    *worked = e == OK;
    if (!e) {
        r.by = (struct actor){ .kind = ACTOR_USER,
            .id = arena_fmt(r.home, "%llu", (unsigned long long)r.job.user_id),
            .ip = "",
            .request_id = "" };
        e = run(&r);
        if (e == ERR_LIMIT) /* stopped: whoever comes next goes on at once */
            e = message_job_lease(w->db, clock_real_us(), r.job.id, NULL);
        else if (e != ERR_DOWN)
            e = message_job_end(
                w->db, e ? "failed" : "done", clock_now_us(), r.job.id, NULL);
        if (e)
            log_error("message_job", kv("job", r.job.id), kv("err", err_name(e)));
    }
    arena_free(r.arena);
    arena_free(r.home);
    return e == ERR_NOT_FOUND && !*worked ? OK : e;
}

enum err
cancel_many(struct db *db, struct arena *a, const struct actor *by, uint64_t job_id,
    const char *reason, size_t *n)
{
    struct message_job_planned *rows;
    size_t rows_n;
    enum err e = message_job_planned(db, a, job_id, &rows, &rows_n);

    *n = 0;
    for (size_t k = 0; k < rows_n && !e; k++) {
        e = cancel_outbox(db, a, by, rows[k].id, 0, reason);
        *n += e == OK;
        if (e == ERR_CONFLICT) /* it left in this moment */
            e = OK;
    }
    if (e)
        return e;
    return audit_add(db, &(struct audit){ .by = by,
                             .action = "message.cancel_many",
                             .object_kind = "job",
                             .object_id = job_id,
                             .after = AUDIT_TEXTS(a, "reason", reason, "cancelled",
                                 arena_fmt(a, "%zu", *n)) });
}
