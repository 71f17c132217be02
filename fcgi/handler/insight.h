#ifndef HANDLER_INSIGHT_H
#define HANDLER_INSIGHT_H

#include "http/rq.h"
#include "service/insight.h"

/*
 * Whose figures and as of which day, as the query says it: for staff and integrators
 * alike, and always within what the caller may see.
 */

/* clang-format off */
#define INSIGHT_WHO_PARAMS                                                                  \
    { .name = "division", .max = 32, .summary = "code; all" },                              \
    { .name = "currency", .kind = PARAM_CURRENCY, .summary = "all, each by itself" },       \
    { .name = "customer_id", .kind = PARAM_ID },                                            \
    { .name = "segment", .max = 64, .summary = "customers with this tag in the evening of the last day" },             \
    { .name = "collector_id", .kind = PARAM_ID, .summary = "whose customers they were then" }

#define INSIGHT_PERIOD_PARAMS                                                               \
    { .name = "as_of", .kind = PARAM_DAY, .summary = "today when absent" },                 \
    { .name = "from", .kind = PARAM_DAY, .summary = "where the period begins: 90 days up to as_of; balances do not depend on it" }

#define INSIGHT_AGING_PARAMS                                                                \
    { .name = "basis", .kind = PARAM_ENUM, .names = INSIGHT_BASIS, .summary = "of aging; due by default" }, \
    { .name = "credits", .kind = PARAM_ENUM, .names = INSIGHT_CREDITS,                      \
      .summary = "unapplied ones: a column of their own (default), aged by their own day, netted oldest first" }, \
    { .name = "may_lag", .kind = PARAM_BOOL,                                                \
      .summary = "what was kept within the last hour will do, though accounts changed since" }, \
    { .name = "bounds", .max = 100, .summary = "last day of each bucket but the last: 30,60,90" }, \
    { .name = "language", .max = 16, .summary = "of the definitions: en (default), de, fr" }
/* clang-format on */

extern const char *const INSIGHT_BASIS[];
extern const char *const INSIGHT_CREDITS[];

/* Of a route with the first: whose. A division that there is not is among rq's faults;
 * the caller refuses. */
enum err insight_who_read(struct rq *rq, struct insight_who *out);

/* Of a route with the first two; all three refuse with ERR_INVALID and a 400. */
enum err insight_ask_read(struct rq *rq, struct insight_ask *out);
/* Of one with the third. */
enum err insight_aging_read(struct rq *rq, struct aging_rule *out);

/* The report that a route with all of them asks for. */
enum err insight_make(struct rq *rq, struct insight_report *out);

#endif
