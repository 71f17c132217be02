#include "handler/collector/dispute_pages.h"

#include <string.h>

#include "handler/common.h"
#include "service/dispute_rules.h"
#include "store/q_dispute_view.h"

enum { NAME__MAX = 100, CODE__MAX = 32, DAYS__MAX = 365, SORT__MAX = 60000 };

/* GET dispute-reasons -> 200 in the order in which they are offered */
enum err
dispute_reasons_list(struct rq *rq)
{
    struct dispute_reasons *r;
    struct json *j;
    size_t n;
    enum err e = dispute_reasons(rq->db, rq->arena, &r, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "code", r[i].code);
        json_text(j, "kind", r[i].kind);
        json_text(j, "en", r[i].name_en);
        json_text(j, "de", r[i].name_de);
        json_text(j, "fr", r[i].name_fr);
        json_u64(j, "target_days", r[i].target_days);
        json_u64(j, "sort", r[i].sort);
        json_bool(j, "active", r[i].active);
        json_close(j, '}');
    }
    rq_list_close(rq, "dispute-reasons", NULL);
    return OK;
}

/* PUT dispute-reasons/{code} -> 204 | 422 */
enum err
dispute_reasons_put(struct rq *rq)
{
    static const char *const KIND[] = { "dispute", "deduction", "both" };
    struct dispute_reason in = { .code = rq_part(rq, "code"), .active = true };
    size_t kind = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "kind", JSONIN_NEED, KIND, 3, &kind);
    jsonin_text(v, "en", JSONIN_NEED, NAME__MAX, &in.name_en);
    jsonin_text(v, "de", JSONIN_NEED, NAME__MAX, &in.name_de);
    jsonin_text(v, "fr", JSONIN_NEED, NAME__MAX, &in.name_fr);
    jsonin_i64(v, "target_days", JSONIN_NEED, 0, DAYS__MAX, &in.target_days);
    jsonin_i64(v, "sort", JSONIN_MAY, 0, SORT__MAX, &in.sort);
    jsonin_bool(v, "active", JSONIN_MAY, &in.active);
    in.kind = KIND[kind];
    if (strlen(in.code) > CODE__MAX)
        faults_add(&rq->faults, "", "a code has at most %d letters", CODE__MAX);
    if ((e = rq_json_end(rq)) ||
        (e = put_dispute_reason(rq->db, rq->arena, &rq->actor, &in, &rq->faults)))
        return e;
    return rq_no_content(rq);
}

/* GET dispute-rules -> 200 the most specific first */
enum err
dispute_rules_list(struct rq *rq)
{
    struct dispute_rules *r;
    struct json *j;
    size_t n;
    enum err e = dispute_rules(rq->db, rq->arena, &r, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "reason_code", r[i].reason_code);
        json_text(j, "division", r[i].division);
        json_person(j, "owner", r[i].owner_id, r[i].owner_name);
        json_close(j, '}');
    }
    rq_list_close(rq, "dispute-rules", NULL);
    return OK;
}

/* PUT dispute-rules {rules: [{reason_code?, division?, owner_id}]} -> 204 | 422 */
enum err
dispute_rules_put(struct rq *rq)
{
    struct dispute_rule *rule;
    struct jval *v, *list;
    size_t n = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    list = jsonin_array(v, "rules", JSONIN_NEED, DISPUTE_RULES__MAX);
    rule = arena_new_n(rq->arena, jsonin_count(list) + 1, struct dispute_rule);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i), n++) {
        jsonin_text(i, "reason_code", JSONIN_MAY, CODE__MAX, &rule[n].reason_code);
        jsonin_text(i, "division", JSONIN_MAY, CODE__MAX, &rule[n].division);
        jsonin_id(i, "owner_id", JSONIN_NEED, &rule[n].owner_id);
    }
    if ((e = rq_json_end(rq)) ||
        (e = put_dispute_rules(rq->db, rq->arena, &rq->actor, rule, n, &rq->faults)))
        return e;
    return rq_no_content(rq);
}
