#ifndef HANDLER_COLLECTOR_WORKLIST_FILTER_H
#define HANDLER_COLLECTOR_WORKLIST_FILTER_H

#include "http/rq.h"
#include "store/q_worklist.h"
#include "store/q_worklist_sum.h"

/*
 * What the worklist may be asked: a fixed set of views, filters and orders, each a
 * parameter of prepared statements (sql/fragments/worklist_filters.sql). Lists,
 * figures, selections and saved views all speak it.
 */
struct worklist_filter {
    uint8_t view;
    uint64_t user_id, scope;
    const char *status;
    uint32_t cause;
    const char *currency, *division, *tag, *strategy, *action;
    uint64_t assignee_id;
    bool unassigned;
    int32_t min_days, max_days;
    int64_t min_overdue, max_overdue, min_open;
    int32_t min_score;
    uint32_t min_items, min_broken;
    int32_t next_from, next_to, due_before, contact_before;
    uint32_t undelivered; /* the causes of mail that has not arrived */
    int64_t min_not_due, min_disputed, min_promised, min_unapplied;
    const char *customer_status, *customer_kind, *portfolio;
    const char *q, *part; /* as a pattern, and as it was typed */
    size_t narrowed;      /* how many of them are set; a limited user counts as one */
    size_t others;   /* of those, but for the assignee and the limits of the user */
    size_t by_owner; /* of those, that whose a row is decides alone */
};

/* Of the query. ERR_INVALID with a 400 when an amount is none. */
enum err worklist_filter_read(struct rq *rq, struct worklist_filter *f);

/*
 * A user who sees the own portfolio alone asks for nobody else's rows: assignee_id is
 * set to that user, so that an index by owner may be read. Not when some customer has
 * several owners at once, of whom a row names one. What may be seen is still decided by
 * every statement.
 */
enum err worklist_filter_owner(struct rq *rq, struct worklist_filter *f);

/* The fields of any statement's parameters that are the filter's. */
#define WORKLIST_FILTER(f)                                                        \
    .view = (f)->view, .user_id = (f)->user_id, .scope = (f)->scope,              \
    .status = (f)->status, .cause = (f)->cause, .currency = (f)->currency,        \
    .division = (f)->division, .tag = (f)->tag, .strategy = (f)->strategy,        \
    .action = (f)->action, .assignee_id = (f)->assignee_id,                       \
    .unassigned = (f)->unassigned, .min_days = (f)->min_days,                     \
    .max_days = (f)->max_days, .min_overdue = (f)->min_overdue,                   \
    .max_overdue = (f)->max_overdue, .min_open = (f)->min_open,                   \
    .min_score = (f)->min_score, .min_items = (f)->min_items,                     \
    .min_broken = (f)->min_broken, .next_from = (f)->next_from,                   \
    .next_to = (f)->next_to, .due_before = (f)->due_before,                       \
    .contact_before = (f)->contact_before, .undelivered = (f)->undelivered,       \
    .min_not_due = (f)->min_not_due, .min_disputed = (f)->min_disputed,           \
    .min_promised = (f)->min_promised, .min_unapplied = (f)->min_unapplied,       \
    .customer_status = (f)->customer_status, .customer_kind = (f)->customer_kind, \
    .portfolio = (f)->portfolio, .q = (f)->q, .part = (f)->part

enum worklist_view {
    WORKLIST_ALL,
    WORKLIST_MINE,
    WORKLIST_EXCEPTIONS,
    WORKLIST_OVERDUE,
    WORKLIST_BROKEN,
    WORKLIST_DISPUTED,
    WORKLIST_HELD,
    WORKLIST_PROMISED,
    WORKLIST_VIEWS
};
/* Both ended by NULL. An order that begins with '-' is the highest first; each has an
 * even index, its opposite the next. */
extern const char *const WORKLIST_VIEW[WORKLIST_VIEWS + 1];
extern const char *const WORKLIST_SORT[];

/* In the order of WORKLIST_SORT; up to SORT_NAME each has an index. */
enum worklist_sort {
    SORT_SCORE,
    SORT_OVERDUE,
    SORT_DAYS,
    SORT_NAME,
    SORT_NEXT,
    SORT_CONTACT,
    SORT_OLDEST,
    SORT_OPEN,
    SORT_ITEMS,
    SORT_BROKEN,
    SORT_DISPUTED,
    SORT_PROMISED,
    SORT_UNAPPLIED,
    SORT_CAUSES,
    SORT_STATUS,
    SORT_STRATEGY,
    SORT_ACTION,
    SORT_CURRENCY,
    SORT_DIVISION,
    SORT_OWNER,
    SORT_NUMBER,
    SORT_REASON,
    SORT_TAGS
};

/* The filters as parameters: WORKLIST_PARAMS with sort and format for the list,
 * WORKLIST_SUM_PARAMS without. */
extern const struct param WORKLIST_PARAMS[];
extern const struct param WORKLIST_SUM_PARAMS[];

/* Whether a saved view may hold that filter: one of the parameters, but for view. */
bool worklist_filter_known(const char *name);

#endif
