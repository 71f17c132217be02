#include "handler/stands.h"

#include "handler/common.h"
#include "service/rulebook.h"
#include "store/q_promise.h"

const struct dispute_line *
body_dispute_lines(struct rq *rq, struct jval *v, const char *currency, size_t *n)
{
    struct jval *list = jsonin_array(v, "lines", JSONIN_MAY, DISPUTE_LINES__MAX);
    struct dispute_line *line =
        arena_new_n(rq->arena, jsonin_count(list) + 1, struct dispute_line);
    int64_t no;

    *n = 0;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        if (jsonin_i64(i, "line_no", JSONIN_NEED, 0, UINT32_MAX - 1, &no))
            line[*n].line_no = (uint32_t)no;
        jsonin_money(i, "amount", JSONIN_NEED, currency, &line[*n].minor);
        ++*n;
    }
    return line;
}

void
body_promise_parts(
    struct jval *v, const char *currency, struct arena *a, struct promise_in *in)
{
    struct jval *list = jsonin_array(v, "instalments", JSONIN_MAY, PROMISE_PARTS__MAX);
    struct promise_part *part =
        arena_new_n(a, jsonin_count(list) + 1, struct promise_part);

    in->plan = list != NULL;
    in->parts = part;
    if (!list) {
        jsonin_day(v, "promised_on", JSONIN_NEED, &part->promised_on);
        jsonin_money(v, "amount", JSONIN_NEED, currency, &part->amount_minor);
        in->parts_n = 1;
        return;
    }
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        jsonin_day(i, "promised_on", JSONIN_NEED, &part[in->parts_n].promised_on);
        jsonin_money(
            i, "amount", JSONIN_NEED, currency, &part[in->parts_n].amount_minor);
        in->parts_n++;
    }
}

enum err
find_calendar(struct rq *rq, uint64_t case_id, const struct calendar **out)
{
    struct promise_place place;
    enum err e;

    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    if (e || (e = promise_place(rq->db, rq->arena, case_id, &place)))
        return e;
    *out = rulebook_calendar(*rq->rulebook, place.country, place.region);
    return OK;
}

enum err
find_promise_calendar(struct rq *rq, struct promise_in *in)
{
    return find_calendar(rq, in->case_id, &in->calendar);
}

enum err
answer_promise(struct rq *rq, const struct promise_made *made)
{
    struct json *j = rq_reply(rq, 201);

    json_open(j, NULL, '{');
    json_id(j, "id", made->ids[0]);
    json_id_or_null(j, "plan_id", made->plan_id);
    json_open(j, "ids", '[');
    for (size_t k = 0; k < made->n; k++)
        json_id(j, NULL, made->ids[k]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
