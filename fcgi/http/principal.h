#ifndef HTTP_PRINCIPAL_H
#define HTTP_PRINCIPAL_H

#include <stdbool.h>
#include <stdint.h>

#include "http/route.h"

/*
 * Who makes a request, as our own rows say it, never as the request claims. What
 * a query may reach comes from here: scope for staff, customer_id (and item_id)
 * for a portal session, source_system for an integrator.
 */
enum portal_scope { PORTAL_ACCOUNT, PORTAL_STATEMENT, PORTAL_INVOICE };

struct principal {
    enum audience audience; /* PUBLIC: nobody signed in */
    unsigned rights;        /* of enum right */
    uint8_t session[32];    /* hash of the session's token */

    /* staff and admins */
    uint64_t user_id;
    uint64_t scope; /* user_id when limited to divisions or to the own portfolio; 0:
                       sees everything */
    const char *name, *email, *role;
    bool mfa;

    /* integrators */
    const char *client_id;
    const char *source_system; /* the only one it may write; NULL: any */

    /* portal: a link's holder, or a person who signed in */
    uint64_t customer_id, contact_id, link_id;
    uint64_t person_id; /* 0: came by a link */
    uint64_t
        support_id; /* a user of staff who looks as the customer; 0: the customer */
    const char *support_name;
    bool support_acts;
    bool
        fresh; /* a code by mail opened this session a moment ago: the mailbox is his */
    uint64_t item_id; /* the only document it may see; 0: all of the customer */
    enum portal_scope portal_scope;
};

/* For logs and metrics: "user", "portal" … */
const char *principal_kind(const struct principal *p);

#endif
