#include "service/change_division.h"

#include <string.h>

#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_division.h"

enum { CODE__MAX = 32, NAME__MAX = 200, REGION__MAX = 8 };

static bool
of(const char *text, size_t min, size_t max, const char *letters)
{
    size_t n = strlen(text);

    return n >= min && n <= max && strspn(text, letters) == n;
}

static void
check(const struct division_in *in, struct faults *f)
{
    static const char CAPITALS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char CODE[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    if (in->code && !of(in->code, 1, CODE__MAX, CODE))
        faults_add(
            f, "/code", "must be capitals, digits, - and _, at most %d", CODE__MAX);
    if (!of(in->country, 2, 2, CAPITALS))
        faults_add(f, "/country", "must be two capitals such as DE");
    if (in->region && !of(in->region, 1, REGION__MAX, CODE))
        faults_add(f, "/region", "must be the part after the dash, such as BY");
    if (!zone_valid(in->time_zone))
        faults_add(f, "/time_zone", "must be a time zone such as Europe/Berlin");
    if (!money_known(in->currency))
        faults_add(f, "/currency", "must be a currency such as EUR");
}

static const char *
as_json(struct arena *a, const struct division_in *in)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "name", in->name);
    json_text(&j, "country", in->country);
    json_text(&j, "region", in->region);
    json_text(&j, "time_zone", in->time_zone);
    json_text(&j, "currency", in->currency);
    json_text(&j, "cash_authority", in->cash_authority);
    json_close(&j, '}');
    return b.text;
}

static enum err
note(struct db *db, const struct actor *by, const char *action, uint64_t id,
    const char *before, const char *after)
{
    return audit_add(db, &(struct audit){ .by = by,
                             .action = action,
                             .object_kind = "division",
                             .object_id = id,
                             .before = before,
                             .after = after });
}

static enum err
write_new(struct db *db, struct arena *a, const struct actor *by,
    const struct division_in *in, uint64_t id)
{
    struct division_add_in row = { .id = id,
        .code = in->code,
        .name = in->name,
        .country = in->country,
        .region = in->region,
        .time_zone = in->time_zone,
        .currency = in->currency,
        .cash_authority = in->cash_authority,
        .created_at = by->now_us };
    enum err e = division_add(db, &row, NULL);

    return e ? e : note(db, by, "division.add", id, NULL, as_json(a, in));
}

enum err
add_division(struct db *db, struct arena *a, const struct actor *by,
    const struct division_in *in, struct faults *f, uint64_t *id)
{
    enum err e;

    check(in, f);
    if ((e = faults_err(f)) || (e = db_id(db, id)) || (e = db_begin(db)))
        return e;
    return db_end(db, write_new(db, a, by, in, *id));
}

static enum err
write_change(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint32_t version, const struct division_in *in)
{
    const struct division_change_in row = { .id = id,
        .name = in->name,
        .country = in->country,
        .region = in->region,
        .time_zone = in->time_zone,
        .currency = in->currency,
        .cash_authority = in->cash_authority };
    struct division_lock was;
    enum err e;

    if ((e = division_lock(db, a, id, &was)))
        return e;
    if (was.version != version)
        return ERR_CONFLICT;
    if ((e = division_change(db, &row, NULL)) ||
        (e = division_touch(db, id, "division", NULL)))
        return e;
    return note(db, by, "division.change", id,
        as_json(a, &(struct division_in){ .name = was.name,
                       .country = was.country,
                       .region = was.region,
                       .time_zone = was.time_zone,
                       .currency = was.currency,
                       .cash_authority = was.cash_authority }),
        as_json(a, in));
}

enum err
change_division(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint32_t version, const struct division_in *in, struct faults *f)
{
    enum err e;

    check(in, f);
    if ((e = faults_err(f)) || (e = db_begin(db)))
        return e;
    return db_end(db, write_change(db, a, by, id, version, in));
}
