#include "store/activity.h"

#include "base/text.h"
#include "db/lock.h"
#include "store/q_activity.h"

enum { TITLE__SIZE = 300 }; /* 300 characters fit the column whatever they are */

enum err
activity_add(struct db *db, const struct activity *a)
{
    char title[TITLE__SIZE];
    struct activity_insert_in in = {
        .customer_id = a->customer_id,
        .case_id = a->case_id,
        .at = a->at ? a->at : a->by->now_us,
        .kind = a->kind,
        .actor_kind = actor_kind_name(a->by->kind),
        .actor_id = a->by->id,
        .ref_kind = a->ref_kind,
        .ref_id = a->ref_id,
        .title = title,
        .detail = a->detail,
    };
    enum err e;

    text_copy(title, sizeof title, a->title);
    if ((e = db_id(db, &in.id)))
        return e;
    return activity_insert(db, &in, NULL);
}
