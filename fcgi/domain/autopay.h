#ifndef DOMAIN_AUTOPAY_H
#define DOMAIN_AUTOPAY_H

#include "domain/snapshot.h"

/*
 * What of an account is collected by itself. Pure.
 *
 * A document is collected by the parts of it that are due; what is disputed, promised
 * or held stands out of it, fees and interest are never collected. Nobody is charged
 * without notice: the day of the charge is the wanted one, or as many days after the
 * notice as the company gives, whichever is later.
 */
struct autopay_rules {
    int32_t days_before; /* the due day; 0: on it */
    int32_t notice_days; /* between notice and charge, at least */
};

/* So much earlier the notice is planned, for a mail leaves on working days alone. */
enum { AUTOPAY_SLACK_DAYS = 4 };

struct autopay_part {
    uint64_t item_id;
    const char *number;
    int64_t minor;             /* > 0 */
    int32_t due_to, charge_on; /* the latest due day in it; the day of the charge */
};

/*
 * The documents whose notice is due today, in the order of their first due day; parts
 * has room for one an instalment. The snapshot is covered, without what autopay holds
 * itself: see autopay_uncover.
 */
size_t autopay_parts(const struct snapshot *s, const struct autopay_rules *rules,
    struct autopay_part *parts);

/* All charges to come, as it stands now: of a document as many as it has days on which
 * parts of it are charged. */
size_t autopay_all(const struct snapshot *s, const struct autopay_rules *rules,
    struct autopay_part *parts);

/* What of one document may be charged now, of instalments due until then. */
int64_t autopay_free(const struct snapshot *s, uint64_t item_id, int32_t due_to);

/* Covers the snapshot anew, with what people hold, dispute and promise alone. */
void autopay_uncover(struct snapshot *s, struct arena *a);

#endif
