#include "handler/collector/desk.h"

#include "base/date.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/add_call.h"
#include "service/finish_follow_up.h"
#include "service/note_templates.h"
#include "store/q_bulk.h"
#include "store/q_follow_up.h"
#include "store/q_note.h"

enum { BODY__MAX = 20000, ITEMS__MAX = 500, TITLE__MAX = 100 };

/* -- calls -------------------------------------------------------------------- */

void
read_call(struct rq *rq, struct jval *v, struct call_in *in)
{
    static const char *const OUTCOME[] = { "reached", "no_answer", "voicemail",
        "wrong_number", "promised", "disputes", "call_back" };
    size_t outcome = 0;

    in->call_back_on = DAY_NONE;
    jsonin_enum(v, "outcome", JSONIN_NEED, OUTCOME, 7, &outcome);
    jsonin_prose(v, "note", JSONIN_MAY, BODY__MAX, &in->body);
    jsonin_day(v, "call_back_on", JSONIN_MAY, &in->call_back_on);
    in->outcome = OUTCOME[outcome];
    if (outcome == 6 && in->call_back_on == DAY_NONE)
        faults_add(&rq->faults, "/call_back_on", "is needed with this outcome");
    if (in->call_back_on != DAY_NONE && in->call_back_on < date_of_instant(rq->now_us))
        faults_add(&rq->faults, "/call_back_on", "is in the past");
}

static enum err
read_items(struct rq *rq, struct jval *v, struct call_in *in)
{
    struct jval *list = jsonin_array(v, "item_ids", JSONIN_MAY, ITEMS__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    struct customer_item_visible item;
    enum err e;

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        uint64_t *id = &ids[in->item_ids_n];

        if (!jsonin_id(i, NULL, JSONIN_NEED, id))
            continue;
        if ((e = reach_body_item(rq, jsonin_pointer(i), in->customer_id, *id, &item)))
            return e;
        if (item.id && in->case_id && item.case_id != in->case_id)
            jsonin_fault(i, NULL, "is of another case");
        in->item_ids_n++;
    }
    in->item_ids = ids;
    return OK;
}

static enum err
check_contact(struct rq *rq, const struct call_in *in)
{
    struct note_contact_of contact;
    enum err e = !in->contact_id ? OK
                                 : note_contact_of(rq->db, rq->arena, in->contact_id,
                                       in->customer_id, &contact);

    if (e == ERR_NOT_FOUND) {
        faults_add(&rq->faults, "/contact_id", "is nobody of this customer");
        return OK;
    }
    return e;
}

/* POST customers/{id}/calls -> 201 {id, follow_up_id} | 404 | 422 */
enum err
calls_add(struct rq *rq)
{
    struct call_in in = { .customer_id = rq_part_id(rq, "id") };
    struct customer_case_visible seen;
    struct call_made made;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    read_call(rq, v, &in);
    jsonin_id(v, "case_id", JSONIN_MAY, &in.case_id);
    jsonin_id(v, "contact_id", JSONIN_MAY, &in.contact_id);
    if ((e = reach_body_case(rq, "/case_id", in.customer_id, in.case_id, &seen)) ||
        (e = check_contact(rq, &in)) || (e = read_items(rq, v, &in)) ||
        (e = reach_body_named(rq, "/note", in.customer_id, in.case_id, in.body)) ||
        (e = rq_json_end(rq)) ||
        (e = add_call(rq->db, rq->arena, &rq->actor, &in, &made)))
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", made.id);
    json_id_or_null(j, "follow_up_id", made.follow_up_id);
    json_close(j, '}');
    return OK;
}

/* -- tasks -------------------------------------------------------------------- */

/* POST follow-ups/{id}/undo -> 200 {id} | 404 | 409 it is not done */
enum err
follow_ups_undo(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    enum err e = reopen_follow_up(rq->db, rq->arena, &rq->actor, id, rq->who.scope);

    return e ? e : rq_made(rq, 200, id);
}

/* POST follow-ups/{id}/assign {assignee_id} -> 200 {id} | 404 | 409 it is over | 422 */
enum err
follow_ups_assign(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id"), user_id = 0;
    struct follow_up_in_scope f;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "assignee_id", JSONIN_MAY, &user_id);
    if ((e = follow_up_in_scope(rq->db, rq->arena, id, rq->who.scope, &f)) ||
        (e = reach_body_user(rq, "/assignee_id", user_id, f.customer_id, f.case_id)) ||
        (e = rq_json_end(rq)) ||
        (e = assign_follow_up(
             rq->db, rq->arena, &rq->actor, id, rq->who.scope, user_id)))
        return e;
    return rq_made(rq, 200, id);
}

const struct param COLLEAGUES_PARAMS[] = {
    { .name = "customer_id", .kind = PARAM_ID, .summary = "who may see this customer" },
    { .name = "case_id", .kind = PARAM_ID, .summary = "and this case of it" },
    { .name = NULL },
};

/* GET colleagues -> 200 by name | 404 */
enum err
colleagues_list(struct rq *rq)
{
    uint64_t customer_id = rq_id(rq, "customer_id");
    struct bulk_colleagues *u;
    struct json *j;
    size_t n;
    enum err e = customer_id ? reach_customer(rq, customer_id) : OK;

    if (e || (e = bulk_colleagues(
                  rq->db, rq->arena, customer_id, rq_id(rq, "case_id"), &u, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", u[i].id);
        json_text(j, "name", u[i].name);
        json_text(j, "role", u[i].role);
        json_close(j, '}');
    }
    rq_list_close(rq, "colleagues", NULL);
    return OK;
}

/* -- texts -------------------------------------------------------------------- */

/* GET note-templates -> 200 by title */
enum err
note_templates_list(struct rq *rq)
{
    struct note_templates *t;
    struct json *j;
    size_t n;
    enum err e = note_templates(rq->db, rq->arena, &t, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", t[i].id);
        json_text(j, "title", t[i].title);
        json_text(j, "body", t[i].body);
        json_text(j, "by", t[i].user_name);
        json_instant(j, "changed_at", t[i].changed_at);
        json_u64(j, "version", t[i].version);
        json_close(j, '}');
    }
    rq_list_close(rq, "note-templates", NULL);
    return OK;
}

static enum err
read_template(struct rq *rq, struct note_template_in *in)
{
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "title", JSONIN_NEED, TITLE__MAX, &in->title);
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in->body);
    return rq_json_end(rq);
}

/* POST note-templates -> 201 {id} | 422 */
enum err
note_templates_add(struct rq *rq)
{
    struct note_template_in in = { 0 };
    enum err e;

    if ((e = read_template(rq, &in)) ||
        (e = add_note_template(rq->db, rq->arena, &rq->actor, &in)))
        return e;
    return rq_made(rq, 201, in.id);
}

/* PUT note-templates/{id} -> 200 {id} | 404 | 412 | 422 */
enum err
note_templates_change(struct rq *rq)
{
    struct note_template_in in = { .id = rq_part_id(rq, "id") };
    struct note_template_by_id now;
    enum err e;

    if ((e = note_template_by_id(rq->db, rq->arena, in.id, &now)) ||
        (e = rq_if_match(rq, now.version)) || (e = read_template(rq, &in)))
        return e;
    in.version = now.version;
    e = change_note_template(rq->db, rq->arena, &rq->actor, &in);
    return e ? e : rq_made(rq, 200, in.id);
}

/* DELETE note-templates/{id} -> 204 | 404 */
enum err
note_templates_remove(struct rq *rq)
{
    enum err e =
        remove_note_template(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}
