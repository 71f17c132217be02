#ifndef SERVICE_REPORT_SORT_H
#define SERVICE_REPORT_SORT_H

#include "service/report_run.h"

/* The rows of a report that cannot go out as they come: those to be summed or sorted.
 */
struct report_held;

/* head: the report's n columns. */
struct report_held *report_held_new(struct arena *a, const struct report_def *d,
    const struct report_head *head, size_t n);

/*
 * Keeps a row of n cells, or adds it to that of its group; what they point to is
 * copied. ERR_LIMIT  there are REPORT_HELD__MAX   ERR_INVALID  a sum is too large
 */
enum err report_hold(struct report_held *h, const struct report_cell *cells);

/* All of them in the order of the report; one as good as the other as they came. */
struct report_cell **report_held_sorted(struct report_held *h, size_t *n);

#endif
