#ifndef SERVICE_LOOK_LINES_H
#define SERVICE_LOOK_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/outbox_cause.h"
#include "domain/snapshot.h"
#include "render/reminder.h"

/*
 * What a planned message may still ask for, by the facts of the case as they are now.
 * Pure.
 */
enum look_kind { LOOK_UPCOMING, LOOK_OVERDUE, LOOK_MANUAL };

/* A step on an instalment that the message takes. */
struct look_line {
    uint64_t instalment_id, script_id;
    const char *step;
    uint32_t cycle;
    int64_t ask_minor; /* 0: nothing any more, see why */
    const char *why;   /* settled | disputed | promised | held | not due | … */
};

struct look {
    struct look_line *own;
    size_t own_n;
    size_t asked_n; /* LOOK_MANUAL: items its author chose; 0: it is about none */
    /* a message with nothing to say: why, as outbox.reason has it; NULL: it goes */
    const char *stop;
    enum outbox_cause cause;     /* of stop */
    struct reminder_line *lines; /* what it says: own lines and what else is overdue */
    size_t lines_n;
    int64_t total_minor;
};

/*
 * own is filled but for ask_minor and why. The snapshot has its coverage. A message
 * goes when one line of its own has anything free, credits do not cover it, and the
 * customer may be written to; lines with nothing free are left out of it. A person's
 * own message says the items its author chose and no others; without any it asks for
 * nothing, and only the customer can stop it.
 */
void look_at_lines(
    const struct snapshot *s, enum look_kind kind, struct arena *a, struct look *look);

#endif
