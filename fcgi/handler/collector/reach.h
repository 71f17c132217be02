#ifndef HANDLER_COLLECTOR_REACH_H
#define HANDLER_COLLECTOR_REACH_H

#include "http/rq.h"
#include "store/q_customer_view.h"

/* A list narrowed by ?customer_id= is a look at that file, when the user may see it. */
enum err reach_listed(struct rq *rq);

/*
 * Whether the signed-in user may reach a thing at all, by divisions. ERR_NOT_FOUND for
 * what does not exist and for what is another division's, alike. Where it answers a GET
 * the look at the customer's file goes into the audit.
 */
enum err reach_customer(struct rq *rq, uint64_t customer_id);
enum err reach_case(struct rq *rq, uint64_t case_id, struct customer_case_visible *out);
enum err reach_item(struct rq *rq, uint64_t item_id, struct customer_item_visible *out);

/* The same for one named in a body: a fault at the pointer, unless it is this
 * customer's. id 0 is fine and reads nothing. */
enum err reach_body_case(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t case_id, struct customer_case_visible *out);
enum err reach_body_item(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t item_id, struct customer_item_visible *out);

/* An active contact likewise. */
enum err reach_body_contact(
    struct rq *rq, const char *pointer, uint64_t customer_id, uint64_t contact_id);

/* A colleague named in a body who is to be given something of a customer: a fault at
 * the pointer, unless it is one who may sign in and see it. id 0 is fine and reads
 * nothing; case_id 0: of any of its cases. */
enum err reach_body_user(struct rq *rq, const char *pointer, uint64_t user_id,
    uint64_t customer_id, uint64_t case_id);

/* The same where it turns out later only: the text of the fault. */
#define REACH_BLIND "may not see this customer"

/* Colleagues named with @ in a text of the body, who may not see the customer. */
enum err reach_body_named(struct rq *rq, const char *pointer, uint64_t customer_id,
    uint64_t case_id, const char *text);

#endif
