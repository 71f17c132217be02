#ifndef SERVICE_OWN_ACCOUNT_H
#define SERVICE_OWN_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/second_factor.h"
#include "service/way_in.h"
#include "store/actor.h"

/*
 * What somebody changes of his own way in, a member of staff or a person at customers.
 * Whoever is signed in is `by`, in the session with that hash; it is the one that stays
 * when others end. A second factor counts from the moment a code of it was shown. Each
 * change is audited and told to him by mail.
 */
struct own_account {
    const struct actor *by;
    struct way_in way;
    const uint8_t *session; /* hash of its token */
    const uint8_t *master;  /* the installation's key */
};

/* The first password of a person needs no old one; neither does a new one in a session
 * that a code by mail opened a moment ago, which `fresh` says: that is how a forgotten
 * one is replaced.
 *
 * ERR_DENIED   the old password is wrong
 * ERR_LIMIT    too many wrong ones: *retry_after_s
 * ERR_INVALID  the new one is too short or too long: f says so */
enum err change_own_password(struct db *db, struct arena *a,
    const struct own_account *who, const char *old, const char *new, bool fresh,
    struct faults *f, int64_t *retry_after_s);

/* ERR_INVALID: not a language of the pages */
enum err set_own_language(struct db *db, struct arena *a, const struct own_account *who,
    const char *language, struct faults *f);

/* A new secret, which does not count yet; with a second factor in force, a code of that
 * is asked for: ERR_DENIED when it is wrong. ERR_LIMIT as above. */
enum err begin_second_factor(struct db *db, struct arena *a,
    const struct own_account *who, const char *code, const char **secret,
    const char **uri, int64_t *retry_after_s);

/*
 * The code of the new secret: from here on it counts, the session is one with a second
 * factor, others end, and there are new recovery codes, told once.
 *
 * ERR_DENIED     the code is wrong     ERR_LIMIT  as above
 * ERR_NOT_FOUND  none is being set up
 */
enum err confirm_second_factor(struct db *db, struct arena *a,
    const struct own_account *who, const char *code,
    const char *codes[static RECOVERY_CODES], int64_t *retry_after_s);

/* New recovery codes for a code; the old ones are worth nothing. Errors as above. */
enum err renew_recovery_codes(struct db *db, struct arena *a,
    const struct own_account *who, const char *code,
    const char *codes[static RECOVERY_CODES], int64_t *retry_after_s);

/* Takes it away, for password and code. ERR_CONFLICT: an admin needs one. */
enum err remove_second_factor(struct db *db, struct arena *a,
    const struct own_account *who, const char *password, const char *code,
    int64_t *retry_after_s);

#endif
