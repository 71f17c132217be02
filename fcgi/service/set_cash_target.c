#include "service/set_cash_target.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_cash_target.h"

static const char *const PERIOD[] = { "week", "month" };

struct setting {
    struct arena *a;
    const struct actor *by;
    uint64_t scope;
    const struct cash_target_in *in;
};

static const char *
said(struct arena *a, const char *currency, const char *period, int64_t minor)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "period", period);
    json_money(&j, "amount", minor, currency);
    json_close(&j, '}');
    return b.text;
}

static enum err
set(struct db *db, void *arg)
{
    const struct setting *s = arg;
    const struct cash_target_in *in = s->in;
    const char *period = PERIOD[in->target.monthly];
    struct cash_target_put_in row = { .from_on = in->target.from_on,
        .period = period,
        .minor = in->target.minor,
        .set_at = s->by->now_us,
        .set_by = actor_user_id(s->by) };
    struct cash_target_place place;
    struct cash_target_get was;
    char day[DATE_TEXT__SIZE];
    bool there;
    enum err e;

    row.currency = in->currency;
    if ((e = cash_target_place(db, s->a, s->scope, in->division, &place)))
        return e;
    row.division_id = place.division_id;
    e = cash_target_get(
        db, s->a, place.division_id, in->currency, in->target.from_on, &was);
    there = !e;
    if ((e && e != ERR_NOT_FOUND) || (e = cash_target_put(db, &row, NULL)))
        return e;
    return audit_add(db,
        &(struct audit){ .by = s->by,
            .action = "cash_target.set",
            .object_kind = "cash_target",
            .object_text = arena_fmt(s->a, "%s %s %s", in->division, in->currency,
                date_format(in->target.from_on, day)),
            .before = there ? said(s->a, in->currency, was.period, was.minor) : NULL,
            .after = said(s->a, in->currency, period, in->target.minor) });
}

enum err
set_cash_target(struct db *db, struct arena *a, const struct actor *by, uint64_t scope,
    const struct cash_target_in *in)
{
    struct setting s = { a, by, scope, in };

    return db_retry(db, set, &s);
}
