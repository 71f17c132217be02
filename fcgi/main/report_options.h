#ifndef MAIN_REPORT_OPTIONS_H
#define MAIN_REPORT_OPTIONS_H

#include <getopt.h>

#include "service/insight_read.h"

/* Whose figures, as the commands of reports take it. */
#define REPORT_WHO_OPTIONS                             \
    { "division", required_argument, NULL, 'v' },      \
        { "currency", required_argument, NULL, 'c' },  \
        { "segment", required_argument, NULL, 's' },   \
        { "collector", required_argument, NULL, 'o' }, \
    {                                                  \
        "customer", required_argument, NULL, 'n'       \
    }

/* false: it is none of these, or not proper, which has been said. */
bool report_who_option(int opt, const char *text, struct insight_who *who);

/* false: it is no day, which has been said. */
bool report_day_option(const char *text, int32_t *out);

/* What went wrong with a report that has a period. */
void report_failed(enum err e);

#endif
