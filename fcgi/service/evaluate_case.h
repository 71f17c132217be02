#ifndef SERVICE_EVALUATE_CASE_H
#define SERVICE_EVALUATE_CASE_H

#include "domain/plan.h"
#include "service/case_stream.h"
#include "service/rulebook.h"

/* A tag a segment script gives this case. */
struct case_tag {
    const char *tag, *reason; /* reason NULL: none given */
    uint64_t version_id;
    bool is_new;
};

/* What an evaluation of one case came to. Lives in the arena of the call, beside the
 * facts it points to. */
struct case_outcome {
    struct case_facts facts; /* tags and coverage are final */
    struct snap_sums sums;
    struct case_tag *tags; /* by segments, sorted by tag */
    size_t tags_n;
    const char **ended_tags; /* tags it had and no longer has */
    size_t ended_tags_n;
    struct plan plan;
    const uint8_t *script_hash;      /* of plan.strategy; NULL without one */
    int64_t open_base, overdue_base; /* see rulebook_to_base */
    const char *fault; /* the script's: "standard.lua:12: …"; no plan then */
    uint64_t fault_version_id;
    bool acts; /* a decision is to be stored */
};

/*
 * Tags, strategy, proposals, guards, plan. A fault of a script is an outcome, not an
 * error; ERR_* only for what is wrong with us.
 */
enum err evaluate_case(struct rulebook *r, struct arena *a,
    const struct case_facts *facts, struct case_outcome *out);

#endif
