#include "store/audit.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/json.h"
#include "db/stmt.h"
#include "store/q_audit.h"

enum err
audit_add(struct db *db, const struct audit *a)
{
    char id[24];
    const struct audit_insert_in in = {
        .at = a->by->now_us,
        .actor_kind = actor_kind_name(a->by->kind),
        .actor_id = a->by->id,
        .ip = a->by->ip,
        .request_id = a->by->request_id,
        .action = a->action,
        .object_kind = a->object_kind,
        .object_id = a->object_text ? a->object_text : id,
        .customer_id = a->customer_id,
        .before_json = a->before,
        .after_json = a->after,
    };

    snprintf(id, sizeof id, "%" PRIu64, a->object_id);
    return audit_insert(db, &in, NULL);
}

char *
audit_texts(struct arena *a, const char *const *pairs)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    for (size_t i = 0; pairs[i]; i += 2)
        json_text(&j, pairs[i], pairs[i + 1]);
    json_close(&j, '}');
    return b.text;
}

const char *
audit_id(struct arena *a, uint64_t id)
{
    return id ? arena_fmt(a, "%" PRIu64, id) : NULL;
}

const char *
audit_day(struct arena *a, int32_t day)
{
    char text[DATE_TEXT__SIZE];

    return day == DAY_NONE ? NULL : arena_str(a, date_format(day, text));
}

const char *
audit_instant(struct arena *a, int64_t at)
{
    char text[DATE_INSTANT_TEXT__SIZE];

    return at == INSTANT_NONE ? NULL : arena_str(a, date_format_instant(at, text));
}
