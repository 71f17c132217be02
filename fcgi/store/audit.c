#include "store/audit.h"

#include <inttypes.h>
#include <stdio.h>

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
