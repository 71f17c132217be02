#ifndef JOB_REPORT_H
#define JOB_REPORT_H

#include "service/send_report.h"

/* Reports that are due, one a round, and files of older ones; belongs to one thread. */
struct reporter {
    struct db *db;
    struct report_post post;
    bool swept; /* of files that processes left which were killed */
};

/* For job/loop.h: ctx is a struct reporter. */
enum err report_round(void *ctx, bool *more);

#endif
