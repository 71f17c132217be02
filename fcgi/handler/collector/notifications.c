#include "handler/collector/notifications.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/zone.h"
#include "db/tx.h"
#include "handler/common.h"
#include "store/audit.h"
#include "store/q_notification.h"

enum { ZONE__MAX = 64, HOUR__MAX = 23 };

const struct param NOTIFICATIONS_PARAMS[] = {
    { .name = "unread", .kind = PARAM_BOOL, .summary = "only what was not read yet" },
    { .name = NULL },
};

static void
json_notification(struct json *j, const struct notification_page *n)
{
    json_open(j, NULL, '{');
    json_id(j, "id", n->id);
    json_text(j, "kind", n->kind);
    json_text(j, "title", n->title);
    json_text(j, "cause", n->cause);
    if (n->detail)
        json_raw(j, "detail", n->detail, strlen(n->detail));
    else
        json_nil(j, "detail");
    if (n->ref_kind) {
        json_open(j, "ref", '{');
        json_text(j, "kind", n->ref_kind);
        json_id(j, "id", n->ref_id);
        json_close(j, '}');
    } else {
        json_nil(j, "ref");
    }
    if (n->customer_id) {
        json_open(j, "customer", '{');
        json_id(j, "id", n->customer_id);
        json_text(j, "number", n->customer_number);
        json_text(j, "name", n->customer_name);
        json_close(j, '}');
    } else {
        json_nil(j, "customer");
    }
    json_instant(j, "created_at", n->created_at);
    json_instant_or_null(j, "read_at", n->read_at);
    json_close(j, '}');
}

/* GET notifications -> 200 newest first */
enum err
notifications_list(struct rq *rq)
{
    struct rq_cursor after = { .key = rq->now_us + DATE_US_PER_DAY, .id = UINT64_MAX },
                     last;
    struct notification_page *n;
    struct json *j;
    bool first, more;
    size_t count;
    enum err e;

    if ((e = rq_cursor(rq, "notifications", &after, &first)) ||
        (e = notification_page(rq->db, rq->arena, rq->who.user_id, rq->who.scope,
             rq_bool(rq, "unread", false), after.key, after.id, (uint32_t)rq->limit + 1,
             &n, &count)))
        return e;
    if ((more = count > rq->limit)) {
        count = rq->limit;
        last =
            (struct rq_cursor){ .key = n[count - 1].created_at, .id = n[count - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < count; i++)
        json_notification(j, &n[i]);
    rq_list_close(rq, "notifications", more ? &last : NULL);
    return OK;
}

/* GET notifications/summary -> 200 {unread, newest}; asked by pages themselves */
enum err
notifications_summary(struct rq *rq)
{
    struct notification_unread *row;
    struct json *j;
    size_t n;
    enum err e = notification_unread(
        rq->db, rq->arena, rq->who.user_id, rq->who.scope, &row, &n);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "unread", n);
    json_id_or_null(j, "newest", n ? row[0].id : 0);
    json_close(j, '}');
    return OK;
}

/* POST notifications/{id}/read -> 204 | 404 */
enum err
notifications_read(struct rq *rq)
{
    uint64_t changed;
    enum err e = notification_read(
        rq->db, rq_part_id(rq, "id"), rq->who.user_id, rq->now_us, &changed);

    if (e)
        return e;
    return changed ? rq_no_content(rq) : ERR_NOT_FOUND;
}

/* POST notifications/read {up_to} -> 204: all that the reader had before its eyes */
enum err
notifications_read_all(struct rq *rq)
{
    int64_t up_to = rq->now_us;
    struct jval *v;
    enum err e;

    if (rq->body_len) {
        if ((e = rq_json(rq, &v)))
            return e;
        /* the page knows milliseconds, the row microseconds */
        if (jsonin_instant(v, "up_to", JSONIN_MAY, &up_to))
            up_to += 999;
        if ((e = rq_json_end(rq)))
            return e;
    }
    if ((e = notification_read_all(rq->db, rq->who.user_id, rq->now_us, up_to, NULL)))
        return e;
    return rq_no_content(rq);
}

/* -- how ------------------------------------------------------------------------ */

static const char *const DIGEST[] = { "off", "daily", "hourly" };

enum { N_DIGEST = sizeof DIGEST / sizeof *DIGEST };

/* GET notifications/choice -> 200 */
enum err
notifications_choice(struct rq *rq)
{
    struct notification_choice_of c;
    const char *zone;
    struct json *j;
    enum err e = notification_choice_of(rq->db, rq->arena, rq->who.user_id, &c);

    if (e || (e = company_zone(rq, &zone)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "digest", c.digest);
    json_u64(j, "digest_hour", c.digest_hour);
    json_text(j, "time_zone", c.time_zone ? c.time_zone : zone);
    json_close(j, '}');
    return OK;
}

static char *
choice_json(struct arena *a, const char *digest, uint32_t hour, const char *zone)
{
    return AUDIT_TEXTS(a, "digest", digest, "digest_hour", arena_fmt(a, "%u", hour),
        "time_zone", zone);
}

static enum err
choose(struct rq *rq, const char *digest, uint32_t hour, const char *zone)
{
    struct notification_choice_of was;
    enum err e;

    if ((e = notification_choice_of(rq->db, rq->arena, rq->who.user_id, &was)) ||
        (e = notification_choose(rq->db, rq->who.user_id, digest, hour, zone, NULL)))
        return e;
    return audit_add(rq->db, &(struct audit){ .by = &rq->actor,
                                 .action = "user.own_digest",
                                 .object_kind = "user",
                                 .object_id = rq->who.user_id,
                                 .before = choice_json(rq->arena, was.digest,
                                     was.digest_hour, was.time_zone),
                                 .after = choice_json(rq->arena, digest, hour, zone) });
}

/* PUT notifications/choice -> 204 | 422 */
enum err
notifications_choose(struct rq *rq)
{
    const char *zone = NULL;
    int64_t hour = 8;
    size_t digest = 1;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "digest", JSONIN_NEED, DIGEST, N_DIGEST, &digest);
    jsonin_i64(v, "digest_hour", JSONIN_MAY, 0, HOUR__MAX, &hour);
    if (jsonin_text(v, "time_zone", JSONIN_MAY, ZONE__MAX, &zone) && !zone_find(zone))
        faults_add(&rq->faults, "/time_zone", "is no time zone");
    if ((e = rq_json_end(rq)) || (e = db_begin(rq->db)) ||
        (e = db_end(rq->db, choose(rq, DIGEST[digest], (uint32_t)hour, zone))))
        return e;
    return rq_no_content(rq);
}

/* GET events -> 204 with the channel */
enum err
events_open(struct rq *rq)
{
    rq_header(rq, "X-Dunlin-Channel",
        arena_fmt(rq->arena, "staff-%" PRIu64, rq->who.user_id));
    return rq_no_content(rq);
}
