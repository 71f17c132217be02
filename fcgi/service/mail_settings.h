#ifndef SERVICE_MAIL_SETTINGS_H
#define SERVICE_MAIL_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/* What the company says of itself in every message; NULL: not set. */
struct letterhead {
    const char *sender, *address, *iban, *bic, *footer, *logo;
};

/*
 * What the company has set for its mail, in one look: the letterhead from
 * company.mail_from_name, .address, .iban, .bic, .footer and .logo; how long the link
 * of a message leads into the portal; whether its readers may be watched.
 */
struct mail_settings {
    struct letterhead head;
    int64_t link_days;              /* portal_link_days */
    bool track_opens, track_clicks; /* tracking.opens, tracking.clicks */
};

/* Texts live in the arena. */
enum err mail_settings_read(struct db *db, struct arena *a, struct mail_settings *out);

#endif
