#ifndef INTAKE_INMAIL_PARTS_H
#define INTAKE_INMAIL_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "intake/inmail.h"

/* What the tree of a message's parts holds, gathered by one walk; see inmail.h for the
 * limits. */
struct parts {
    struct arena *arena;
    struct buf text;
    struct inmail_file *files;
    size_t files_n, bytes;
    struct inmail_report *reports;
    size_t reports_n;
    const char *original_id;
    bool delivery; /* a report of delivery is among them */
    bool receipt;  /* a note that somebody opened it */
    bool cut;
    /* of the walk */
    bool in_report;
    size_t seen;
};

/* root: a GMimeObject */
struct _GMimeObject;
void parts_take(struct parts *p, struct arena *a, struct _GMimeObject *root);

#endif
