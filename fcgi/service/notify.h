#ifndef SERVICE_NOTIFY_H
#define SERVICE_NOTIFY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Tells a member of staff what waits. Written inside the caller's transaction (or
 * alone), so that nobody is told of what was rolled back; open browsers hear of it
 * from the worker after the commit, others at their next look or by mail digest.
 *
 * kind         one of NOTIFY_…
 * title        one line: what it is about ("Call about R-17", the first line of a
 *              note); cut to what the column holds. The kind says the rest in the
 *              language of the reader
 * ref_kind     what a click opens: "follow_up", "note", "conversation", "outbox",
 *              "dispute", "run", "report" …, with ref_id; NULL and 0: the customer,
 *              or nothing
 * customer_id  0: about none
 * dedup        the cause, at most 128 bytes: the same user is told of one cause once,
 *              for ever; NULL: each call tells
 *
 * Somebody who may no longer sign in is told nothing, without an error. Neither is
 * user_id 0.
 */
#define NOTIFY_MENTION "mention"
#define NOTIFY_ASSIGNED "follow_up_assigned"
#define NOTIFY_DUE "follow_up_due"
#define NOTIFY_REPLY "reply_waiting"
#define NOTIFY_APPROVAL "approval_waiting"
#define NOTIFY_UNDELIVERABLE "undeliverable"
#define NOTIFY_RUN_FAILED "run_failed"
#define NOTIFY_REPORT_FAILED "report_failed"

enum err notify(struct db *db, struct arena *a, uint64_t user_id, const char *kind,
    const char *title, const char *ref_kind, uint64_t ref_id, uint64_t customer_id,
    const char *dedup);

/* The same for those whose customer it is; where it is nobody's, for the managers who
 * reach it. */
enum err notify_owners(struct db *db, struct arena *a, const char *kind,
    const char *title, const char *ref_kind, uint64_t ref_id, uint64_t customer_id,
    const char *dedup);

/* The same for everybody of a role ("manager", "admin"), with a customer those of them
 * who reach it; never for the user `but` (0: nobody), who caused it. */
enum err notify_role(struct db *db, struct arena *a, const char *role, uint64_t but,
    const char *kind, const char *title, const char *ref_kind, uint64_t ref_id,
    uint64_t customer_id, const char *dedup);

#endif
