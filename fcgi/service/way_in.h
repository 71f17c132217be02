#ifndef SERVICE_WAY_IN_H
#define SERVICE_WAY_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sha.h"
#include "db/db.h"
#include "store/q_session.h"
#include "store/q_user.h"

/*
 * Whose way in it is: a member of staff's, or that of a person at customers. The rows
 * differ, what is done with them does not; each function here is the one statement for
 * either.
 */
struct way_in {
    bool portal; /* id is person.id, else user.id */
    uint64_t id;
};

/* What changed, for a mail to whose way in it is. */
enum way_in_news { WAY_IN_PASSWORD, WAY_IN_FACTOR, WAY_IN_PASSKEY, WAY_IN_NEWS__MAX };

/* "user" or "person", as the audit names the object. */
const char *way_in_kind(struct way_in w);
/* The action of an audit row: "user.own_password". */
const char *way_in_action(struct arena *a, struct way_in w, const char *verb);

/* role is "" for a person; ERR_NOT_FOUND. */
enum err way_in_find(struct db *db, struct arena *a, bool portal, const char *email,
    struct user_for_login *out);
enum err way_in_security(
    struct db *db, struct arena *a, struct way_in w, struct user_security *out);

enum err way_in_set_password(struct db *db, struct way_in w, const char *hash);
enum err way_in_set_language(struct db *db, struct way_in w, const char *language);

/* Second factor; *changed is 0 where the row was not as the caller thought. */
enum err way_in_set_pending(struct db *db, struct way_in w, const char *sealed);
enum err way_in_confirm_totp(struct db *db, struct way_in w, const char *pending,
    uint64_t step, uint64_t *changed);
enum err way_in_clear_totp(struct db *db, struct way_in w);
enum err way_in_take_step(
    struct db *db, struct way_in w, uint64_t step, uint64_t *changed);
enum err way_in_use_code(struct db *db, struct way_in w,
    const uint8_t hash[static SHA_BYTES], int64_t at, uint64_t *changed);
enum err way_in_drop_codes(struct db *db, struct way_in w);
enum err way_in_put_codes(struct db *db, struct way_in w,
    const uint8_t (*hash)[SHA_BYTES], size_t n, int64_t at);

/* Sessions that still open something, the last used first. */
enum err way_in_sessions(struct db *db, struct arena *a, struct way_in w, int64_t at,
    struct session_of_user **out, size_t *n);
enum err way_in_end_one(struct db *db, struct way_in w,
    const uint8_t hash[static SHA_BYTES], int64_t at, uint64_t *changed);
enum err way_in_end_others(
    struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES], int64_t at);
enum err way_in_set_mfa(
    struct db *db, struct way_in w, const uint8_t hash[static SHA_BYTES]);

/* Queues the mail about it. Inside the caller's transaction. */
enum err way_in_tell(
    struct db *db, struct arena *a, struct way_in w, enum way_in_news what);

#endif
