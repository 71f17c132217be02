#ifndef SERVICE_REPORT_COLUMN_H
#define SERVICE_REPORT_COLUMN_H

#include "base/language.h"

/*
 * The columns of the read schema, view by view, with what each means. A table ends with
 * a column without a name.
 */
struct report_column {
    const char *name, *meaning[LANGUAGES];
};

extern const struct report_column REPORT_OPEN_ITEMS[], REPORT_OPEN_CREDITS[],
    REPORT_PAYMENTS[], REPORT_ALLOCATIONS[], REPORT_PROMISES[], REPORT_DISPUTES[],
    REPORT_MESSAGES[], REPORT_DOCUMENTS[], REPORT_ACCOUNTS[], REPORT_DAILY_BALANCE[];

#endif
