#include "service/resolve_recipients.h"

#include "base/text.h"

enum { RECIPIENTS__MAX = 20 };

static bool
has_address(const struct recipients *r, const char *email)
{
    for (size_t k = 0; k < r->n; k++)
        if (text_eq_nocase(r->list[k]->email, email))
            return true;
    return false;
}

static void
add_role(const struct snapshot *s, const char *role, struct recipients *out)
{
    for (size_t k = 0; k < s->contacts_n && out->n < RECIPIENTS__MAX; k++) {
        const struct snap_contact *c = &s->contacts[k];

        if (contact_has_role(c, role) && contact_receives(c) &&
            text_is_email(c->email) && !has_address(out, c->email))
            out->list[out->n++] = c;
    }
}

void
resolve_recipients(
    const struct snapshot *s, const char *role, struct arena *a, struct recipients *out)
{
    if (!role)
        role = "billing";
    *out = (struct recipients){ .list = arena_alloc_n(
                                    a, RECIPIENTS__MAX, sizeof *out->list) };
    add_role(s, role, out);
    if (out->n == 0)
        add_role(s, "billing", out);
    if (out->n == 0 && snapshot_recipient(s, role, &out->why))
        out->why = "the address is none";
}

const char *
recipients_language(const struct recipients *r, const struct snapshot *s)
{
    return r->n > 0 && r->list[0]->language ? r->list[0]->language : s->language;
}
