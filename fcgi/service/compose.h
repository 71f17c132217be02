#ifndef SERVICE_COMPOSE_H
#define SERVICE_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/snapshot.h"
#include "service/resolve_recipients.h"

/* Who gets a copy: a contact of the customer, or (id 0) a member of staff. */
struct compose_copy {
    uint64_t contact_id;
    const char *email, *name;
};

/* What a person asked to be sent, resolved against the facts of the moment. */
struct compose {
    const char *subject, *body; /* own words; NULL: the template's */
    const char *to_role;
    uint32_t items_n; /* instalments its author chose; 0: it is about none */
    struct compose_copy *cc;
    size_t cc_n;
    bool attach_invoice, attach_statement, attach_letter;
};

/* Of an outbox row. Contacts that are gone, opted out or are suppressed by now get no
 * copy. Nothing composed: all of it is empty. */
enum err compose_read(struct db *db, struct arena *a, uint64_t outbox_id,
    const struct snapshot *s, struct compose *out);

/* The same of contact ids, blanks between. email NULL: no copy to staff. */
void compose_copies(struct arena *a, const struct snapshot *s, const char *contact_ids,
    const char *email, const char *name, struct compose *out);

/* Whoever it goes to anyway gets no copy. */
void compose_copy_once(struct compose *c, const struct recipients *readers);

#endif
