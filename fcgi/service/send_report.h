#ifndef SERVICE_SEND_REPORT_H
#define SERVICE_SEND_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/report_file.h"

/*
 * Sends reports that are due: makes the Excel file with the rights that its owner has
 * now, and queues it for each recipient. What was missed while nothing ran is sent
 * once, for the last time it was due. The mails, the file, the row of saved_report_run
 * and the next time are one transaction, under the lock of the report and only while
 * its next time is still the one that was read: no number of workers, and no kill,
 * serves a time twice or leaves it out.
 *
 * A report that cannot be made (its owner may not sign in, it has too many groups, its
 * file is larger than REPORT_MAIL__MAX, its definition is none any more) is recorded as
 * failed, and its owner is told; it is tried again at its next time.
 */
enum { REPORT_MAIL__MAX = 10 << 20 /* bytes of a file */ };

struct report_post {
    const char *folder; /* where files are made; it is there */
    /* as of service/report_file.h */
    const char *(*word)(struct arena *a, const char *language, const char *name);
};

/* One report, if one is due. *more: there may be others.
 * ERR_DOWN  no database, or the disk refuses: nothing is recorded */
enum err send_report(struct db *db, struct arena *a, const struct report_post *p,
    int64_t now_at, bool *more);

/* Files of mail that was sent or given up days ago. */
enum err forget_report_files(struct db *db);

#endif
