#ifndef SERVICE_RECEIVE_REPORT_H
#define SERVICE_RECEIVE_REPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "intake/inmail.h"
#include "service/delivery.h"

/*
 * What became of a message at its recipients, by a report of delivery. Only addresses
 * that the message went to are believed; of others the timeline tells, no more. Inside
 * the caller's transaction, which has locked the message and its case.
 */
enum err receive_report(struct db *db, struct arena *a, const struct delivery_about *m,
    const struct inmail *mail);

/* bounce | delay | delivered: the worst that it says. */
const char *report_kind(const struct inmail *mail);

#endif
