#ifndef SERVICE_EDIT_CONTACT_H
#define SERVICE_EDIT_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Staff add and correct contacts. What stood before goes to contact_history, as with
 * what a source sends; the cases of the customer are locked and touched. Of a contact
 * that staff changed no source changes anything any more; where only consent changed,
 * a source keeps the rest but cannot give it back. The caller has checked the values
 * and that the user may reach the customer.
 */
struct contact_edit {
    const char *name;
    const char *email, *phone, *language, *time_zone; /* NULL: none */
    const char *roles;                                /* "billing,legal"; "" for none */
    bool consent;     /* false: asked not to be mailed */
    bool active;      /* false: no longer in use; ends up in no list */
    bool keep_billed; /* change nothing that leaves nobody to get invoices by mail */
};

enum err add_contact(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const struct contact_edit *in, uint64_t *id);

/*
 * ERR_NOT_FOUND  the customer has no such contact in use
 * ERR_CONFLICT   version is not the one that stands
 * ERR_DENIED     keep_billed, and nobody would get invoices and reminders any more
 */
enum err change_contact(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t id, uint32_t version, const struct contact_edit *in);

#endif
