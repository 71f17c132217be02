#ifndef SERVICE_TRACK_MAIL_H
#define SERVICE_TRACK_MAIL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/mail_settings.h"
#include "service/mail_token.h"

/*
 * What readers do with a message: opened, followed a link. Recorded only where the
 * company's settings tracking.opens and tracking.clicks say so; both are off unless
 * somebody sets them.
 */

/*
 * The HTML of a message on its way out, with a picture and links that lead over us as
 * the settings allow; as it was when they do not. portal_link: the reader's way in,
 * which is a secret and not stored. Inside the transaction of the last look.
 */
enum err track_mail(struct db *db, struct arena *a, const struct mail_settings *may,
    const struct mail_keys *keys, const char *public_url, uint64_t outbox_id,
    const char *portal_link, const char *html, const char **out);

/* A reader's mail program fetched the picture. ERR_NOT_FOUND: the token is none. */
enum err track_opened(struct db *db, struct arena *a, const struct mail_keys *keys,
    const char *token, int64_t now_at);

/*
 * A reader followed a link; *url is where it leads: to what the message says, never to
 * what the request says.
 * ERR_NOT_FOUND  the token is none, or the way into the portal is closed by now
 */
enum err track_clicked(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *public_url,
    const char *token, uint32_t no, int64_t now_at, const char **url);

#endif
