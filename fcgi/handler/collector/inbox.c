#include "handler/collector/inbox.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/intent.h"
#include "handler/chat.h"
#include "handler/common.h"
#include "handler/live.h"
#include "service/answer_customer.h"
#include "service/change_thread.h"
#include "store/q_inbox.h"

enum {
    EXCERPT__SIZE = 240,
    MESSAGES__MAX = 200,
    BODY__MAX = 10000,
    KEY__MAX = 64,
    ADDRESS__MAX = 254,
    OUTCOME__MAX = 300
};

static const char *const WHOSE[] = { "all", "mine", "free", NULL };

const struct param INBOX_PARAMS[] = {
    { .name = "whose",
        .kind = PARAM_ENUM,
        .names = WHOSE,
        .summary = "free: nobody's; without: all" },
    { .name = NULL },
};

/* -- the list -------------------------------------------------------------- */

/* One line of what was written. */
static const char *
excerpt(struct arena *a, const char *body)
{
    char *text = arena_alloc(a, EXCERPT__SIZE);

    text_copy(text, EXCERPT__SIZE, body);
    for (char *s = text; *s; s++)
        if (*s == '\n' || *s == '\t')
            *s = ' ';
    return text;
}

static void
json_about(struct json *j, const struct inbox_one *t)
{
    bool known = *t->currency != '\0';

    json_id(j, "conversation_id", t->conversation_id);
    json_text(j, "subject", t->subject);
    json_id_or_null(j, "item_id", t->item_id);
    json_text(j, "item_number", t->item_number);
    json_open(j, "customer", '{');
    json_id(j, "id", t->customer_id);
    json_text(j, "number", t->customer_number);
    json_text(j, "name", t->customer_name);
    json_close(j, '}');
    json_id_or_null(j, "case_id", t->case_id);
    if (known) {
        json_amount(j, "open", t->open_minor, t->currency);
        json_amount(j, "overdue", t->overdue_minor, t->currency);
        json_i64(j, "days_late", t->days_late);
    } else {
        json_nil(j, "open");
        json_nil(j, "overdue");
        json_nil(j, "days_late");
    }
    json_instant_or_null(j, "waiting_since", t->waiting_since);
    json_person(j, "assignee", t->assignee_id, t->assignee_name);
    json_i64(j, "version", t->version);
}

static struct inbox_one
as_one(const struct inbox_page *p)
{
    struct inbox_one t = { .conversation_id = p->conversation_id,
        .subject = p->subject,
        .item_id = p->item_id,
        .item_number = p->item_number,
        .customer_id = p->customer_id,
        .customer_number = p->customer_number,
        .customer_name = p->customer_name,
        .case_id = p->case_id,
        .open_minor = p->open_minor,
        .overdue_minor = p->overdue_minor,
        .days_late = p->days_late,
        .waiting_since = p->waiting_since,
        .assignee_id = p->assignee_id,
        .assignee_name = p->assignee_name,
        .version = p->version };

    memcpy(t.currency, p->currency, sizeof t.currency);
    return t;
}

/* GET inbox -> 200 what waits for an answer, oldest first */
enum err
inbox_list(struct rq *rq)
{
    size_t whose = rq_enum(rq, "whose", 0), n;
    struct rq_cursor after = { .key = date_instant(DATE_DAY__MIN) }, last;
    struct inbox_page *row;
    struct json *j;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "inbox", &after, &first)))
        return e;
    if ((e = inbox_page(rq->db, rq->arena, rq->who.scope,
             whose == 1 ? rq->who.user_id : 0, whose == 2, after.key, after.id,
             (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].waiting_since,
            .id = row[n - 1].conversation_id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        const struct inbox_one t = as_one(&row[i]);

        json_open(j, NULL, '{');
        json_about(j, &t);
        json_text(j, "channel", row[i].channel);
        json_text(j, "author_name", row[i].author_name);
        json_text(j, "excerpt", excerpt(rq->arena, row[i].body));
        json_close(j, '}');
    }
    rq_list_close(rq, "inbox", more ? &last : NULL);
    return OK;
}

bool
may_see_unassigned(const struct rq *rq)
{
    return rq->who.scope == 0 && (rq->who.rights & RIGHT_WORK);
}

/* GET inbox/summary -> 200 how many wait, and who may be given one */
enum err
inbox_summary(struct rq *rq)
{
    struct inbox_unassigned_count u = { 0 };
    struct inbox_count c;
    struct json *j;
    enum err e;

    if ((e = inbox_count(rq->db, rq->arena, rq->who.scope, rq->who.user_id, &c)) ||
        (may_see_unassigned(rq) && (e = inbox_unassigned_count(rq->db, rq->arena, &u))))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "waiting", c.waiting);
    json_u64(j, "mine", c.mine);
    if (may_see_unassigned(rq))
        json_u64(j, "unassigned", u.n);
    else
        json_nil(j, "unassigned");
    json_close(j, '}');
    return OK;
}

/* -- one conversation ------------------------------------------------------ */

static void
json_files(
    struct json *j, uint64_t posted_id, const struct inbox_files *f, size_t files_n)
{
    json_open(j, "files", '[');
    for (size_t i = 0; i < files_n; i++) {
        if (f[i].posted_id != posted_id)
            continue;
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_text(j, "type", f[i].type);
        json_u64(j, "bytes", f[i].bytes_n);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_messages(struct json *j, const struct inbox_messages *m, size_t n,
    const struct inbox_files *f, size_t files_n)
{
    json_open(j, "messages", '[');
    for (size_t i = n; i-- > 0;) {
        json_open(j, NULL, '{');
        json_id(j, "id", m[i].id);
        json_u64(j, "seq", m[i].seq);
        json_text(j, "author_kind", m[i].author_kind);
        json_text(j, "author_name", m[i].author_name);
        json_text(j, "from_email", m[i].from_email);
        json_bool(j, "foreign", m[i].foreign_sender == 1);
        json_text(j, "channel", m[i].channel);
        json_text(j, "body", m[i].body);
        json_text(j, "full",
            m[i].full_body && !text_eq(m[i].full_body, m[i].body) ? m[i].full_body
                                                                  : NULL);
        json_bool(j, "cut", m[i].cut == 1);
        json_instant(j, "at", m[i].created_at);
        json_text(j, "to_email", m[i].to_email);
        json_id_or_null(j, "outbox_id", m[i].outbox_id);
        json_text(j, "outbox_state", m[i].outbox_state);
        json_files(j, m[i].id, f, files_n);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* What the newest words of the customer may mean: a proposal, no more. */
static void
json_suggestion(struct rq *rq, struct json *j, const struct inbox_one *t,
    const struct inbox_messages *m, size_t n)
{
    struct intent i = { 0 };
    size_t k = 0;

    while (k < n && text_eq(m[k].author_kind, "user"))
        k++;
    if (k < n && t->case_id && t->waiting_since != INSTANT_NONE)
        intent_read(rq->arena, m[k].body,
            zone_day(zone_find(t->time_zone), m[k].created_at), t->currency, &i);
    if (i.promises) {
        json_open(j, "promise", '{');
        json_day(j, "on", i.on);
        if (i.amount_minor == INTENT_NO_AMOUNT)
            json_nil(j, "amount");
        else
            json_money(j, "amount", i.amount_minor, t->currency);
        json_text(j, "words", i.promise_words);
        json_close(j, '}');
    } else {
        json_nil(j, "promise");
    }
    if (i.reason) {
        json_open(j, "dispute", '{');
        json_text(j, "reason_code", i.reason);
        json_text(j, "words", i.dispute_words);
        json_close(j, '}');
    } else {
        json_nil(j, "dispute");
    }
}

static enum err
json_addresses(struct rq *rq, struct json *j, const struct inbox_one *t)
{
    struct inbox_addresses *a;
    size_t n;
    enum err e =
        inbox_addresses(rq->db, rq->arena, t->conversation_id, t->customer_id, &a, &n);

    if (e)
        return e;
    json_open(j, "addresses", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "email", a[i].email);
        json_text(j, "name", a[i].name);
        json_bool(j, "known", a[i].contact_id != 0);
        json_bool(j, "last", a[i].last);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_colleagues(struct rq *rq, struct json *j)
{
    struct inbox_colleagues *c;
    size_t n;
    enum err e = inbox_colleagues(rq->db, rq->arena, &c, &n);

    if (e)
        return e;
    json_open(j, "colleagues", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", c[i].id);
        json_text(j, "name", c[i].name);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET inbox/{id} -> 200 the conversation, oldest first, with what may be done | 404 */
enum err
inbox_get(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct inbox_one t;
    struct inbox_messages *m;
    struct inbox_files *f;
    struct json *j;
    size_t n, files_n;
    enum err e;

    if ((e = inbox_one(rq->db, rq->arena, id, rq->who.scope, &t)) ||
        (e = inbox_messages(rq->db, rq->arena, id, MESSAGES__MAX, &m, &n)) ||
        (e = inbox_files(rq->db, rq->arena, id, &f, &files_n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_about(j, &t);
    json_messages(j, m, n, f, files_n);
    json_suggestion(rq, j, &t, m, n);
    if ((e = json_addresses(rq, j, &t)) || (e = json_colleagues(rq, j)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- what is done about it ------------------------------------------------- */

/* POST inbox/{id}/answer {body, by, to?, client_key?, file_ids?} -> 201 {id} | 404 |
 * 422 */
enum err
inbox_answer(struct rq *rq)
{
    static const char *const BY[] = { "portal", "mail" };
    struct answer_in in = { .conversation_id = rq_part_id(rq, "id"),
        .scope = rq->who.scope,
        .author_name = rq->who.name };
    struct jval *v;
    struct message_in files = { 0 };
    struct answered out;
    size_t by = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_enum(v, "by", JSONIN_NEED, BY, 2, &by);
    jsonin_text(v, "to", JSONIN_MAY, ADDRESS__MAX, &in.to);
    jsonin_text(v, "client_key", JSONIN_MAY, KEY__MAX, &in.client_key);
    chat_read_files(rq, v, &files);
    if ((in.by_mail = by == 1) && files.files_n)
        jsonin_fault(v, "file_ids", "go with an answer in the portal only");
    if ((e = rq_json_end(rq)))
        return e;
    in.file_ids = files.file_ids;
    in.files_n = files.files_n;
    if ((e = answer_customer(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &out)))
        return e;
    live_tell_message(rq, out.customer_id, out.item_id, out.posted.seq);
    return rq_made(rq, 201, out.posted.id);
}

/* POST inbox/{id}/assign {assignee_id} -> 200 {id} | 404 | 422; null: nobody's */
enum err
inbox_assign(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id"), assignee_id = 0;
    struct inbox_colleague c;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "assignee_id", JSONIN_MAY, &assignee_id);
    if (assignee_id) {
        e = inbox_colleague(rq->db, rq->arena, assignee_id, &c);
        if (e == ERR_NOT_FOUND)
            jsonin_fault(v, "assignee_id", "is no colleague who can answer");
        else if (e)
            return e;
    }
    if ((e = rq_json_end(rq)) || (e = assign_thread(rq->db, rq->arena, &rq->actor, id,
                                      rq->who.scope, assignee_id)))
        return e;
    return rq_made(rq, 200, id);
}

/* POST inbox/{id}/done {outcome?} -> 200 {id} | 404 | 409 it waits no longer */
enum err
inbox_done(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *outcome = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "outcome", JSONIN_MAY, OUTCOME__MAX, &outcome);
    if ((e = rq_json_end(rq)) ||
        (e = finish_thread(rq->db, rq->arena, &rq->actor, id, rq->who.scope, outcome)))
        return e;
    return rq_made(rq, 200, id);
}
