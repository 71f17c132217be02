#include "service/lead_team.h"

#include "base/json.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_team.h"

static enum err
record(struct db *db, const struct actor *by, uint64_t user_id, const char *action,
    const char *before, const char *after)
{
    const struct audit done = { .by = by,
        .action = action,
        .object_kind = "user",
        .object_id = user_id,
        .before = before,
        .after = after };

    return audit_add(db, &done);
}

static const char *
sees_json(struct arena *a, const char *sees)
{
    return arena_fmt(a, "{\"sees\":\"%s\"}", sees);
}

static enum err
write_sight(struct db *db, struct arena *a, const struct actor *by, uint64_t user_id,
    const char *sees)
{
    struct team_user was;
    enum err e;

    if ((e = team_user(db, a, user_id, &was)) ||
        (e = team_sight_set(db, user_id, sees, by->now_us, actor_user_id(by), NULL)))
        return e;
    return record(
        db, by, user_id, "user.sight", sees_json(a, was.sees), sees_json(a, sees));
}

enum err
limit_sight(
    struct db *db, struct arena *a, const struct actor *by, uint64_t user_id, bool own)
{
    enum err e;

    if (own && actor_user_id(by) == user_id)
        return ERR_DENIED;
    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_sight(db, a, by, user_id, own ? "own" : "all"));
}

static enum err
write_targets(struct db *db, struct arena *a, const struct actor *by, uint64_t user_id,
    int32_t from_on, const struct target_in *in, size_t n)
{
    struct team_user user;
    struct buf b;
    struct json j = { .out = &b };
    uint64_t id;
    enum err e = team_user(db, a, user_id, &user);

    buf_init(&b, a);
    json_open(&j, NULL, '[');
    for (size_t i = 0; !e && i < n; i++) {
        if ((e = db_id(db, &id)) || (e = team_target_add(db,
                                         &(struct team_target_add_in){ .id = id,
                                             .user_id = user_id,
                                             .period = in[i].period,
                                             .kind = in[i].kind,
                                             .amount = in[i].amount,
                                             .from_on = from_on,
                                             .set_by = actor_user_id(by),
                                             .set_at = by->now_us },
                                         NULL)))
            return e;
        json_open(&j, NULL, '{');
        json_text(&j, "kind", in[i].kind);
        json_text(&j, "period", in[i].period);
        json_i64(&j, "amount", in[i].amount);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return e ? e : record(db, by, user_id, "user.targets", NULL, b.text);
}

enum err
set_targets(struct db *db, struct arena *a, const struct actor *by, uint64_t user_id,
    int32_t from_on, const struct target_in *in, size_t n)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_targets(db, a, by, user_id, from_on, in, n));
}
