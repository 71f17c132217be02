#include "service/person_session.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_access_link.h"
#include "store/q_person.h"

enum { USER_AGENT__MAX = 180, KEPT_DAYS = 30 };

const char *
person_actor_id(struct arena *a, uint64_t person_id)
{
    return arena_fmt(a, "person:%" PRIu64, person_id);
}

enum err
open_person_session(struct db *db, struct arena *a, const struct actor *by,
    const struct person_entry *in, const struct session_secrets *s)
{
    const struct actor self = { .kind = ACTOR_CONTACT,
        .id = person_actor_id(a, in->person_id),
        .ip = by->ip,
        .request_id = by->request_id,
        .now_us = by->now_us };
    int64_t now = clock_real_us();
    char agent[USER_AGENT__MAX];
    struct person_home home;
    enum err e = person_home(db, a, in->person_id, &home);

    if (e)
        return e;
    text_copy(agent, sizeof agent, in->user_agent);
    const struct person_session_insert_in row = { .token_hash = s->token_hash,
        .csrf_hash = s->csrf_hash,
        .person_id = in->person_id,
        .customer_id = home.customer_id,
        .via = in->via,
        .mfa = in->mfa,
        .created_at = now,
        .expires_at = now + PORTAL_LIFE_S * DATE_US_PER_S,
        .ip = by->ip,
        .user_agent = agent };
    const struct activity seen = { .customer_id = home.customer_id,
        .kind = "portal_visit",
        .by = &self,
        .ref_kind = "person",
        .ref_id = in->person_id,
        .title = "Signed in to the customer portal" };

    if ((e = portal_session_prune(db, now - KEPT_DAYS * DATE_US_PER_DAY, NULL)) ||
        (e = person_session_insert(db, &row, NULL)) || (e = activity_add(db, &seen)))
        return e;
    return audit_add(db,
        &(struct audit){ .by = &self,
            .action = "portal_session.open",
            .object_kind = "person",
            .object_id = in->person_id,
            .customer_id = home.customer_id,
            .after = AUDIT_TEXTS(a, "via", in->via, "mfa", in->mfa ? "yes" : "no") });
}

enum err
switch_customer(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t *session, uint64_t person_id, uint64_t customer_id)
{
    struct person_member to;
    struct person_home was;
    enum err e;

    if ((e = person_home(db, a, person_id, &was)) ||
        (e = person_member(db, a, person_id, customer_id, &to)) ||
        (e = person_set_present(db, person_id, customer_id, NULL)) ||
        (e = portal_session_switch(db, session, person_id, customer_id, NULL)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = by,
                .action = "portal_session.switch",
                .object_kind = "person",
                .object_id = person_id,
                .customer_id = customer_id,
                .before = AUDIT_TEXTS(a, "customer_id", audit_id(a, was.customer_id)),
                .after = AUDIT_TEXTS(a, "customer_id", audit_id(a, customer_id)) });
}
