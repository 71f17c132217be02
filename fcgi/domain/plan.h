#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include "domain/calendar.h"
#include "domain/exception.h"
#include "domain/guard.h"

/*
 * One case, one day: from snapshot to what is to be done. Consolidates what the
 * guards let through: at most one message for upcoming and one for overdue, each
 * with every instalment that is due for one (at its own level); tasks by step.
 */

struct plan_line {
    size_t instalment;
    const struct step *step;
    uint32_t cycle;
};

struct plan_message {
    bool upcoming;
    const struct step
        *step; /* the highest: its template, recipient role, attachments */
    struct plan_line *lines;
    size_t lines_n;
    /* overdue, but without a new step today (fees too): mentioned, so that the text
     * states the true total. Indices of instalments. */
    size_t *also;
    size_t also_n;
    int64_t total_minor;   /* what it asks for: the free part of lines and also */
    int64_t not_before_at; /* µs UTC: strategy's time in the contact's zone, on an
                              allowed day; of a letter: now, paper has no hour */
};

struct plan_task {
    const struct step
        *step; /* NULL: the engine's own (apply_credit, broken_promise …) */
    const char *kind, *title;
    struct plan_line *lines; /* may be none for the engine's own */
    size_t lines_n;
    /* one open task for one cause: with one open already, lines are added to it */
    const char *dedup_key;
    const char *role; /* who has to agree (step->approval); NULL: anybody */
    int32_t due_on;
    uint8_t priority; /* 1 high, 2 normal, 3 low */
};

/* Named parts of the worklist score. Thousandths. */
struct contribution {
    const char *name;
    int64_t milli;
};

struct plan {
    const struct strategy *strategy;
    const char *strategy_why;
    struct proposals proposals;
    const bool *pass; /* of each proposal */
    struct held *held;
    size_t held_n;
    struct skipped *skipped; /* to be logged: passed over by what is taken now */
    size_t skipped_n;
    struct plan_message messages[2];
    size_t messages_n;
    struct plan_task *tasks;
    size_t tasks_n;
    struct contribution *score;
    size_t score_n;
    int64_t score_milli;
    /* the worklist's words */
    const char *status;      /* see worklist_row.status */
    const char *reason;      /* one sentence */
    const char *next_action; /* "call", "send reminder_second", "wait" … */
    int32_t next_on;         /* first day something can happen; DAY_NONE */
    const struct step
        *next_step; /* what next_on is for; NULL none or the engine's own */
    /* the instant at which a message of that step goes, µs UTC; INSTANT_NONE: no
     * message is next */
    int64_t next_step_at;
    uint32_t causes;   /* a bit for each reason for a person, domain/exception.h */
    bool exception;    /* there is one: a person has something to do */
    int32_t action_on; /* when next_action is to be done; DAY_NONE: no day is known */
    int64_t next_at;   /* when the case must be looked at again, µs; INSTANT_NEVER */
};

struct plan_in {
    const struct snapshot *snapshot;
    const struct strategy *strategy;
    const char *strategy_why;
    const struct propose_asks *asks;
    const struct guard_limits *limits;
    const struct calendar *calendar; /* the debtor's holidays */
    /* fills contributions from the script's priority; NULL: none */
    enum err (*priority)(
        void *ctx, struct arena *a, struct contribution **list, size_t *n);
    void *priority_ctx;
    /* whether there is a text of that template a reader of that language gets; NULL:
     * there always is */
    bool (*has_text)(void *ctx, const char *template, const char *language);
    void *has_text_ctx;
};

/*
 * Pure: same input, same plan. The instalments of the snapshot have gone through
 * coverage_apply (domain/coverage.h). ERR_* only from the asks and priority.
 */
enum err plan_case(const struct plan_in *in, struct arena *a, struct plan *out);

/* True when the plan changes anything beyond the worklist row: such decisions are
 * stored. */
bool plan_acts(const struct plan *p);

/*
 * When a message to that contact role may go at the earliest: the strategy's time of
 * day where the reader is, on a day on which mail may go, never in the past; later that
 * day is fine too, until quiet hours. calendar NULL: Saturday and Sunday are free.
 */
int64_t plan_not_before(const struct snapshot *s, const struct strategy *st,
    const struct calendar *calendar, const struct guard_limits *limits,
    const char *to_role);

#endif
