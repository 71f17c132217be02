#include "service/inbox_thread.h"

#include <inttypes.h>

#include "store/q_case_state.h"
#include "store/q_follow_up.h"
#include "store/q_inbox.h"

char *
inbox_thread_task(struct arena *a, uint64_t conversation_id)
{
    return arena_fmt(a, "message:%" PRIu64, conversation_id);
}

enum err
inbox_thread_waits(struct db *db, uint64_t conversation_id, uint64_t customer_id,
    uint64_t case_id, int64_t at)
{
    enum err e =
        inbox_customer_wrote(db, conversation_id, customer_id, case_id, at, NULL);

    return e ? e : case_state_touch_thread(db, conversation_id, NULL);
}

enum err
inbox_thread_opened(
    struct db *db, uint64_t conversation_id, uint64_t customer_id, uint64_t case_id)
{
    return inbox_opened(db, conversation_id, customer_id, case_id, NULL);
}

enum err
inbox_thread_answered(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, const char *outcome)
{
    enum err e = inbox_answered(db, conversation_id, NULL);

    if (e || (e = case_state_touch_thread(db, conversation_id, NULL)))
        return e;
    return follow_up_end_for(db, inbox_thread_task(a, conversation_id), outcome,
        by->now_us, actor_user_id(by), NULL);
}

enum err
inbox_thread_waits_again(
    struct db *db, struct arena *a, uint64_t conversation_id, uint64_t customer_id)
{
    uint64_t changed;
    enum err e = inbox_wait_again(db, conversation_id, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = inbox_task_again(
             db, customer_id, inbox_thread_task(a, conversation_id), NULL)))
        return e;
    return case_state_touch_thread(db, conversation_id, NULL);
}
