#ifndef HANDLER_COLLECTOR_SCHEMAS_H
#define HANDLER_COLLECTOR_SCHEMAS_H

#include "http/route.h"

/* The shapes of /api/collector/v1. */
extern const struct schema COLLECTOR_SCHEMAS[];

/* As OUTBOX_CAUSE_NAME of domain/outbox_cause.h has them. */
#define OUTBOX_CAUSES                                                        \
    "unknown|server_busy|server_silent|refused|address_refused|not_written|" \
    "not_arrived|suppressed|nobody|held|bounced|no_address|file_broken|"     \
    "files_too_large"

#endif
