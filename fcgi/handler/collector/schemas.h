#ifndef HANDLER_COLLECTOR_SCHEMAS_H
#define HANDLER_COLLECTOR_SCHEMAS_H

#include "http/route.h"

/* The shapes of /api/collector/v1. */
extern const struct schema COLLECTOR_SCHEMAS[];

#endif
