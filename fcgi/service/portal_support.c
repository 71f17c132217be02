#include "service/portal_support.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_person.h"
#include "store/q_portal_support.h"
#include "store/setting.h"

enum { USER_AGENT__MAX = 180 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct support_in *in;
    const struct session_secrets *session;
    int64_t now;
};

static enum err
write_session(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct support_in *in = w->in;
    char agent[USER_AGENT__MAX];
    const struct support_session_insert_in row = {
        .token_hash = w->session->token_hash,
        .csrf_hash = w->session->csrf_hash,
        .user_id = in->user_id,
        .staff_hash = in->staff_session,
        .person_id = in->person_id,
        .customer_id = in->customer_id,
        .may_act = in->act,
        .created_at = w->now,
        .expires_at = w->now + SUPPORT_LIFE_S * DATE_US_PER_S,
        .ip = w->by->ip,
        .user_agent = agent,
    };
    const struct activity seen = { .customer_id = in->customer_id,
        .kind = "portal_visit",
        .by = w->by,
        .ref_kind = in->person_id ? "person" : NULL,
        .ref_id = in->person_id,
        .title = in->act ? "Opened the portal to act for the customer"
                         : "Looked at the portal as the customer sees it" };
    enum err e;

    text_copy(agent, sizeof agent, in->user_agent);
    if ((e = support_session_insert(db, &row, NULL)) || (e = activity_add(db, &seen)))
        return e;
    return audit_add(db,
        &(struct audit){ .by = w->by,
            .action = "support.open",
            .object_kind = "customer",
            .object_id = in->customer_id,
            .customer_id = in->customer_id,
            .after = AUDIT_TEXTS(w->arena, "person_id",
                audit_id(w->arena, in->person_id), "act", in->act ? "yes" : "no") });
}

enum err
open_support(struct db *db, struct arena *a, const struct actor *by,
    const struct support_in *in, const uint8_t csrf_key[static SECRET_KEY_BYTES],
    struct session_secrets *session, int64_t *expires_at)
{
    struct work w = {
        .arena = a, .by = by, .in = in, .session = session, .now = clock_real_us()
    };
    struct person_member member;
    int64_t may_act;
    enum err e;

    *expires_at = w.now + SUPPORT_LIFE_S * DATE_US_PER_S;
    if ((e = setting_read_i64(db, a, "portal_support_act", 0, &may_act)))
        return e;
    if (in->act && !may_act)
        return ERR_CONFLICT;
    if (in->person_id &&
        (e = person_member(db, a, in->person_id, in->customer_id, &member)))
        return e;
    session_new(session, a, csrf_key);
    return db_retry(db, write_session, &w);
}
