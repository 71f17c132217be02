#ifndef SERVICE_RESET_PASSWORD_H
#define SERVICE_RESET_PASSWORD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A forgotten password. Asking queues a mail with a link that is good for an hour and
 * once; looking at the link changes nothing, only a new password uses it up. The link's
 * address comes from the configuration when the mail leaves, never from a request.
 */
enum { RESET_LIFE_S = 3600 };

/*
 * The answer is the same whether or not somebody has that address.
 * ERR_LIMIT  too often from this network address or for this e-mail; *retry_after_s
 */
enum err ask_password_reset(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t master[static SECRET_KEY_BYTES], const char *email,
    int64_t *retry_after_s);

/* Whose link it is. ERR_NOT_FOUND  unknown, used, over, or its user is switched off */
enum err look_at_reset(
    struct db *db, struct arena *a, const char *token, const char **email);

/*
 * The new password; all sessions of the user end, all other links are used up, and a
 * mail tells him.
 *
 * ERR_NOT_FOUND  as above
 * ERR_INVALID    the password is too short or too long: f says so, the link stays good
 */
enum err reset_password(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const char *password, struct faults *f);

#endif
