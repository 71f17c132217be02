#include "service/notify.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/lock.h"
#include "store/q_notification.h"

enum { TITLE__SIZE = 300 };

enum err
notify(struct db *db, struct arena *, uint64_t user_id, const char *kind,
    const char *title, const char *ref_kind, uint64_t ref_id, uint64_t customer_id,
    const char *dedup)
{
    char line[TITLE__SIZE];
    struct notification_insert_in row = { .user_id = user_id,
        .kind = kind,
        .title = line,
        .ref_kind = ref_kind,
        .ref_id = ref_id,
        .customer_id = customer_id,
        .created_at = clock_now_us(),
        .dedup_key = dedup };
    enum err e;

    if (!user_id)
        return OK;
    text_copy(line, sizeof line, title);
    line[strcspn(line, "\r\n")] = '\0';
    if ((e = db_id(db, &row.id)))
        return e;
    return notification_insert(db, &row, NULL);
}

enum err
notify_role(struct db *db, struct arena *a, const char *role, uint64_t but,
    const char *kind, const char *title, const char *ref_kind, uint64_t ref_id,
    uint64_t customer_id, const char *dedup)
{
    struct notification_role *to;
    size_t n;
    enum err e = notification_role(db, a, role, customer_id, &to, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (to[i].user_id != but)
            e = notify(db, a, to[i].user_id, kind, title, ref_kind, ref_id, customer_id,
                dedup);
    return e;
}

enum err
notify_owners(struct db *db, struct arena *a, const char *kind, const char *title,
    const char *ref_kind, uint64_t ref_id, uint64_t customer_id, const char *dedup)
{
    struct notification_owners *to;
    size_t n;
    enum err e = notification_owners(db, a, customer_id, &to, &n);

    if (!e && !n)
        return notify_role(
            db, a, "manager", 0, kind, title, ref_kind, ref_id, customer_id, dedup);
    for (size_t i = 0; !e && i < n; i++)
        e = notify(
            db, a, to[i].user_id, kind, title, ref_kind, ref_id, customer_id, dedup);
    return e;
}
