#include "service/save_report.h"

#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_saved_report.h"
#include "store/q_worklist_sum.h"

enum err
report_zone(struct db *db, struct arena *a, const struct zone **out)
{
    struct worklist_first_zone first;
    enum err e = worklist_first_zone(db, a, &first);

    *out = zone_find(e ? "UTC" : first.time_zone);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
insert(struct db *db, struct arena *a, const struct actor *by,
    const struct report_in *in, int64_t next_at, uint64_t *id)
{
    struct saved_report_count have;
    struct saved_report_insert_in row = { .user_id = actor_user_id(by),
        .name = in->name,
        .shared = in->shared,
        .view = in->def->view->name,
        .definition = report_def_text(a, in->def),
        .every = REPORT_EVERY[in->schedule.every],
        .on_day = in->schedule.on_day,
        .at_hour = in->schedule.hour,
        .next_at = next_at,
        .at = by->now_us };
    enum err e;

    if ((e = saved_report_count(db, a, row.user_id, &have)))
        return e;
    if (have.n >= SAVED_REPORTS__MAX)
        return ERR_LIMIT;
    if ((e = db_id(db, &row.id)))
        return e;
    *id = row.id;
    return saved_report_insert(db, &row, NULL);
}

static enum err
change(struct db *db, struct arena *a, const struct actor *by,
    const struct report_in *in, int64_t next_at, struct saved_report_lock *was,
    uint64_t *id)
{
    const struct saved_report_change_in row = { .id = in->id,
        .name = in->name,
        .shared = in->shared,
        .view = in->def->view->name,
        .definition = report_def_text(a, in->def),
        .every = REPORT_EVERY[in->schedule.every],
        .on_day = in->schedule.on_day,
        .at_hour = in->schedule.hour,
        .next_at = next_at,
        .at = by->now_us };
    enum err e = saved_report_lock(db, a, in->id, actor_user_id(by), was);

    if (e || (e = saved_report_to_nobody(db, in->id, NULL)))
        return e;
    *id = in->id;
    return saved_report_change(db, &row, NULL);
}

static char *
was_json(struct arena *a, const struct saved_report_lock *r)
{
    return r->id ? AUDIT_TEXTS(a, "name", r->name, "view", r->view, "definition",
                       r->definition, "shared", r->shared ? "true" : "false", "every",
                       r->every)
                 : NULL;
}

static enum err
record(struct db *db, struct arena *a, const struct actor *by,
    const struct report_in *in, const struct saved_report_lock *was, const char *to,
    uint64_t id)
{
    const struct audit done = { .by = by,
        .action = "report.save",
        .object_kind = "report",
        .object_id = id,
        .before = was_json(a, was),
        .after =
            AUDIT_TEXTS(a, "name", in->name, "view", in->def->view->name, "definition",
                report_def_text(a, in->def), "shared", in->shared ? "true" : "false",
                "every", REPORT_EVERY[in->schedule.every], "recipients", to) };

    return audit_add(db, &done);
}

enum err
save_report(struct db *db, struct arena *a, const struct actor *by,
    const struct report_in *in, uint64_t *id)
{
    const char *to = case_ids_json(a, in->recipients, in->recipients_n);
    struct saved_report_lock was = { 0 };
    const struct zone *zone;
    int64_t next_at;
    enum err e;

    if ((e = report_zone(db, a, &zone)))
        return e;
    next_at = report_due_after(&in->schedule, zone, by->now_us);
    if ((e = db_begin(db)))
        return e;
    e = in->id ? change(db, a, by, in, next_at, &was, id)
               : insert(db, a, by, in, next_at, id);
    if (!e && in->recipients_n)
        e = saved_report_to(db, *id, to, NULL);
    return db_end(db, e ? e : record(db, a, by, in, &was, to, *id));
}

enum err
drop_report(struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct saved_report_lock mine;
    struct audit done = {
        .by = by, .action = "report.drop", .object_kind = "report", .object_id = id
    };
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = saved_report_lock(db, a, id, actor_user_id(by), &mine);
    if (!e)
        e = saved_report_delete(db, id, NULL);
    if (!e) {
        done.before = was_json(a, &mine);
        e = audit_add(db, &done);
    }
    return db_end(db, e);
}
