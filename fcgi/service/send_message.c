#include "service/send_message.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/text_choice.h"
#include "service/letter_paper.h"
#include "service/mail_view.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_message.h"
#include "store/q_outbox.h"
#include "store/q_template.h"

static const char OWN_WORDS[] = "message";

struct work {
    struct arena *arena;
    const struct message_desk *desk;
    const struct message_draft *draft;
    struct message_look *out;
    struct outbox_case about;
    /* sending */
    const struct actor *by;
    uint64_t id;
};

/* -- what it is about --------------------------------------------------------- */

static bool
is_asked(const struct message_draft *d, uint64_t item_id)
{
    for (size_t k = 0; k < d->item_ids_n; k++)
        if (d->item_ids[k] == item_id)
            return true;
    return false;
}

static void
choose(struct work *w)
{
    const struct snapshot *s = &w->out->outcome.facts.snapshot;
    const struct message_draft *d = w->draft;
    struct message_look *o = w->out;

    o->chosen = arena_new_n(w->arena, s->instalments_n + 1, size_t);
    for (size_t k = 0; k < s->instalments_n; k++)
        if (d->all_overdue ? s->instalments[k].due_on < s->today
                           : is_asked(d, s->instalments[k].item_id))
            o->chosen[o->chosen_n++] = k;
    for (size_t i = 0; i < d->item_ids_n; i++) {
        bool there = false;

        for (size_t k = 0; k < o->chosen_n && !there; k++)
            there = s->instalments[o->chosen[k]].item_id == d->item_ids[i];
        o->unknown_n += !there;
    }
}

/* What the text that was chosen is about; own words about nothing. */
static enum err
find_needs(struct db *db, struct work *w, enum manual_needs *needs)
{
    struct template_list t;
    enum err e;

    *needs = MANUAL_NEEDS_NOTHING;
    if (!w->draft->template)
        return OK;
    if ((e = template_one(db, w->arena, w->draft->template, &t)))
        return e == ERR_NOT_FOUND ? OK : e; /* there is no text either: said then */
    *needs = manual_needs_of(reminder_topic_reminds(t.topic), t.stage);
    return OK;
}

static enum err
ask_guards(struct db *db, struct work *w)
{
    struct message_look *o = w->out;
    const struct snapshot *s = &o->outcome.facts.snapshot;
    struct guard_limits limits = rulebook_limits(w->desk->rules, s->country, s->today);
    struct manual_in in = { .snapshot = s,
        .strategy = o->outcome.plan.strategy,
        .limits = &limits,
        .calendar = rulebook_calendar(w->desk->rules, s->country, s->region),
        .instalments = o->chosen,
        .n = o->chosen_n,
        .to_role = w->draft->to_role,
        .by_letter = w->draft->by_letter };
    enum err e = find_needs(db, w, &in.needs);
    int64_t undo_at = w->desk->now_at + INT64_C(1000000) * MESSAGE_UNDO_S;

    if (e)
        return e;
    limits.confirmed = w->draft->confirmed != NULL;
    limits.beside = w->draft->beside;
    manual_plan(&in, w->arena, &o->plan);
    o->not_before_at =
        o->plan.not_before_at > undo_at ? o->plan.not_before_at : undo_at;
    return OK;
}

/* The lines of what passes; of all that was chosen while nothing does, so that there is
 * something to look at. */
static void
say_lines(struct work *w)
{
    struct message_look *o = w->out;
    const struct snapshot *s = &o->outcome.facts.snapshot;

    o->look = (struct look){
        .own = arena_new_n(w->arena, o->chosen_n + 1, struct look_line),
        .asked_n = o->chosen_n,
    };
    for (size_t k = 0; k < o->chosen_n; k++)
        if (o->plan.pass[k] || !o->plan.goes)
            o->look.own[o->look.own_n++] =
                (struct look_line){ .instalment_id = s->instalments[o->chosen[k]].id,
                    .step = "manual" };
    look_at_lines(s, LOOK_MANUAL, w->arena, &o->look);
}

/* -- what it says ------------------------------------------------------------- */

/* Ids of the contacts that get a copy, blanks between: those named, those of the role.
 */
static const char *
copy_ids(const struct work *w)
{
    const struct message_draft *d = w->draft;
    const struct snapshot *s = &w->out->outcome.facts.snapshot;
    size_t n = d->cc_contact_ids_n;
    struct buf ids;

    buf_init(&ids, w->arena);
    for (size_t k = 0; k < n; k++)
        buf_fmt(&ids, "%s%llu", k ? " " : "", (unsigned long long)d->cc_contact_ids[k]);
    for (size_t k = 0; d->cc_role && k < s->contacts_n && n < MESSAGE_COPIES__MAX; k++)
        if (contact_has_role(&s->contacts[k], d->cc_role))
            buf_fmt(
                &ids, "%s%llu", n++ ? " " : "", (unsigned long long)s->contacts[k].id);
    return ids.text;
}

static enum err
copies(struct db *db, struct work *w)
{
    const struct message_draft *d = w->draft;
    struct message_user user = { 0 };
    enum err e;

    if (d->cc_user_id && (e = message_user(db, w->arena, d->cc_user_id, &user)))
        return e;
    compose_copies(w->arena, &w->out->outcome.facts.snapshot, copy_ids(w), user.email,
        user.name, &w->out->compose);
    compose_copy_once(&w->out->compose, &w->out->readers);
    return OK;
}

static enum err
find_readers(struct db *db, struct work *w)
{
    struct message_look *o = w->out;

    resolve_recipients(
        &o->outcome.facts.snapshot, w->draft->to_role, w->arena, &o->readers);
    return copies(db, w);
}

/* None: the guards have said so. */
static enum err
find_address(struct db *db, struct work *w)
{
    struct document_customer c;
    enum err e = document_letter_to(
        db, w->arena, w->out->outcome.facts.snapshot.customer_id, &c);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    w->out->to = arena_new_n(w->arena, POSTAL_LINES__MAX, const char *);
    w->out->to_n = postal_lines(w->arena, &c, w->about.country, w->out->to);
    return OK;
}

static enum err
fill(struct db *db, struct work *w, const struct text_reader *reader,
    struct reminder *view)
{
    const struct message_draft *d = w->draft;
    struct message_look *o = w->out;
    struct mail_text text;
    enum err e;

    if (d->body && (e = fill_words(w->arena, view, d->subject, d->body, &view->subject,
                        &view->message, &o->why)))
        return e;
    if ((e = find_text(db, w->arena, NULL, o->template, reader, &text, &o->why)) ||
        (e = fill_text(w->arena, &text, view, &o->text, &o->why)))
        return e;
    return OK;
}

static enum err
write(struct db *db, struct work *w)
{
    struct message_look *o = w->out;
    const struct mail_view_in in = { .rules = w->desk->rules,
        .facts = &o->outcome.facts,
        .look = &o->look,
        .readers = &o->readers,
        .division_name = w->about.division_name,
        .overdue = true,
        .by_letter = w->draft->by_letter,
        .portal_link = w->draft->by_letter
                           ? NULL
                           : arena_fmt(w->arena, "%s/p/…", w->desk->public_url) };
    struct text_reader reader;
    struct reminder view;
    enum err e;

    o->template = w->draft->template ? w->draft->template : OWN_WORDS;
    if ((e = mail_view(db, w->arena, &in, &reader, &view)))
        return e;
    e = fill(db, w, &reader, &view);
    if (e != ERR_INVALID)
        return e;
    o->text = (struct written){ 0 };
    return OK;
}

static enum err
look(struct db *db, struct work *w)
{
    struct message_look *o = w->out;
    struct case_facts facts;
    enum err e;

    *o = (struct message_look){ .by_letter = w->draft->by_letter };
    if ((e = outbox_case(db, w->arena, w->draft->case_id, &w->about)) ||
        (e = case_read(
             db, w->arena, w->draft->case_id, w->desk->now_at, DAY_NONE, &facts)) ||
        (e = evaluate_case(w->desk->rules, w->arena, &facts, &o->outcome)))
        return e;
    choose(w);
    if ((e = ask_guards(db, w)))
        return e;
    say_lines(w);
    if ((e = w->draft->by_letter ? find_address(db, w) : find_readers(db, w)))
        return e;
    return write(db, w);
}

enum err
look_at_message(struct db *db, struct arena *a, const struct message_desk *desk,
    const struct message_draft *draft, struct message_look *out)
{
    struct work w = { .arena = a, .desk = desk, .draft = draft, .out = out };

    return look(db, &w);
}

/* -- sending ------------------------------------------------------------------ */

static enum err
insert_compose(struct db *db, const struct work *w)
{
    const struct message_draft *d = w->draft;
    struct compose_insert_in row = { .outbox_id = w->id,
        .subject = d->subject,
        .body = d->body,
        .to_role = d->to_role,
        .items_n = (uint32_t)w->out->chosen_n,
        .cc_user_id = d->cc_user_id,
        .attach_invoice = d->attach_invoice,
        .attach_statement = d->attach_statement,
        .attach_letter = d->attach_letter && !d->by_letter,
        .confirmed = d->confirmed,
        .job_id = d->job_id };

    row.cc_contacts = copy_ids(w);
    return compose_insert(db, &row, NULL);
}

static enum err
insert_lines(struct db *db, const struct work *w, const char *step)
{
    const struct snapshot *s = &w->out->outcome.facts.snapshot;
    struct message_line_insert *rows =
        arena_new_n(w->arena, w->out->chosen_n + 1, struct message_line_insert);
    size_t n = 0;

    for (size_t k = 0; k < w->out->chosen_n; k++)
        if (w->out->plan.pass[k])
            rows[n++] =
                (struct message_line_insert){ s->instalments[w->out->chosen[k]].id,
                    step, w->id, s->case_id };
    return n ? message_line_insert(db, rows, n, NULL) : OK;
}

static enum err
insert(struct db *db, const struct work *w)
{
    const struct snapshot *s = &w->out->outcome.facts.snapshot;
    const char *step = arena_fmt(w->arena, "manual:%llu", (unsigned long long)w->id);
    struct message_outbox_insert_in row = { .id = w->id,
        .case_id = s->case_id,
        .customer_id = s->customer_id,
        .channel = w->draft->by_letter ? "letter" : "email",
        .template = w->out->template,
        .step = step,
        .not_before = w->out->not_before_at,
        .subject = w->out->text.subject,
        .total_minor = w->out->chosen_n ? w->out->look.total_minor : I64_NONE,
        .currency = s->currency,
        .beside = w->draft->beside,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e;

    if ((e = message_outbox_insert(db, &row, NULL)) || (e = insert_compose(db, w)))
        return e;
    return insert_lines(db, w, step);
}

static enum err
tell(struct db *db, const struct work *w)
{
    const struct snapshot *s = &w->out->outcome.facts.snapshot;
    struct buf b;
    struct json j = { .out = &b };
    enum err e;

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    json_text(&j, "template", w->out->template);
    json_text(&j, "to_role", w->draft->to_role);
    json_text(&j, "channel", w->draft->by_letter ? "letter" : "email");
    json_u64(&j, "items", w->out->chosen_n);
    json_text(&j, "confirmed", w->draft->confirmed);
    json_close(&j, '}');
    e = activity_add(
        db, &(struct activity){ .customer_id = s->customer_id,
                .case_id = s->case_id,
                .kind = "mail_planned",
                .by = w->by,
                .ref_kind = "outbox",
                .ref_id = w->id,
                .title = arena_fmt(w->arena, "%s planned: %s",
                    w->draft->by_letter ? "Letter" : "Message", w->out->text.subject),
                .detail = b.text });
    return e ? e
             : audit_add(db, &(struct audit){ .by = w->by,
                                 .action = "message.send",
                                 .object_kind = "outbox",
                                 .object_id = w->id,
                                 .customer_id = s->customer_id,
                                 .after = b.text });
}

static enum err
send(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e;

    if ((e = case_lock(db, w->draft->case_id)) || (e = look(db, w)))
        return e;
    if (!w->out->text.subject || w->out->unknown_n)
        return ERR_INVALID;
    if (!w->out->plan.goes || w->out->look.stop)
        return ERR_CONFLICT;
    if ((e = db_id(db, &w->id)) || (e = insert(db, w)) || (e = tell(db, w)))
        return e;
    return case_touch(db, w->draft->case_id, "message");
}

enum err
send_message(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, const struct message_draft *draft,
    struct message_look *out, uint64_t *outbox_id)
{
    struct work w = { .arena = a, .desk = desk, .draft = draft, .out = out, .by = by };
    enum err e = db_retry(db, send, &w);

    *outbox_id = e ? 0 : w.id;
    return e;
}

enum err
send_message_in(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, const struct message_draft *draft,
    struct message_look *out, uint64_t *outbox_id)
{
    struct work w = { .arena = a, .desk = desk, .draft = draft, .out = out, .by = by };
    enum err e = send(db, &w);

    *outbox_id = e ? 0 : w.id;
    return e;
}
