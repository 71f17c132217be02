#include "domain/outbox_cause.h"

#include <stddef.h>

#include "base/text.h"

const char *const OUTBOX_CAUSE_NAME[CAUSE__MAX + 1] = {
    [CAUSE_UNKNOWN] = "unknown",
    [CAUSE_SERVER_BUSY] = "server_busy",
    [CAUSE_SERVER_SILENT] = "server_silent",
    [CAUSE_REFUSED] = "refused",
    [CAUSE_ADDRESS_REFUSED] = "address_refused",
    [CAUSE_NOT_WRITTEN] = "not_written",
    [CAUSE_NOT_ARRIVED] = "not_arrived",
    [CAUSE_SUPPRESSED] = "suppressed",
    [CAUSE_NOBODY] = "nobody",
    [CAUSE_HELD] = "held",
    [CAUSE_BOUNCED] = "bounced",
    [CAUSE_NO_ADDRESS] = "no_address",
    [CAUSE_FILE_BROKEN] = "file_broken",
    [CAUSE_FILES_TOO_LARGE] = "files_too_large",
};

static const char *const REMEDY[CAUSE__MAX] = {
    [CAUSE_UNKNOWN] = "settle",
    [CAUSE_SERVER_BUSY] = "wait",
    [CAUSE_SERVER_SILENT] = "retry",
    [CAUSE_REFUSED] = "retry",
    [CAUSE_ADDRESS_REFUSED] = "change_address",
    [CAUSE_NOT_WRITTEN] = "retry",
    [CAUSE_NOT_ARRIVED] = "retry",
    [CAUSE_SUPPRESSED] = "lift_suppression",
    [CAUSE_NOBODY] = "add_contact",
    [CAUSE_HELD] = "see_holds",
    [CAUSE_BOUNCED] = "change_address",
    [CAUSE_NO_ADDRESS] = "edit_address",
    [CAUSE_FILE_BROKEN] = "replace_file",
    [CAUSE_FILES_TOO_LARGE] = "fewer_files",
};

const char *
outbox_cause_remedy(const char *name)
{
    for (int c = CAUSE_NONE + 1; name && c < CAUSE__MAX; c++)
        if (text_eq(name, OUTBOX_CAUSE_NAME[c]))
            return REMEDY[c];
    return NULL;
}
