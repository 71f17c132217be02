#include "service/confirm_access.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_access_link.h"
#include "store/rate.h"

static const struct rate BY_ADDRESS = { .most = 60, .window_s = 900 };

enum { TOKEN__MAX = 128, USER_AGENT__MAX = 180, KEPT_DAYS = 30 };

static enum err
find(struct db *db, struct arena *a, const char *token, struct access_link_by_token *l)
{
    uint8_t hash[SHA_BYTES];
    size_t n = strlen(token);

    if (!n || n > TOKEN__MAX)
        return ERR_NOT_FOUND;
    sha_of(token, n, hash);
    return access_link_by_token(db, a, hash, l);
}

enum err
look_at_access(struct db *db, struct arena *a, const struct actor *by,
    const char *token, struct access *out)
{
    const char *subject = arena_fmt(a, "access-ip:%s", by->ip);
    struct access_link_by_token l;
    enum err e;

    *out = (struct access){ 0 };
    if ((e = rate_take(db, a, subject, BY_ADDRESS, &out->retry_after_s)) ||
        (e = find(db, a, token, &l)) || (e = rate_give_back(db, subject)))
        return e;
    out->link_id = l.id;
    out->customer_id = l.customer_id;
    out->contact_id = l.contact_id;
    out->item_id = l.item_id;
    out->scope = l.scope;
    out->customer_name = l.customer_name;
    out->expires_at = l.expires_at;
    return by->now_us >= l.expires_at ? ERR_CONFLICT : OK;
}

static enum err
open_session(struct db *db, struct arena *a, const struct actor *by,
    const struct access *x, const struct session_secrets *s, const char *user_agent)
{
    int64_t now = clock_real_us();
    char agent[USER_AGENT__MAX];
    const struct portal_session_insert_in row = { .token_hash = s->token_hash,
        .csrf_hash = s->csrf_hash,
        .link_id = x->link_id,
        .contact_id = x->contact_id,
        .customer_id = x->customer_id,
        .scope = x->scope,
        .item_id = x->item_id,
        .created_at = now,
        .expires_at = now + PORTAL_LIFE_S * DATE_US_PER_S,
        .ip = by->ip,
        .user_agent = agent };
    const struct activity seen = { .customer_id = x->customer_id,
        .kind = "portal_visit",
        .by = by,
        .ref_kind = "access_link",
        .ref_id = x->link_id,
        .title = "Opened the customer portal" };
    const struct audit done = { .by = by,
        .action = "portal_session.open",
        .object_kind = "access_link",
        .object_id = x->link_id,
        .customer_id = x->customer_id,
        .after =
            AUDIT_TEXTS(a, "scope", x->scope, "item_id", audit_id(a, x->item_id)) };
    enum err e;

    text_copy(agent, sizeof agent, user_agent);
    if ((e = portal_session_prune(db, now - KEPT_DAYS * DATE_US_PER_DAY, NULL)) ||
        (e = portal_session_insert(db, &row, NULL)) ||
        (e = access_link_confirm(db, x->link_id, by->now_us, NULL)) ||
        (e = activity_add(db, &seen)))
        return e;
    return audit_add(db, &done);
}

enum err
confirm_access(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const uint8_t csrf_key[static SECRET_KEY_BYTES],
    const char *user_agent, struct access *out, struct session_secrets *session)
{
    struct actor self = *by;
    enum err e;

    if ((e = look_at_access(db, a, by, token, out)))
        return e;
    self.kind = ACTOR_CONTACT;
    self.id = out->contact_id ? arena_fmt(a, "%" PRIu64, out->contact_id)
                              : arena_fmt(a, "link:%" PRIu64, out->link_id);
    session_new(session, a, csrf_key);
    if ((e = db_begin(db)))
        return e;
    return db_end(db, open_session(db, a, &self, out, session, user_agent));
}
