#include "handler/collector/reach.h"

#include "service/mention.h"
#include "store/q_user.h"

enum err
reach_customer(struct rq *rq, uint64_t customer_id)
{
    struct customer_visible got;

    enum err e = customer_visible(rq->db, rq->arena, customer_id, rq->who.scope, &got);

    if (!e)
        rq_viewed(rq, "customer", customer_id, customer_id);
    return e;
}

enum err
reach_listed(struct rq *rq)
{
    uint64_t customer_id = rq_id(rq, "customer_id");
    enum err e = customer_id ? reach_customer(rq, customer_id) : OK;

    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
reach_case(struct rq *rq, uint64_t case_id, struct customer_case_visible *out)
{
    enum err e = customer_case_visible(rq->db, rq->arena, case_id, rq->who.scope, out);

    if (!e)
        rq_viewed(rq, "customer", out->customer_id, out->customer_id);
    return e;
}

enum err
reach_item(struct rq *rq, uint64_t item_id, struct customer_item_visible *out)
{
    enum err e = customer_item_visible(rq->db, rq->arena, item_id, rq->who.scope, out);

    if (!e)
        rq_viewed(rq, "customer", out->customer_id, out->customer_id);
    return e;
}

static enum err
told(struct rq *rq, const char *pointer, enum err e, uint64_t owner,
    uint64_t customer_id)
{
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || owner != customer_id)
        faults_add(&rq->faults, pointer, "is nothing of this customer");
    return OK;
}

enum err
reach_body_case(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t case_id, struct customer_case_visible *out)
{
    enum err e;

    *out = (struct customer_case_visible){ 0 };
    if (!case_id)
        return OK;
    e = reach_case(rq, case_id, out);
    return told(rq, pointer, e, out->customer_id, customer_id);
}

enum err
reach_body_item(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t item_id, struct customer_item_visible *out)
{
    enum err e;

    *out = (struct customer_item_visible){ 0 };
    if (!item_id)
        return OK;
    e = reach_item(rq, item_id, out);
    return told(rq, pointer, e, out->customer_id, customer_id);
}

enum err
reach_body_user(struct rq *rq, const char *pointer, uint64_t user_id,
    uint64_t customer_id, uint64_t case_id)
{
    struct user_of_customer u;
    enum err e;

    if (!user_id)
        return OK;
    e = user_of_customer(rq->db, rq->arena, user_id, customer_id, case_id, &u);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || !u.active)
        faults_add(&rq->faults, pointer, "there is no such user");
    else if (!u.sees)
        faults_add(&rq->faults, pointer, "%s " REACH_BLIND, u.name);
    return OK;
}

enum err
reach_body_named(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t case_id, const char *text)
{
    const struct mention_in in = {
        .customer_id = customer_id, .case_id = case_id, .body = text
    };
    const char *name;
    enum err e = mention_blind(rq->db, rq->arena, &in, &name);

    if (!e && name)
        faults_add(&rq->faults, pointer, "%s " REACH_BLIND, name);
    return e;
}

enum err
reach_body_contact(
    struct rq *rq, const char *pointer, uint64_t customer_id, uint64_t contact_id)
{
    struct customer_contacts *k;
    size_t n;
    enum err e;

    if (!contact_id)
        return OK;
    if ((e = customer_contacts(rq->db, rq->arena, customer_id, &k, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        if (k[i].id == contact_id)
            return OK;
    faults_add(&rq->faults, pointer, "is no active contact of this customer");
    return OK;
}
