#ifndef DOMAIN_MANUAL_H
#define DOMAIN_MANUAL_H

#include "domain/plan.h"

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
