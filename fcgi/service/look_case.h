#ifndef SERVICE_LOOK_CASE_H
#define SERVICE_LOOK_CASE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/case_stream.h"
#include "service/claim_fees.h"
#include "service/compose.h"
#include "service/delivery.h"
#include "service/look_ahead.h"
#include "service/look_lines.h"
#include "store/q_outbox.h"

/*
 * What every last look shares, whatever the channel: the row and its case under their
 * locks, and what may still be asked for. All of it inside the caller's transaction.
 */
struct look_case {
    struct arena *arena;
    const struct delivery *d;
    uint64_t id;
    int64_t now_at;
    const struct seen_ahead *ahead; /* read before; NULL: nothing */
    bool touched;                   /* see look_ahead_holds */
    bool no_wait;                   /* whoever holds a lock is not waited for */
    /* as read in this try */
    struct outbox_lock row;
    struct outbox_case about_case;
    struct case_facts facts; /* with coverage */
    struct look look;
    struct compose own; /* of a person's message */
    struct delivery_about about;
    const struct seen_ahead *seen; /* ahead, when it still holds; else NULL */
};

/* Locks the outbox row and its case. ERR_NOT_FOUND  there is none, or with no_wait:
 * somebody is at one of them */
enum err look_case_lock(struct db *db, struct look_case *c);

/* Reads its case, or takes what was read ahead; look says what the message may still
 * ask for. */
enum err look_case_read(struct db *db, struct look_case *c);

enum look_kind look_case_kind(const struct look_case *c);

/* What its hand-over would claim, of what was read ahead; c->seen is not NULL. */
void look_case_fees(const struct look_case *c, struct fees *out);

/* It does not go: cancelled with the reason, its steps may be planned again. */
enum err look_case_cancel(
    struct db *db, struct look_case *c, enum outbox_cause cause, const char *reason);

/* It reaches nobody: a person's task, and cancelled with the reason. task: the first
 * words of it; why: one clause. */
enum err look_case_nobody(struct db *db, struct look_case *c, const char *task,
    const char *why, enum outbox_cause cause, const char *reason);

/* It cannot be written: failed, a person's task. */
enum err look_case_fail(
    struct db *db, struct look_case *c, enum outbox_cause cause, const char *why);

/* What each line asks for; those that ask for nothing any more are void. */
enum err look_case_store_lines(struct db *db, struct look_case *c);

#endif
