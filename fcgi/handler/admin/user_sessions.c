#include "handler/account.h"
#include "handler/admin/settings.h"
#include "handler/common.h"
#include "service/change_user.h"
#include "store/q_user.h"

static enum err
find_user(struct rq *rq, uint64_t *id)
{
    struct user_list user;

    *id = rq_part_id(rq, "id");
    return user_by_id(rq->db, rq->arena, *id, &user);
}

/* GET users/{id}/sessions -> 200 | 404 */
enum err
user_sessions_list(struct rq *rq)
{
    uint64_t id;
    enum err e = find_user(rq, &id);

    if (e)
        return e;
    json_open(rq_reply(rq, 200), NULL, '{');
    if ((e = json_sessions(rq, (struct way_in){ false, id })))
        return e;
    json_close(&rq->json, '}');
    return OK;
}

/* DELETE users/{id}/sessions/{session} -> 204 | 404 */
enum err
user_session_end(struct rq *rq)
{
    return end_session(rq, (struct way_in){ false, rq_part_id(rq, "id") });
}

/* DELETE users/{id}/sessions -> 204 | 404 */
enum err
user_sessions_end(struct rq *rq)
{
    enum err e = end_sessions_of_user(rq->db, &rq->actor, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}

/* DELETE users/{id}/second-factor -> 204: he sets up another | 403 oneself | 404 */
enum err
user_factor_remove(struct rq *rq)
{
    enum err e =
        clear_second_factor(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}
