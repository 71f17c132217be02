#include "service/portal_people.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/sha.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/person_session.h"
#include "service/person_words.h"
#include "store/audit.h"
#include "store/q_person.h"
#include "store/q_portal_people.h"
#include "store/rate.h"

static const struct rate BY_CUSTOMER = { .most = 30, .window_s = 3600 };
static const struct rate BY_ADDRESS = { .most = 60, .window_s = 900 };
enum { NAME__MAX = 200, TOKEN__MAX = 64 };

void
invitation_key(
    const uint8_t master[static SECRET_KEY_BYTES], uint8_t key[static SECRET_KEY_BYTES])
{
    secret_derive(master, "portal-invitation", key);
}

char *
invitation_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id)
{
    const char *text = arena_fmt(a, "portal_invitation:%" PRIu64, id);
    uint8_t mac[SECRET_MAC_BYTES];

    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    return secret_base64url(a, mac, sizeof mac);
}

/* -- inviting -------------------------------------------------------------- */

static enum err
check(const struct invitation_in *in, struct faults *f)
{
    if (!text_is_email(in->email))
        faults_add(f, "/email", "must be a mail address");
    if (!*in->name || strlen(in->name) > NAME__MAX)
        faults_add(f, "/name", "must be one line of text");
    return faults_err(f);
}

struct invite {
    struct arena *arena;
    const struct actor *by;
    const uint8_t *key;
    const struct invitation_in *in;
    uint64_t id;
};

static enum err
person_of(struct db *db, const struct invite *w, uint64_t *id)
{
    struct portal_invitee about;
    struct person_by_email person;
    enum err e = person_by_email(db, w->arena, w->in->email, &person);

    if (!e)
        *id = person.id;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = portal_invitee(
             db, w->arena, w->in->customer_id, w->in->contact_id, &about)) ||
        (e = db_id(db, id)))
        return e;
    return person_insert(
        db, *id, w->in->email, w->in->name, about.language, w->by->now_us, NULL);
}

static enum err
write_invitation(struct db *db, void *arg)
{
    struct invite *w = arg;
    const struct invitation_in *in = w->in;
    uint8_t hash[SHA_BYTES];
    struct person_member member;
    struct portal_invitation_insert_in row = { .customer_id = in->customer_id,
        .contact_id = in->contact_id,
        .name = in->name,
        .role = in->role,
        .token_hash = hash,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .created_at = w->by->now_us,
        .expires_at = w->by->now_us + INVITATION_DAYS * DATE_US_PER_DAY };
    const char *token;
    enum err e;

    if ((e = person_of(db, w, &row.person_id)))
        return e;
    e = person_member(db, w->arena, row.person_id, in->customer_id, &member);
    if (e != ERR_NOT_FOUND)
        return e ? e : ERR_CONFLICT;
    if ((e = db_id(db, &row.id)))
        return e;
    w->id = row.id;
    token = invitation_token(w->arena, w->key, row.id);
    sha_of(token, strlen(token), hash);
    if ((e = portal_invitation_replace(
             db, in->customer_id, row.person_id, w->by->now_us, NULL)) ||
        (e = portal_invitation_insert(db, &row, NULL)) ||
        (e = person_invite_mail(db, w->arena, row.person_id, row.id)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = "portal_invitation.send",
                .object_kind = "portal_invitation",
                .object_id = row.id,
                .customer_id = in->customer_id,
                .after = AUDIT_TEXTS(w->arena, "person_id",
                    audit_id(w->arena, row.person_id), "email", in->email, "role",
                    in->role, "contact_id", audit_id(w->arena, in->contact_id)) });
}

enum err
invite_person(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t master[static SECRET_KEY_BYTES], const struct invitation_in *in,
    struct faults *f, uint64_t *id, int64_t *retry_after_s)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct invite w = { .arena = a, .by = by, .key = key, .in = in };
    enum err e;

    if ((e = check(in, f)) ||
        (e = rate_take(db, a, arena_fmt(a, "invite:%" PRIu64, in->customer_id),
             BY_CUSTOMER, retry_after_s)))
        return e;
    invitation_key(master, key);
    e = db_retry(db, write_invitation, &w);
    *id = w.id;
    return e;
}

enum err
revoke_invitation(
    struct db *db, const struct actor *by, uint64_t customer_id, uint64_t id)
{
    const struct audit done = { .by = by,
        .action = "portal_invitation.revoke",
        .object_kind = "portal_invitation",
        .object_id = id,
        .customer_id = customer_id,
        .after = "{\"state\":\"revoked\"}" };
    uint64_t changed;
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = portal_invitation_revoke(db, customer_id, id, by->now_us, &changed);
    if (!e && !changed)
        e = ERR_NOT_FOUND;
    return db_end(db, e ? e : audit_add(db, &done));
}

/* -- roles ----------------------------------------------------------------- */

struct change {
    struct arena *arena;
    const struct actor *by;
    uint64_t customer_id, person_id;
    const char *role;
    bool keep_admin;
};

/* What he is now, and whether somebody else is an admin. */
static enum err
look_around(struct db *db, const struct change *w, const char **was, bool *others)
{
    struct portal_people_lock *m;
    size_t n;
    enum err e = portal_people_lock(db, w->arena, w->customer_id, &m, &n);

    *was = NULL;
    *others = false;
    for (size_t i = 0; !e && i < n; i++) {
        if (m[i].person_id == w->person_id)
            *was = m[i].role;
        else if (text_eq(m[i].role, "admin"))
            *others = true;
    }
    return !e && !*was ? ERR_NOT_FOUND : e;
}

static enum err
write_role(struct db *db, void *arg)
{
    const struct change *w = arg;
    struct person_member member;
    const char *was;
    bool others;
    enum err e;

    if ((e = look_around(db, w, &was, &others)) ||
        (e = person_member(db, w->arena, w->person_id, w->customer_id, &member)))
        return e;
    if (w->keep_admin && !others && text_eq(was, "admin") && !text_eq(w->role, "admin"))
        return ERR_CONFLICT;
    if ((e = portal_member_end(db, w->person_id, w->customer_id, w->by->now_us, NULL)))
        return e;
    if (w->role)
        e = portal_member_put(db, w->person_id, w->customer_id, w->role,
            member.contact_id, w->by->now_us, NULL);
    else
        e = portal_member_sessions_end(
            db, w->person_id, w->customer_id, clock_real_us(), NULL);
    return e ? e
             : audit_add(db,
                   &(struct audit){ .by = w->by,
                       .action = w->role ? "portal_member.role" : "portal_member.end",
                       .object_kind = "person",
                       .object_id = w->person_id,
                       .customer_id = w->customer_id,
                       .before = AUDIT_TEXTS(w->arena, "role", was),
                       .after = AUDIT_TEXTS(w->arena, "role", w->role) });
}

enum err
set_member_role(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t person_id, const char *role, bool keep_admin)
{
    struct change w = { a, by, customer_id, person_id, role, keep_admin };

    return db_retry(db, write_role, &w);
}

/* -- accepting ------------------------------------------------------------- */

enum err
look_at_invitation(struct db *db, struct arena *a, const struct actor *by,
    const char *token, struct invitation *out)
{
    const char *subject = arena_fmt(a, "invitation-ip:%s", by->ip);
    struct portal_invitation_by_token row;
    uint8_t hash[SHA_BYTES];
    size_t n = strlen(token);
    enum err e;

    *out = (struct invitation){ 0 };
    if ((e = rate_take(db, a, subject, BY_ADDRESS, &out->retry_after_s)))
        return e;
    if (!n || n > TOKEN__MAX)
        return ERR_NOT_FOUND;
    sha_of(token, n, hash);
    if ((e = portal_invitation_by_token(db, a, hash, &row)) ||
        (e = rate_give_back(db, subject)))
        return e;
    *out = (struct invitation){ .id = row.id,
        .customer_id = row.customer_id,
        .person_id = row.person_id,
        .contact_id = row.contact_id,
        .customer_name = row.customer_name,
        .email = row.email,
        .name = row.name,
        .role = row.role,
        .expires_at = row.expires_at,
        .known = row.known };
    return by->now_us >= row.expires_at ? ERR_CONFLICT : OK;
}

struct accept {
    struct arena *arena;
    struct actor self;
    const struct invitation *x;
    const char *name, *user_agent;
    const struct session_secrets *session;
};

static enum err
write_acceptance(struct db *db, void *arg)
{
    const struct accept *w = arg;
    const struct invitation *x = w->x;
    const struct person_entry entry = {
        .person_id = x->person_id, .via = "invitation", .user_agent = w->user_agent
    };
    uint64_t changed;
    enum err e = portal_invitation_use(db, x->id, w->self.now_us, &changed);

    if (!e && !changed)
        e = ERR_NOT_FOUND;
    if (e ||
        (e = portal_member_put(db, x->person_id, x->customer_id, x->role, x->contact_id,
             w->self.now_us, NULL)) ||
        (!x->known && (e = person_set_name(db, x->person_id, w->name, NULL))) ||
        (e = person_set_present(db, x->person_id, x->customer_id, NULL)) ||
        (e = audit_add(
             db, &(struct audit){ .by = &w->self,
                     .action = "portal_invitation.accept",
                     .object_kind = "portal_invitation",
                     .object_id = x->id,
                     .customer_id = x->customer_id,
                     .after = AUDIT_TEXTS(w->arena, "person_id",
                         audit_id(w->arena, x->person_id), "role", x->role) })))
        return e;
    return x->known ? OK
                    : open_person_session(db, w->arena, &w->self, &entry, w->session);
}

enum err
accept_invitation(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const char *name,
    const uint8_t csrf_key[static SECRET_KEY_BYTES], const char *user_agent,
    struct invitation *out, bool *opened, struct session_secrets *session)
{
    struct accept w = {
        .arena = a, .self = *by, .x = out, .user_agent = user_agent, .session = session
    };
    enum err e = look_at_invitation(db, a, by, token, out);

    *opened = !e && !out->known;
    if (e)
        return e;
    w.name = name && *name ? name : out->name;
    w.self.kind = ACTOR_CONTACT;
    w.self.id = person_actor_id(a, out->person_id);
    session_new(session, a, csrf_key);
    return db_retry(db, write_acceptance, &w);
}
