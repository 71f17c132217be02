#include "service/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/q_message.h"

static void
add_copy(struct compose *out, uint64_t id, const char *email, const char *name)
{
    for (size_t k = 0; k < out->cc_n; k++)
        if (text_eq_nocase(out->cc[k].email, email))
            return;
    out->cc[out->cc_n++] = (struct compose_copy){ id, email, name };
}

static bool
names_id(const char *ids, uint64_t id)
{
    char *end;

    while (*ids) {
        if (strtoull(ids, &end, 10) == id)
            return true;
        if (end == ids)
            return false;
        ids = end + strspn(end, " ");
    }
    return false;
}

void
compose_copies(struct arena *a, const struct snapshot *s, const char *contact_ids,
    const char *email, const char *name, struct compose *out)
{
    out->cc = arena_new_n(a, s->contacts_n + 1, struct compose_copy);
    out->cc_n = 0;
    for (size_t k = 0; k < s->contacts_n; k++) {
        const struct snap_contact *c = &s->contacts[k];

        if (names_id(contact_ids, c->id) && contact_receives(c) &&
            text_is_email(c->email))
            add_copy(out, c->id, c->email, c->name);
    }
    if (email && text_is_email(email))
        add_copy(out, 0, email, name);
}

enum err
compose_read(struct db *db, struct arena *a, uint64_t outbox_id,
    const struct snapshot *s, struct compose *out)
{
    struct compose_of row;
    enum err e = compose_of(db, a, outbox_id, &row);

    *out = (struct compose){ 0 };
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *out = (struct compose){ .subject = row.subject,
        .body = row.body,
        .to_role = row.to_role,
        .items_n = row.items_n,
        .attach_invoice = row.attach_invoice,
        .attach_statement = row.attach_statement,
        .attach_letter = row.attach_letter };
    compose_copies(a, s, row.cc_contacts, row.cc_email, row.cc_name, out);
    return OK;
}

void
compose_copy_once(struct compose *c, const struct recipients *readers)
{
    size_t n = 0;

    for (size_t k = 0; k < c->cc_n; k++) {
        bool there = false;

        for (size_t r = 0; r < readers->n && !there; r++)
            there = text_eq_nocase(readers->list[r]->email, c->cc[k].email);
        if (!there)
            c->cc[n++] = c->cc[k];
    }
    c->cc_n = n;
}
