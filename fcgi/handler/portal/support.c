#include "handler/portal/support.h"

#include "base/clock.h"
#include "base/date.h"
#include "handler/collector/reach.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/portal_support.h"
#include "store/q_portal_support.h"
#include "store/session.h"

/* POST customers/{id}/portal-view {person_id?, act?} -> 200 {expires_at} and a session
 * of the portal | 404 | 409 */
enum err
support_open(struct rq *rq)
{
    struct support_in in = { .user_id = rq->who.user_id,
        .customer_id = rq_part_id(rq, "id"),
        .staff_session = rq->who.session,
        .user_agent = rq->user_agent };
    struct session_secrets session;
    int64_t expires_at;
    struct json *j;
    struct jval *v;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "person_id", JSONIN_MAY, &in.person_id);
    jsonin_bool(v, "act", JSONIN_MAY, &in.act);
    if ((e = rq_json_end(rq)))
        return e;
    if (in.act && !(rq->who.rights & RIGHT_WORK))
        return ERR_DENIED;
    e = open_support(
        rq->db, rq->arena, &rq->actor, &in, rq->http->csrf_key, &session, &expires_at);
    if (e == ERR_CONFLICT)
        return rq_problem(rq, e, 409, "support-reads-only",
            "The company lets staff look, not act for customers.");
    if (e)
        return e;
    auth_set_cookie(rq, AUTH_PORTAL_COOKIE, session.token, SUPPORT_LIFE_S);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_instant(j, "expires_at", expires_at);
    json_close(j, '}');
    return OK;
}

enum err
json_support(struct rq *rq, struct json *j)
{
    int64_t now = clock_real_us();
    struct support_now *s;
    size_t n;
    enum err e = support_now(rq->db, rq->arena, rq->who.customer_id, now,
        now - PORTAL_IDLE_S * DATE_US_PER_S, &s, &n);

    if (e)
        return e;
    if (!n) {
        json_nil(j, "support");
        return OK;
    }
    json_open(j, "support", '{');
    json_text(j, "name", rq->who.support_id ? rq->who.support_name : s->name);
    json_bool(j, "you", rq->who.support_id != 0);
    json_bool(j, "acts", rq->who.support_id ? rq->who.support_acts : s->may_act);
    json_instant(j, "since", s->created_at);
    json_close(j, '}');
    return OK;
}

/* GET support -> 200 who of staff looked, the last first */
enum err
support_list(struct rq *rq)
{
    struct support_past *s;
    struct json *j;
    size_t n;
    enum err e = support_past(rq->db, rq->arena, rq->who.customer_id, &s, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", s[i].name);
        json_bool(j, "acts", s[i].may_act);
        json_instant(j, "since", s[i].created_at);
        json_instant(j, "until", s[i].last_seen_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "support", NULL);
    return OK;
}
