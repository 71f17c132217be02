#include "handler/portal/access.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "handler/portal/support.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/confirm_access.h"
#include "service/portal_rules.h"
#include "store/audit.h"
#include "store/q_access_link.h"
#include "store/q_adoption.h"
#include "store/q_person.h"
#include "store/setting.h"

enum { TOKEN__MAX = 128, HINT_LETTERS = 2 };

/* "Acme Trading" as "Ac… Tr…": enough to know one's own, too little to learn of others.
 */
static char *
hint(struct arena *a, const char *name)
{
    struct buf b;
    size_t letters = 0;

    buf_init(&b, a);
    for (const char *p = name; *p;) {
        size_t n = text_utf8_len(p, strlen(p));

        n = n ? n : 1;
        if (*p == ' ') {
            if (letters > HINT_LETTERS)
                buf_text(&b, "\xe2\x80\xa6");
            buf_char(&b, ' ');
            letters = 0;
        } else if (letters++ < HINT_LETTERS) {
            buf_add(&b, p, n);
        }
        p += n;
    }
    if (letters > HINT_LETTERS)
        buf_text(&b, "\xe2\x80\xa6");
    return b.text;
}

static enum err
refuse(struct rq *rq, const struct access *x, enum err e)
{
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 410, "expired", "This link has expired. Ask for a new one.");
    if (e == ERR_LIMIT)
        return rq_retry_after(rq, e, 429, "too-many-attempts", x->retry_after_s,
            "Too many attempts: wait before you try again.");
    return e;
}

/* GET access/{token} -> 200 what it leads to; changes nothing | 404 | 410 | 429 */
enum err
access_look(struct rq *rq)
{
    struct access x;
    const char *company;
    struct json *j;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    e = look_at_access(rq->db, rq->arena, &rq->actor, rq_part(rq, "token"), &x);
    if (e)
        return refuse(rq, &x, e);
    if ((e = setting_read(rq->db, rq->arena, "company.name", "", &company)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "company", company);
    json_text(j, "customer_name_hint", hint(rq->arena, x.customer_name));
    json_text(j, "scope", x.scope);
    json_instant(j, "expires_at", x.expires_at);
    json_close(j, '}');
    return OK;
}

/* POST access {token} -> 200 {csrf} and a session | 404 | 410 | 429 */
enum err
access_confirm(struct rq *rq)
{
    struct session_secrets session;
    const char *token = NULL;
    struct access x;
    struct jval *v;
    struct json *j;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "token", JSONIN_NEED, TOKEN__MAX, &token);
    if ((e = rq_json_end(rq)))
        return e;
    e = confirm_access(rq->db, rq->arena, &rq->actor, token, rq->http->csrf_key,
        rq->user_agent, &x, &session);
    if (e)
        return refuse(rq, &x, e);
    auth_set_cookie(rq, AUTH_PORTAL_COOKIE, session.token, PORTAL_LIFE_S);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "csrf", session.csrf);
    json_close(j, '}');
    return OK;
}

static const char *
scope_name(enum portal_scope s)
{
    static const char *const name[] = { [PORTAL_ACCOUNT] = "account",
        [PORTAL_STATEMENT] = "statement",
        [PORTAL_INVOICE] = "invoice" };

    return name[s];
}

/* What may be promised without asking; null where nothing may. */
static enum err
json_promise_rules(struct rq *rq, struct json *j)
{
    struct portal_rules r;
    int32_t today;
    enum err e;

    if (!(rq->who.rights & RIGHT_PROMISE)) {
        json_nil(j, "promise");
        return OK;
    }
    if ((e = portal_rules_read(rq->db, rq->arena, &r)) ||
        (e = portal_today(rq, &today)))
        return e;
    json_open(j, "promise", '{');
    json_day(j, "until", today + (int32_t)r.promise_days);
    json_i64(j, "parts", r.plan_parts);
    json_day(j, "plan_until", today + (int32_t)r.plan_days);
    json_close(j, '}');
    return OK;
}

static void
json_may(struct json *j, unsigned rights)
{
    static const struct {
        unsigned right;
        const char *name;
    } MAY[] = { { RIGHT_READ, "see" }, { RIGHT_ASK, "ask" },
        { RIGHT_PROMISE, "promise" }, { RIGHT_DISPUTE, "dispute" },
        { RIGHT_PAY, "pay" }, { RIGHT_SELF, "account" }, { RIGHT_PEOPLE, "people" } };

    json_open(j, "may", '[');
    for (size_t i = 0; i < sizeof MAY / sizeof *MAY; i++)
        if (rights & MAY[i].right)
            json_text(j, NULL, MAY[i].name);
    json_close(j, ']');
}

/* The customers among which a person may choose; none of who came by a link. */
static enum err
json_customers(struct rq *rq, struct json *j)
{
    struct person_customers *c;
    size_t n = 0;
    enum err e = rq->who.person_id && !rq->who.support_id
                     ? person_customers(rq->db, rq->arena, rq->who.person_id, &c, &n)
                     : OK;

    json_open(j, "customers", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", c[i].id);
        json_text(j, "name", c[i].name);
        json_text(j, "number", c[i].number);
        json_text(j, "role", c[i].role);
        json_bool(j, "present", c[i].id == rq->who.customer_id);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

/* A page was opened; staff who look as the customer are no visit of it. */
static enum err
note_visit(struct rq *rq)
{
    if (!rq->who.customer_id || rq->who.support_id)
        return OK;
    return portal_visit_add(
        rq->db, rq->who.customer_id, date_of_instant(rq->now_us), NULL);
}

/* GET session -> 200 who one is | 401 */
enum err
portal_session_get(struct rq *rq)
{
    const char *token = auth_cookie(rq, AUTH_PORTAL_COOKIE), *company;
    struct portal_session_by_token s;
    struct json *j;
    enum err e;

    if ((e = portal_session_by_token(rq->db, rq->arena, rq->who.session, &s)) ||
        (e = setting_read(rq->db, rq->arena, "company.name", "", &company)) ||
        (e = note_visit(rq)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "csrf", session_csrf(rq->arena, rq->http->csrf_key, token));
    json_open(j, "customer", '{');
    json_text(j, "name", s.customer_name);
    json_text(j, "number", s.customer_number);
    json_close(j, '}');
    json_open(j, "contact", '{');
    json_text(j, "name", s.person_name ? s.person_name : s.contact_name);
    json_close(j, '}');
    json_open(j, "company", '{');
    json_text(j, "name", company);
    json_close(j, '}');
    json_text(j, "scope", scope_name(rq->who.portal_scope));
    json_id_or_null(
        j, "invoice_id", rq->who.item_id == UINT64_MAX ? 0 : rq->who.item_id);
    json_may(j, rq->who.rights);
    if ((e = json_customers(rq, j)) || (e = json_support(rq, j)))
        return e;
    if ((e = json_promise_rules(rq, j)))
        return e;
    json_close(j, '}');
    return OK;
}

/* DELETE session -> 204 */
enum err
portal_session_end(struct rq *rq)
{
    const struct audit done = { .by = &rq->actor,
        .action = "portal_session.end",
        .object_kind = rq->who.support_id  ? "customer"
                       : rq->who.person_id ? "person"
                                           : "access_link",
        .object_id = rq->who.support_id  ? rq->who.customer_id
                     : rq->who.person_id ? rq->who.person_id
                                         : rq->who.link_id,
        .customer_id = rq->who.customer_id };
    enum err e;

    if ((e = portal_session_revoke(rq->db, rq->who.session, clock_real_us(), NULL)) ||
        (e = audit_add(rq->db, &done)))
        return e;
    auth_end_cookie(rq, AUTH_PORTAL_COOKIE);
    return rq_no_content(rq);
}
