#ifndef SERVICE_EXPLAIN_CASE_H
#define SERVICE_EXPLAIN_CASE_H

#include "domain/explain.h"
#include "service/evaluate_case.h"

/*
 * Why something happened to a case, or why nothing did: recomputed from the ledger,
 * by the rules in force. Lives in the arena.
 */
struct case_explanation {
    struct case_outcome outcome; /* with the snapshot that was judged */
    struct explanation explanation;
    const char *fault;          /* a script failed: there is no explanation */
    const char *script_name;    /* of the strategy; NULL with a fault */
    uint64_t script_version_id; /* 0 with a fault */
    uint32_t script_version_no; /* as people count them */
};

/*
 * as_of: a day, or DAY_NONE for today. Reads the case as it stands and asks what that
 * day would bring.
 * ERR_NOT_FOUND  no such case
 */
enum err explain_case(struct rulebook *r, struct db *db, struct arena *a,
    uint64_t case_id, int64_t now_at, int32_t as_of, struct case_explanation *out);

#endif
