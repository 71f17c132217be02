#ifndef TESTS_UNIT_DOMAIN_WORLD_H
#define TESTS_UNIT_DOMAIN_WORLD_H

#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/coverage.h"
#include "domain/plan.h"

/*
 * One customer to try the engine on: euros, Zurich, one billing contact, and the
 * strategy STD of the scenarios (R1 +3, R2 +10, R3 +20 with a fee, CALL +30, gap 5,
 * catch-up latest). Tests change what they are about and call world_plan.
 */
enum { WORLD_INSTALMENTS = 64, WORLD_TAKEN = 16, WORLD_FEW = 16 };

struct world {
    struct arena *a;
    struct snapshot s;
    struct strategy st;
    struct guard_limits limits;
    struct calendar cal;
    struct propose_asks asks;
    bool when_answer;
    struct open_instalment instalments[WORLD_INSTALMENTS];
    struct taken taken[WORLD_INSTALMENTS][WORLD_TAKEN];
    struct open_credit credits[WORLD_FEW];
    struct snap_promise promises[WORLD_FEW];
    struct snap_dispute disputes[WORLD_FEW];
    struct snap_hold holds[WORLD_FEW];
    struct snap_contact contacts[WORLD_FEW];
    const char *tags[WORLD_FEW];
    const char *raised[WORLD_FEW];
    struct plan plan;
};

int32_t day_of(int y, int m, int d);

struct world *world_new(int32_t today);
void world_free(struct world *w);
void world_today(struct world *w, int32_t today); /* 06:00 UTC of it */

/* An invoice of its own item; index of its instalment. Keep due dates ascending. */
size_t world_invoice(struct world *w, int32_t due_on, int64_t open_minor);
void world_taken(struct world *w, size_t instalment, const char *step, int32_t on_day);
void world_credit(struct world *w, int64_t open_minor);
struct snap_promise *world_promise(struct world *w, int64_t minor, int32_t promised_on);
void world_dispute(struct world *w, size_t instalment, int64_t minor);
struct snap_hold *world_hold(struct world *w, uint64_t item_id, int64_t minor);
struct step *world_step(struct world *w, const char *id, int offset);

/* Coverage and plan. */
const struct plan *world_plan(struct world *w);

/* What follows from the plan: messages handed over today, tasks taken. */
void world_apply(struct world *w);

/* The step that goes out today for an instalment; NULL none. */
const char *mailed(const struct world *w, size_t instalment);
/* The guard that held an instalment's proposal. */
enum guard held_by(const struct world *w, size_t instalment);
const struct plan_task *task_of(const struct world *w, const char *kind);

#endif
