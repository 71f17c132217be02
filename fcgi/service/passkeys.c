#include "service/passkeys.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/sha.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/person_session.h"
#include "service/way_in.h"
#include "store/audit.h"
#include "store/q_passkey.h"
#include "store/rate.h"

static const struct rate BY_ADDRESS = { .most = 30, .window_s = 900 };
enum { CHALLENGE_BYTES = 32 };

enum err
ask_passkey(struct db *db, struct arena *a, uint64_t person_id, const char **challenge)
{
    int64_t now = clock_real_us();
    uint8_t hash[SHA_BYTES];
    enum err e = passkey_challenge_prune(db, now, NULL);

    *challenge = rand_token(a, CHALLENGE_BYTES);
    sha_of(*challenge, strlen(*challenge), hash);
    return e ? e
             : passkey_challenge_insert(
                   db, hash, person_id, now + PASSKEY_ASK_S * DATE_US_PER_S, NULL);
}

/* The client data, and that its challenge was ours and is used up now. */
static enum err
answered(struct db *db, struct arena *a, const struct webauthn_site *site,
    enum webauthn_ceremony what, struct webauthn_bytes client_data, uint64_t person_id)
{
    enum webauthn_fault why;
    const char *challenge = NULL;
    uint8_t hash[SHA_BYTES];
    uint64_t changed;
    enum err e = webauthn_client_data(a, site, what, client_data, &challenge, &why);

    if (e) {
        log_warn("passkey_refused", kv("why", webauthn_fault_name(why)));
        return e;
    }
    sha_of(challenge, strlen(challenge), hash);
    if ((e = passkey_challenge_use(db, hash, person_id, clock_real_us(), &changed)))
        return e;
    if (changed)
        return OK;
    log_warn("passkey_refused", kv("why", "challenge"));
    return ERR_DENIED;
}

/* -- registering ----------------------------------------------------------- */

struct keep {
    struct arena *arena;
    const struct actor *by;
    struct way_in way;
    const uint8_t *session;
    const char *verb;
    uint64_t id; /* of the passkey */
    const char *after;
    /* of a new one */
    const char *name;
    struct webauthn_key key;
    /* of a demand */
    bool needed;
};

/* What every change ends with: other sessions over, a mail, the audit. */
static enum err
finish(struct db *db, const struct keep *w)
{
    enum err e;

    if ((e = way_in_end_others(db, w->way, w->session, clock_real_us())) ||
        (e = way_in_tell(db, w->arena, w->way, WAY_IN_PASSKEY)))
        return e;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = way_in_action(w->arena, w->way, w->verb),
                             .object_kind = w->id ? "passkey" : way_in_kind(w->way),
                             .object_id = w->id ? w->id : w->way.id,
                             .after = w->after });
}

static enum err
write_key(struct db *db, void *arg)
{
    struct keep *w = arg;
    struct passkey_of_person *others;
    struct passkey_insert_in row = { .person_id = w->way.id,
        .credential_id = { w->key.id.p, w->key.id.n },
        .algorithm = w->key.algorithm,
        .public_key = { w->key.public_key.p, w->key.public_key.n },
        .counter = w->key.counter,
        .name = w->name,
        .created_at = w->by->now_us };
    uint8_t hash[SHA_BYTES];
    size_t n;
    enum err e = passkey_of_person(db, w->arena, w->way.id, &others, &n);

    if (e || n >= PASSKEYS__MAX)
        return e ? e : ERR_CONFLICT;
    sha_of(w->key.id.p, w->key.id.n, hash);
    row.credential_hash = hash;
    if ((e = db_id(db, &row.id)) || (e = passkey_insert(db, &row, NULL)))
        return e;
    w->id = row.id;
    w->after = AUDIT_TEXTS(w->arena, "name", w->name);
    return finish(db, w);
}

enum err
add_passkey(struct db *db, struct arena *a, const struct actor *by,
    const struct webauthn_site *site, const struct passkey_new *in, uint64_t *id)
{
    struct keep w = { .arena = a,
        .by = by,
        .way = { true, in->person_id },
        .session = in->session,
        .verb = "own_passkey",
        .name = in->name };
    enum webauthn_fault why;
    enum err e = answered(db, a, site, WEBAUTHN_CREATE, in->client_data, in->person_id);

    if (e)
        return e;
    if ((e = webauthn_new_key(a, site, in->auth_data, &w.key, &why))) {
        log_warn("passkey_refused", kv("why", webauthn_fault_name(why)));
        return e;
    }
    e = db_retry(db, write_key, &w);
    *id = w.id;
    return e;
}

static enum err
write_removal(struct db *db, void *arg)
{
    struct keep *w = arg;
    uint64_t changed;
    enum err e = passkey_remove(db, w->way.id, w->id, &changed);

    if (!e && !changed)
        e = ERR_NOT_FOUND;
    if (e || (e = passkey_settle(db, w->way.id, NULL)))
        return e;
    return finish(db, w);
}

enum err
remove_passkey(struct db *db, struct arena *a, const struct actor *by,
    uint64_t person_id, const uint8_t *session, uint64_t id)
{
    struct keep w = { .arena = a,
        .by = by,
        .way = { true, person_id },
        .session = session,
        .verb = "own_passkey_removed",
        .id = id,
        .after = "{\"state\":\"removed\"}" };

    return db_retry(db, write_removal, &w);
}

static enum err
write_demand(struct db *db, void *arg)
{
    struct keep *w = arg;
    uint64_t changed;
    enum err e = passkey_demand(db, w->way.id, w->needed, &changed);

    if (!e && !changed)
        e = ERR_CONFLICT;
    return e ? e : finish(db, w);
}

enum err
demand_passkey(struct db *db, struct arena *a, const struct actor *by,
    uint64_t person_id, const uint8_t *session, bool needed)
{
    struct keep w = { .arena = a,
        .by = by,
        .way = { true, person_id },
        .session = session,
        .verb = "own_passkey_needed",
        .after = AUDIT_TEXTS(a, "needed", needed ? "yes" : "no"),
        .needed = needed };

    return db_retry(db, write_demand, &w);
}

/* -- signing in ------------------------------------------------------------ */

struct entry {
    struct arena *arena;
    const struct actor *by;
    const struct passkey_answer *in;
    struct passkey_by_credential row;
    uint32_t counter;
    const struct session_secrets *session;
};

static enum err
open_session(struct db *db, void *arg)
{
    const struct entry *w = arg;
    const struct person_entry person = { .person_id = w->row.person_id,
        .via = "passkey",
        .mfa = true,
        .user_agent = w->in->user_agent };
    uint64_t changed;
    enum err e = passkey_count(db, w->row.id, w->counter, clock_real_us(), &changed);

    if (!e && !changed) {
        log_warn("passkey_refused", kv("why", "counter"));
        e = ERR_DENIED;
    }
    if (e)
        return e;
    e = open_person_session(db, w->arena, w->by, &person, w->session);
    return e == ERR_NOT_FOUND ? ERR_DENIED : e;
}

static enum err
check(struct db *db, const struct webauthn_site *site, struct entry *w)
{
    const struct passkey_answer *in = w->in;
    enum webauthn_fault why;
    uint8_t hash[SHA_BYTES];
    enum err e = answered(db, w->arena, site, WEBAUTHN_GET, in->client_data, 0);

    if (e)
        return e;
    sha_of(in->id.p, in->id.n, hash);
    e = passkey_by_credential(db, w->arena, hash, &w->row);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_DENIED : e;
    const struct webauthn_key key = {
        .public_key = { w->row.public_key.data, w->row.public_key.n },
        .algorithm = w->row.algorithm,
    };

    e = webauthn_check(
        site, &key, in->client_data, in->auth_data, in->signature, &w->counter, &why);
    if (e == ERR_DENIED)
        log_warn("passkey_refused", kv("why", webauthn_fault_name(why)));
    return e;
}

enum err
sign_in_by_passkey(struct db *db, struct arena *a, const struct actor *by,
    const struct webauthn_site *site, const struct passkey_answer *in,
    struct session_secrets *session, int64_t *retry_after_s)
{
    const char *subject = arena_fmt(a, "passkey-ip:%s", by->ip);
    struct entry w = { .arena = a, .by = by, .in = in, .session = session };
    enum err e;

    if ((e = rate_take(db, a, subject, BY_ADDRESS, retry_after_s)) ||
        (e = check(db, site, &w)))
        return e;
    session_new(session, a, in->csrf_key);
    e = db_retry(db, open_session, &w);
    return e ? e : rate_give_back(db, subject);
}
