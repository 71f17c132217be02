#ifndef SERVICE_REPORT_AGING_H
#define SERVICE_REPORT_AGING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "db/db.h"
#include "domain/aging.h"

/*
 * Who owes how much since when, as of any day, per customer and currency and in
 * total. Streams in the order of cases over several connections and merges: memory
 * is a few dozen bytes a case with anything open.
 *
 * Today is how things stand: what is open, closed history untouched, without what is
 * issued or allocated for a later day. A past day is that plus what was allocated after
 * it, of what was issued by then: what a perfect report would have said in the evening
 * of that day. (Reminders are asked for less: whatever an allocation covers is settled
 * for them from the moment it is known, whichever day it counts from.)
 *
 * The control identity is part of the report: buckets minus unapplied credits are
 * the open balance, and equal the control total, which is counted from the documents
 * and (for a past day) all their allocations, another way through the data.
 */
enum { AGING_REPORT_BUCKETS = 5 };

struct aging_figures {
    int64_t bucket_minor[AGING_REPORT_BUCKETS]; /* not due, 1-30, 31-60, 61-90, 91+ */
    int64_t unapplied_minor;                    /* >= 0, to be taken off */
    int64_t open_minor;                         /* buckets minus unapplied */
    int64_t control_minor;
    uint64_t due_missing_n; /* aged by document date; past days only */
};

struct aging_customer {
    uint64_t customer_id;
    char currency[4];
    struct aging_figures figures;
};

struct aging_currency {
    char currency[4];
    uint64_t customers_n;
    struct aging_figures figures;
};

struct aging_report {
    int32_t as_of;
    bool now;     /* as things stand, not a past day */
    bool checked; /* the control totals were counted, too */
    bool proves;  /* the identity holds for every customer and currency */
    struct aging_currency *currencies; /* by code */
    size_t currencies_n;
    struct aging_customer *customers; /* by currency, customer; not all zero */
    size_t customers_n;
};

/* as_of DAY_NONE, today or later: as things stand, aged to that day. Without prove
 * no control totals are counted, and the JSON has none. */
enum err report_aging(struct db *db, struct arena *a, int32_t as_of, bool prove,
    struct aging_report *out);

/* The day it is at the company: that of its first division. */
enum err report_today(struct db *db, struct arena *a, int32_t *today);

/* The report as the API and the command line give it; with customers, a row for
 * each. */
enum err report_aging_json(struct json *j, struct db *db, struct arena *a,
    const struct aging_report *r, bool customers);

#endif
