#ifndef DOMAIN_MANUAL_H
#define DOMAIN_MANUAL_H

#include "domain/plan.h"

/* What a text is about: own words need nothing, a notice of what falls due needs items,
 * a reminder, which says that something is late, needs overdue ones. */
enum manual_needs { MANUAL_NEEDS_NOTHING, MANUAL_NEEDS_ITEMS, MANUAL_NEEDS_OVERDUE };

enum manual_needs manual_needs_of(bool reminds, uint32_t stage);

/*
 * A message that a person wants to send: a proposal of one step that goes through the
 * same guards as a script's. Pure.
 */
struct manual_in {
    const struct snapshot *snapshot; /* with coverage */
    const struct strategy *strategy; /* NULL: the case has none; the usual gap counts */
    const struct guard_limits *limits; /* by_person is implied; confirmed counts */
    const struct calendar *calendar;
    const size_t *instalments; /* indices; what it asks for */
    size_t n;                  /* 0: it asks for nothing */
    const char *to_role;
    bool by_letter;
    enum manual_needs needs;
};

struct manual_plan {
    bool goes;         /* there is something to say, and it may be said */
    bool may_confirm;  /* it does not go, but would if gap and caps were passed */
    const bool *pass;  /* of each instalment */
    struct held *held; /* proposal: index into instalments, or 0 without any */
    size_t held_n;
    int64_t not_before_at;
};

void manual_plan(const struct manual_in *in, struct arena *a, struct manual_plan *out);

#endif
