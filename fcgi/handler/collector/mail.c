#include "handler/collector/mail.h"

#include <string.h>

#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/send_many.h"
#include "store/q_template.h"

enum { ITEMS__MAX = 2000 };

/* -- what it takes --------------------------------------------------------------- */

enum err
mail_desk(struct rq *rq, const struct message_desk **desk)
{
    enum err e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                               : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    struct message_desk *d = arena_new_of(rq->arena, struct message_desk);

    *d = (struct message_desk){
        .rules = *rq->rulebook, .public_url = rq->conf->public_url, .now_at = rq->now_us
    };
    *desk = d;
    return e;
}

static enum err
read_items(struct rq *rq, struct jval *v, uint64_t customer_id, struct message_draft *d)
{
    struct jval *list = jsonin_array(v, "item_ids", JSONIN_MAY, ITEMS__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    struct customer_item_visible item;
    enum err e;

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        uint64_t *id = &ids[d->item_ids_n];

        if (!jsonin_id(i, NULL, JSONIN_NEED, id))
            continue;
        if ((e = reach_body_item(rq, jsonin_pointer(i), customer_id, *id, &item)))
            return e;
        if (item.id && item.case_id != d->case_id)
            jsonin_fault(i, NULL, "is of another case");
        else if (item.id && (item.open_minor <= 0 || strcmp(item.side, "debit") != 0))
            jsonin_fault(i, NULL, "has nothing open");
        d->item_ids_n++;
    }
    d->item_ids = ids;
    return OK;
}

static void
read_copies(struct rq *rq, struct jval *v, struct message_draft *d)
{
    struct jval *list =
        jsonin_array(v, "cc_contact_ids", JSONIN_MAY, MESSAGE_COPIES__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        if (jsonin_id(i, NULL, JSONIN_NEED, &ids[d->cc_contact_ids_n]))
            d->cc_contact_ids_n++;
    d->cc_contact_ids = ids;
}

/* The body of a message to one customer. */
static enum err
read_draft(struct rq *rq, struct message_draft *d)
{
    uint64_t customer_id = rq_part_id(rq, "id"), case_id = 0;
    struct customer_case_visible c;
    bool cc_self = false;
    struct jval *v;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) || (e = rq_json(rq, &v)))
        return e;
    draft_read(v, d, &cc_self);
    jsonin_bool(v, "overdue", JSONIN_MAY, &d->all_overdue);
    jsonin_id(v, "case_id", JSONIN_NEED, &case_id);
    d->case_id = case_id;
    d->cc_user_id = cc_self ? actor_user_id(&rq->actor) : 0;
    if ((e = reach_body_case(rq, "/case_id", customer_id, case_id, &c)) ||
        (e = read_items(rq, v, customer_id, d)))
        return e;
    read_copies(rq, v, d);
    if (d->all_overdue && d->item_ids_n)
        jsonin_fault(v, "item_ids", "either these, or all that is overdue");
    if (d->by_letter && d->cc_contact_ids_n)
        jsonin_fault(v, "cc_contact_ids", "a letter has no copies");
    return rq_json_end(rq);
}

/* -- the look, as JSON ------------------------------------------------------------ */

static void
json_held(struct json *j, const struct message_look *m)
{
    const struct snapshot *s = &m->outcome.facts.snapshot;

    json_open(j, "held", '[');
    for (size_t k = 0; k < m->plan.held_n; k++) {
        const struct held *h = &m->plan.held[k];
        const struct open_instalment *i =
            m->chosen_n ? &s->instalments[m->chosen[h->proposal]] : NULL;

        json_open(j, NULL, '{');
        json_text(j, "number", i ? i->number : NULL);
        json_id_or_null(j, "item_id", i ? i->item_id : 0);
        json_text(j, "guard", guard_name(h->guard));
        json_text(j, "detail", h->detail);
        json_day_or_null(j, "until", h->until_on);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_readers(struct json *j, const struct message_look *m)
{
    json_text(j, "channel", m->by_letter ? "letter" : "email");
    json_open(j, "address", '[');
    for (size_t k = 0; k < m->to_n; k++)
        json_text(j, NULL, m->to[k]);
    json_close(j, ']');
    json_open(j, "to", '[');
    for (size_t k = 0; k < m->readers.n; k++) {
        json_open(j, NULL, '{');
        json_text(j, "name", m->readers.list[k]->name);
        json_text(j, "email", m->readers.list[k]->email);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "cc", '[');
    for (size_t k = 0; k < m->compose.cc_n; k++) {
        json_open(j, NULL, '{');
        json_text(j, "name", m->compose.cc[k].name);
        json_text(j, "email", m->compose.cc[k].email);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_text(j, "nobody", m->readers.n || m->by_letter ? NULL : m->readers.why);
}

static void
json_lines(struct json *j, const struct message_look *m)
{
    const char *currency = m->outcome.facts.snapshot.currency;

    json_open(j, "lines", '[');
    for (size_t k = 0; k < m->look.lines_n; k++) {
        const struct reminder_line *l = &m->look.lines[k];

        json_open(j, NULL, '{');
        json_text(j, "number", l->number);
        json_day(j, "due_on", l->due_on);
        json_i64(j, "days_late", l->days_late > 0 ? l->days_late : 0);
        json_money(j, "open", l->open_minor, currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_money(j, "total", m->look.total_minor, currency);
    json_text(j, "currency", currency);
}

static void
json_look(struct json *j, const struct message_look *m)
{
    json_open(j, NULL, '{');
    json_bool(j, "goes", m->plan.goes && !m->look.stop && m->text.subject);
    json_bool(j, "may_confirm", m->plan.may_confirm);
    json_text(j, "stop", m->plan.goes ? m->look.stop : NULL);
    json_held(j, m);
    json_readers(j, m);
    json_text(j, "subject", m->text.subject);
    json_text(j, "text", m->text.text);
    json_text(j, "html", m->text.html);
    json_text(j, "language", m->text.language);
    json_text(j, "fault", m->text.subject ? NULL : m->why);
    json_lines(j, m);
    json_instant(j, "not_before", m->not_before_at);
    json_close(j, '}');
}

/* POST customers/{id}/mail/preview -> 200 as it would go out | 404 | 422 */
enum err
mail_preview(struct rq *rq)
{
    struct message_draft draft;
    const struct message_desk *desk;
    struct message_look m;
    enum err e;

    if ((e = read_draft(rq, &draft)) || (e = mail_desk(rq, &desk)) ||
        (e = look_at_message(rq->db, rq->arena, desk, &draft, &m)))
        return e;
    json_look(rq_reply(rq, 200), &m);
    return OK;
}

/* Why it was not planned, each with its reason. */
static enum err
refuse(struct rq *rq, const struct message_look *m, enum err e)
{
    const struct held *h = m->plan.held_n ? &m->plan.held[0] : NULL;

    if (e == ERR_INVALID) {
        faults_add(&rq->faults, "/body", "%s", m->why ? m->why : "cannot be written");
        return e;
    }
    if (e != ERR_CONFLICT || (!h && !m->look.stop))
        return e;
    if (h && m->plan.may_confirm)
        return rq_problem(rq, e, 409, "needs-confirmation",
            "%s. Say why you write all the same.", h->detail);
    return rq_problem(
        rq, e, 409, "held", "%s", !m->plan.goes && h ? h->detail : m->look.stop);
}

/* POST customers/{id}/mail -> 201 planned | 404 | 409 a guard holds it | 422 */
enum err
mail_send(struct rq *rq)
{
    struct message_draft draft;
    const struct message_desk *desk;
    struct message_look m;
    struct json *j;
    uint64_t id;
    enum err e;

    if ((e = read_draft(rq, &draft)) || (e = mail_desk(rq, &desk)))
        return e;
    if ((e = send_message(rq->db, rq->arena, &rq->actor, desk, &draft, &m, &id)))
        return refuse(rq, &m, e);
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_instant(j, "not_before", m.not_before_at);
    json_i64(j, "undo_seconds", (m.not_before_at - rq->now_us) / 1000000);
    json_close(j, '}');
    return OK;
}

/* GET mail-templates -> 200 what a message may be written by */
enum err
mail_templates_list(struct rq *rq)
{
    struct template_list *t;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = template_list(rq->db, rq->arena, &t, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t k = 0; k < n; k++) {
        if (t[k].base_code || reminder_topic_is_message(t[k].topic))
            continue;
        json_open(j, NULL, '{');
        json_text(j, "code", t[k].code);
        json_text(j, "purpose", t[k].purpose);
        json_text(j, "topic", t[k].topic);
        json_i64(j, "stage", t[k].stage);
        json_close(j, '}');
    }
    rq_list_close(rq, "mail-templates", NULL);
    return OK;
}
