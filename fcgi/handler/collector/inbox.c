#include "handler/collector/inbox.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/intent.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/change_thread.h"
#include "store/q_inbox.h"

enum { EXCERPT__SIZE = 240, MESSAGES__MAX = 200, OUTCOME__MAX = 300 };

enum whose { ALL, MINE, FREE, FINISHED };
static const char *const WHOSE[] = { "all", "mine", "free", "finished", NULL };

const struct param INBOX_PARAMS[] = {
    { .name = "whose",
        .kind = PARAM_ENUM,
        .names = WHOSE,
        .summary = "free: nobody's; finished: what waits no longer, the newest first; "
                   "without: all that wait" },
    { .name = "customer_id", .kind = PARAM_ID, .summary = "of this customer" },
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

static void
json_row(struct rq *rq, const struct inbox_page *p)
{
    const struct inbox_one t = as_one(p);
    struct json *j = &rq->json;

    json_open(j, NULL, '{');
    json_about(j, &t);
    json_text(j, "channel", p->channel);
    json_text(j, "author_name", p->author_name);
    json_text(j, "excerpt", excerpt(rq->arena, p->body));
    json_instant(j, "last_at", p->last_at);
    json_close(j, '}');
}

static enum err
list_finished(struct rq *rq)
{
    struct rq_cursor after = { .key = rq->now_us + DATE_US_PER_DAY, .id = UINT64_MAX },
                     last;
    struct inbox_page *row;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "inbox_finished", &after, &first)) ||
        (e = inbox_finished(rq->db, rq->arena, rq->who.scope, rq_id(rq, "customer_id"),
             after.key, after.id, (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].last_at,
            .id = row[n - 1].conversation_id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_row(rq, &row[i]);
    rq_list_close(rq, "inbox_finished", more ? &last : NULL);
    return OK;
}

static enum err
list_waiting(struct rq *rq, enum whose whose)
{
    struct rq_cursor after = { .key = date_instant(DATE_DAY__MIN) }, last;
    struct inbox_page_in in = { .scope = rq->who.scope,
        .assignee_id = whose == MINE ? rq->who.user_id : 0,
        .free = whose == FREE,
        .customer_id = rq_id(rq, "customer_id"),
        .take = (uint32_t)rq->limit + 1 };
    struct inbox_page *row;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "inbox", &after, &first)))
        return e;
    in.after_at = after.key;
    in.after_id = after.id;
    if ((e = inbox_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].waiting_since,
            .id = row[n - 1].conversation_id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_row(rq, &row[i]);
    rq_list_close(rq, "inbox", more ? &last : NULL);
    return OK;
}

/* GET inbox -> 200 what waits for an answer, oldest first; or what is finished */
enum err
inbox_list(struct rq *rq)
{
    enum whose whose = (enum whose)rq_enum(rq, "whose", ALL);

    enum err e = reach_listed(rq);

    if (e)
        return e;
    return whose == FINISHED ? list_finished(rq) : list_waiting(rq, whose);
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

void
json_posted_files(
    struct json *j, uint64_t posted_id, const struct inbox_files *f, size_t files_n)
{
    json_open(j, "files", '[');
    for (size_t i = 0; i < files_n; i++) {
        if (f[i].posted_id != posted_id)
            continue;
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_text(j, "purpose", f[i].purpose);
        json_text(j, "type", f[i].type);
        json_u64(j, "bytes", f[i].bytes_n);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_enclosed(
    struct json *j, uint64_t posted_id, const struct inbox_enclosed *d, size_t n)
{
    json_open(j, "documents", '[');
    for (size_t i = 0; i < n; i++) {
        if (d[i].posted_id != posted_id)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "kind", d[i].kind);
        json_text(j, "number", d[i].number);
        json_id(j, "outbox_id", d[i].outbox_id);
        if (d[i].seq == U32_NONE)
            json_nil(j, "seq");
        else
            json_i64(j, "seq", d[i].seq);
        json_close(j, '}');
    }
    json_close(j, ']');
}

struct thread_files {
    struct inbox_files *f;
    struct inbox_enclosed *d;
    size_t f_n, d_n;
};

static void
json_messages(struct json *j, const struct inbox_messages *m, size_t n,
    const struct thread_files *with)
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
        json_posted_files(j, m[i].id, with->f, with->f_n);
        json_enclosed(j, m[i].id, with->d, with->d_n);
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
json_colleagues(struct rq *rq, struct json *j, uint64_t conversation_id)
{
    struct inbox_colleagues *c;
    size_t n;
    enum err e = inbox_colleagues(rq->db, rq->arena, conversation_id, &c, &n);

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
    struct thread_files with;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = inbox_one(rq->db, rq->arena, id, rq->who.scope, &t)) ||
        (e = inbox_messages(rq->db, rq->arena, id, MESSAGES__MAX, &m, &n)) ||
        (e = inbox_files(rq->db, rq->arena, id, &with.f, &with.f_n)) ||
        (e = inbox_enclosed(rq->db, rq->arena, id, &with.d, &with.d_n)))
        return e;
    rq_viewed(rq, "customer", t.customer_id, t.customer_id);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_about(j, &t);
    json_messages(j, m, n, &with);
    json_suggestion(rq, j, &t, m, n);
    if ((e = json_addresses(rq, j, &t)) || (e = json_colleagues(rq, j, id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- what is done about it ------------------------------------------------- */

/* POST inbox/{id}/assign {assignee_id} -> 200 {id} | 404 | 422; null: nobody's */
enum err
inbox_assign(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id"), assignee_id = 0;
    struct inbox_colleague c;
    struct inbox_whose t;
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
        if ((e = inbox_whose(rq->db, rq->arena, id, rq->who.scope, &t)) ||
            (e = reach_body_user(
                 rq, "/assignee_id", assignee_id, t.customer_id, t.case_id)))
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

/* POST inbox/{id}/reopen -> 200 {id} | 404 | 409 it waits, or the last word is ours */
enum err
inbox_reopen(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    enum err e = reopen_thread(rq->db, rq->arena, &rq->actor, id, rq->who.scope);

    return e ? e : rq_made(rq, 200, id);
}
