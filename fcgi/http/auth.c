#include "http/auth.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/sha.h"
#include "base/text.h"
#include "http/token.h"
#include "store/q_access_link.h"
#include "store/q_session.h"
#include "store/session.h"
#include "store/staff_right.h"

/* How long a code by mail stands for a forgotten password. */
enum { AUTH_FRESH_S = 900 };

/* -- cookies ------------------------------------------------------------------ */

const char *
auth_cookie(struct rq *rq, const char *name)
{
    const char *p = rq->header(rq->io, "HTTP_COOKIE");
    size_t n = strlen(name);

    while (p && *p) {
        size_t len;

        p += strspn(p, " ;");
        len = strcspn(p, ";");
        if (len > n && p[n] == '=' && !memcmp(p, name, n))
            return arena_strn(rq->arena, p + n + 1, len - n - 1);
        p += len;
    }
    return NULL;
}

void
auth_set_cookie(struct rq *rq, const char *name, const char *value, int life_s)
{
    rq_header(rq, "Set-Cookie",
        arena_fmt(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
            name, value, life_s,
            text_starts(rq->conf->public_url, "https:") ? "; Secure" : ""));
}

void
auth_end_cookie(struct rq *rq, const char *name)
{
    auth_set_cookie(rq, name, "", 0);
}

/* -- refusals ----------------------------------------------------------------- */

static enum err
not_signed_in(struct rq *rq)
{
    return rq_problem(rq, ERR_DENIED, 401, "not-signed-in", "Sign in to see this.");
}

static unsigned
own_rights(uint32_t own)
{
    static const struct {
        enum staff_right own;
        enum right right;
    } IS[] = { { STAFF_WORK, RIGHT_WORK }, { STAFF_SEND, RIGHT_SEND },
        { STAFF_IMPORT, RIGHT_IMPORT }, { STAFF_TEAM, RIGHT_TEAM },
        { STAFF_APPROVE, RIGHT_APPROVE } };
    unsigned rights = RIGHT_READ;

    for (size_t k = 0; k < sizeof IS / sizeof *IS; k++)
        if (own & IS[k].own)
            rights |= IS[k].right;
    return rights;
}

unsigned
auth_role_rights(const char *role, bool mfa, uint32_t own)
{
    const unsigned viewer = RIGHT_READ, collector = viewer | RIGHT_WORK | RIGHT_SEND,
                   manager = collector | RIGHT_IMPORT | RIGHT_TEAM | RIGHT_APPROVE;

    if (text_eq(role, "viewer"))
        return viewer;
    if (text_eq(role, "collector"))
        return collector;
    if (text_eq(role, "manager"))
        return manager;
    /* without a second factor an admin may set one up, and nothing else */
    if (text_eq(role, "admin") && mfa)
        return manager | RIGHT_SCRIPTS | RIGHT_USERS;
    return own == U32_NONE || text_eq(role, "admin") ? 0 : own_rights(own);
}

/* -- who ---------------------------------------------------------------------- */

static void
set_actor(struct rq *rq, enum actor_kind kind, const char *id)
{
    rq->actor.kind = kind;
    rq->actor.id = id;
}

static bool
over(int64_t now, int64_t last_seen_at, int64_t expires_at, int64_t idle_s)
{
    return now >= expires_at || now >= last_seen_at + idle_s * DATE_US_PER_S;
}

static bool
is_stale_mark(int64_t now, int64_t last_seen_at, const struct rq *rq)
{
    return !(rq->route->flags & ROUTE_BACKGROUND) &&
           now >= last_seen_at + SESSION_SEEN_EVERY_S * DATE_US_PER_S;
}

/* The header that only a page of ours can send. */
static enum err
check_csrf(struct rq *rq, const uint8_t want[static SHA_BYTES])
{
    const char *got;
    uint8_t hash[SHA_BYTES];

    if (!strcmp(rq->route->method, "GET") || rq->route->flags & ROUTE_NO_CSRF)
        return OK;
    got = rq->header(rq->io, "HTTP_X_CSRF_TOKEN");
    if (got) {
        sha_of(got, strlen(got), hash);
        if (secret_equal(hash, want, sizeof hash))
            return OK;
    }
    return rq_problem(rq, ERR_DENIED, 403, "csrf",
        "The X-CSRF-Token header is missing or not this session's.");
}

static enum err
staff(struct rq *rq)
{
    const char *token = auth_cookie(rq, AUTH_STAFF_COOKIE);
    int64_t now = clock_real_us();
    struct session_by_token s;
    struct principal *who = &rq->who;
    enum err e;

    if (!token)
        return not_signed_in(rq);
    sha_of(token, strlen(token), who->session);
    e = session_by_token(rq->db, rq->arena, who->session, &s);
    if (e == ERR_NOT_FOUND ||
        (!e && over(now, s.last_seen_at, s.expires_at, SESSION_IDLE_S)))
        return not_signed_in(rq);
    if (e)
        return e;
    if (is_stale_mark(now, s.last_seen_at, rq) &&
        (e = session_seen(rq->db, who->session, now, NULL)))
        return e;
    who->audience = s.mfa && text_eq(s.role, "admin") ? AUDIENCE_ADMIN : AUDIENCE_STAFF;
    who->user_id = s.user_id;
    who->scope = s.limited ? s.user_id : 0;
    who->name = s.name;
    who->email = s.email;
    who->role = s.role;
    who->mfa = s.mfa;
    who->rights = auth_role_rights(s.role, s.mfa, s.own_rights);
    set_actor(rq, ACTOR_USER, arena_fmt(rq->arena, "%" PRIu64, s.user_id));
    return check_csrf(rq, s.csrf_hash);
}

static enum portal_scope
scope_of(const char *name)
{
    return text_eq(name, "account")     ? PORTAL_ACCOUNT
           : text_eq(name, "statement") ? PORTAL_STATEMENT
                                        : PORTAL_INVOICE;
}

/* What a link may do without an account, as the company's settings say. */
static unsigned
link_rights(const char *barred)
{
    static const struct {
        const char *setting;
        unsigned right;
    } MAY[] = { { "portal_link_ask", RIGHT_ASK },
        { "portal_link_promise", RIGHT_PROMISE },
        { "portal_link_dispute", RIGHT_DISPUTE }, { "portal_link_pay", RIGHT_PAY } };
    unsigned rights = RIGHT_READ;

    for (size_t i = 0; i < sizeof MAY / sizeof *MAY; i++)
        if (!barred || !strstr(barred, MAY[i].setting))
            rights |= MAY[i].right;
    return rights;
}

unsigned
auth_portal_rights(const char *role)
{
    const unsigned viewer = RIGHT_READ | RIGHT_SELF | RIGHT_ASK,
                   payer = viewer | RIGHT_PROMISE | RIGHT_DISPUTE | RIGHT_PAY;

    if (text_eq(role, "viewer"))
        return viewer;
    if (text_eq(role, "payer"))
        return payer;
    return text_eq(role, "admin") ? payer | RIGHT_PEOPLE : 0;
}

static void
become_linked(struct rq *rq, const struct portal_session_by_token *s)
{
    struct principal *who = &rq->who;

    who->contact_id = s->contact_id;
    who->link_id = s->link_id;
    who->portal_scope = scope_of(s->scope);
    /* A link to one invoice reaches nothing else, even if its item went missing. */
    who->item_id = who->portal_scope == PORTAL_INVOICE
                       ? (s->item_id ? s->item_id : UINT64_MAX)
                       : 0;
    who->name = s->contact_name ? s->contact_name : s->customer_name;
    who->rights = link_rights(s->barred);
    set_actor(rq, ACTOR_CONTACT,
        s->contact_id ? arena_fmt(rq->arena, "%" PRIu64, s->contact_id)
                      : arena_fmt(rq->arena, "link:%" PRIu64, s->link_id));
}

static void
become_person(struct rq *rq, const struct portal_session_by_token *s, int64_t now)
{
    struct principal *who = &rq->who;

    who->person_id = s->person_id;
    who->portal_scope = PORTAL_ACCOUNT;
    who->name = s->person_name;
    who->role = s->role;
    who->mfa = s->mfa;
    who->fresh =
        text_eq(s->via, "code") && now < s->created_at + AUTH_FRESH_S * DATE_US_PER_S;
    who->rights = auth_portal_rights(s->role);
    set_actor(rq, ACTOR_CONTACT, arena_fmt(rq->arena, "person:%" PRIu64, s->person_id));
}

/* Staff who look as the customer sees it, maybe as one of its people: they stay who
 * they are in all that is kept, and reach nobody's own account. */
static void
become_support(struct rq *rq, const struct portal_session_by_token *s)
{
    const unsigned out = RIGHT_SELF | RIGHT_PEOPLE | RIGHT_PAY;
    struct principal *who = &rq->who;
    unsigned all = s->role ? auth_portal_rights(s->role) : auth_portal_rights("payer");

    who->portal_scope = PORTAL_ACCOUNT;
    who->person_id = s->person_id;
    who->support_id = s->user_id;
    who->support_name = s->user_name;
    who->support_acts = s->may_act;
    who->name = s->user_name;
    who->rights = s->may_act ? all & ~out : RIGHT_READ;
    set_actor(rq, ACTOR_USER, arena_fmt(rq->arena, "%" PRIu64, s->user_id));
}

static enum err
portal(struct rq *rq)
{
    const char *token = auth_cookie(rq, AUTH_PORTAL_COOKIE);
    int64_t now = clock_real_us();
    struct portal_session_by_token s;
    struct principal *who = &rq->who;
    enum err e;

    if (!token)
        return not_signed_in(rq);
    sha_of(token, strlen(token), who->session);
    e = portal_session_by_token(rq->db, rq->arena, who->session, &s);
    if (e == ERR_NOT_FOUND ||
        (!e && (over(now, s.last_seen_at, s.expires_at, PORTAL_IDLE_S) ||
                   (s.link_id && rq->now_us >= s.link_expires_at))))
        return not_signed_in(rq);
    if (e)
        return e;
    if (is_stale_mark(now, s.last_seen_at, rq) &&
        (e = portal_session_seen(rq->db, who->session, now, NULL)))
        return e;
    who->audience = AUDIENCE_PORTAL;
    who->customer_id = s.customer_id;
    if (s.user_id)
        become_support(rq, &s);
    else if (s.link_id)
        become_linked(rq, &s);
    else
        become_person(rq, &s, now);
    return check_csrf(rq, s.csrf_hash);
}

static enum err
integrator(struct http *h, struct rq *rq)
{
    static const char bearer[] = "Bearer ";
    const char *auth = rq->header(rq->io, "HTTP_AUTHORIZATION");
    enum token_fault fault = TOKEN_MALFORMED;
    enum err e = ERR_DENIED;

    if (!auth) {
        rq_header(rq, "WWW-Authenticate", "Bearer");
        return rq_problem(
            rq, ERR_DENIED, 401, "not-signed-in", "A bearer token is needed.");
    }
    if (!strncasecmp(auth, bearer, sizeof bearer - 1))
        e = token_check(h, rq, auth + sizeof bearer - 1, &fault);
    if (e == ERR_DENIED) {
        log_warn("token_refused", kv("why", token_fault_name(fault)));
        rq_header(rq, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return rq_problem(rq, e, 401, "invalid-token", "%s", token_fault_detail(fault));
    }
    if (e)
        return e;
    set_actor(rq, ACTOR_CLIENT, rq->who.client_id);
    return OK;
}

/* -- where from --------------------------------------------------------------- */

/* scheme://host of the Origin header is this site, as the browser names it. */
static bool
is_our_origin(struct rq *rq, const char *origin)
{
    const char *host = rq->header(rq->io, "HTTP_HOST");
    const char *at = strstr(origin, "://");

    if (text_eq(origin, rq->conf->public_url))
        return true;
    return at && host && text_eq_nocase(at + 3, host);
}

/* A browser says where a writing request comes from; another program need not. */
static enum err
check_origin(struct rq *rq)
{
    const char *origin = rq->header(rq->io, "HTTP_ORIGIN");
    const char *site = rq->header(rq->io, "HTTP_SEC_FETCH_SITE");

    if (!strcmp(rq->route->method, "GET"))
        return OK;
    if ((origin && !is_our_origin(rq, origin)) || text_eq(site, "cross-site"))
        return rq_problem(rq, ERR_DENIED, 403, "cross-origin",
            "The request comes from another site.");
    return OK;
}

static enum err
identify(struct http *h, struct rq *rq)
{
    enum err e;

    switch (rq->route->audience) {
    case AUDIENCE_STAFF:
    case AUDIENCE_ADMIN:
        return (e = check_origin(rq)) ? e : staff(rq);
    case AUDIENCE_PORTAL:
        return (e = check_origin(rq)) ? e : portal(rq);
    case AUDIENCE_INTEGRATOR:
        return integrator(h, rq);
    default:
        set_actor(rq, ACTOR_SYSTEM, "public");
        return rq->route->flags & ROUTE_ANY_ORIGIN ? OK : check_origin(rq);
    }
}

enum err
auth_check(struct http *h, struct rq *rq)
{
    const struct route *r = rq->route;
    enum err e;

    if (r->audience != AUDIENCE_PUBLIC && !rq->db)
        return ERR_DOWN;
    if ((e = identify(h, rq)))
        return e;
    if ((r->audience != AUDIENCE_ADMIN || rq->who.audience == AUDIENCE_ADMIN) &&
        (rq->who.rights & r->right) == r->right)
        return OK;
    if (text_eq(rq->who.role, "admin") && !rq->who.mfa)
        return rq_problem(rq, ERR_DENIED, 403, "second-factor-needed",
            "An admin needs a second factor: set one up.");
    return ERR_DENIED;
}

const char *
principal_kind(const struct principal *p)
{
    static const char *const name[AUDIENCE__MAX] = {
        [AUDIENCE_PUBLIC] = "nobody",
        [AUDIENCE_STAFF] = "staff",
        [AUDIENCE_ADMIN] = "admin",
        [AUDIENCE_PORTAL] = "portal",
        [AUDIENCE_INTEGRATOR] = "client",
    };

    return name[p->audience];
}
