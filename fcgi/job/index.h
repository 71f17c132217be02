#ifndef JOB_INDEX_H
#define JOB_INDEX_H

#include <stdbool.h>

#include "base/err.h"

/* Keeps the search up to date: service/index_search.h. A round of loop.h; ctx is the
 * struct db of its own. */
enum err index_round(void *ctx, bool *more);

#endif
