#include "store/activity.h"

#include "base/text.h"
#include "db/lock.h"
#include "store/q_activity.h"
#include "store/q_ledger_activity.h"

enum { TITLE__SIZE = 300 }; /* 300 characters fit the column whatever they are */

#define NAME(kind) kind,
const char *const ACTIVITY_KIND[] = { ACTIVITY_KINDS(NAME, NAME) NULL };
#undef NAME

bool
activity_kind_known(const char *kind)
{
    for (const char *const *k = ACTIVITY_KIND; *k; k++)
        if (text_eq(*k, kind))
            return true;
    return false;
}

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

    if (!activity_kind_known(a->kind))
        return ERR_BUG;
    text_copy(title, sizeof title, a->title);
    if ((e = db_id(db, &in.id)))
        return e;
    return activity_insert(db, &in, NULL);
}

enum err
activity_add_all(
    struct db *db, struct arena *scratch, const struct activity *list, size_t n)
{
    struct ledger_activity_insert *row =
        arena_new_n(scratch, n + 1, struct ledger_activity_insert);

    for (size_t k = 0; k < n; k++) {
        const struct activity *a = &list[k];
        char *title = arena_alloc(scratch, TITLE__SIZE);
        enum err e;

        if (!activity_kind_known(a->kind))
            return ERR_BUG;
        text_copy(title, TITLE__SIZE, a->title);
        row[k] = (struct ledger_activity_insert){ .customer_id = a->customer_id,
            .case_id = a->case_id,
            .at = a->at ? a->at : a->by->now_us,
            .kind = a->kind,
            .actor_kind = actor_kind_name(a->by->kind),
            .actor_id = a->by->id,
            .ref_kind = a->ref_kind,
            .ref_id = a->ref_id,
            .title = title,
            .detail = a->detail };
        if ((e = db_id(db, &row[k].id)))
            return e;
    }
    return n ? ledger_activity_insert(db, row, n, NULL) : OK;
}
