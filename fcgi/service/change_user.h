#ifndef SERVICE_CHANGE_USER_H
#define SERVICE_CHANGE_USER_H

#include "service/add_user.h"

/*
 * An admin changes a member of staff. Whatever changes, the user's sessions end: rights
 * and divisions are those of the next sign-in. Nobody changes his own role, status or
 * second factor, so that an installation never loses its last admin by mistake.
 *
 * ERR_NOT_FOUND  no such user
 * ERR_CONFLICT   the version is not the stored one
 * ERR_DENIED     it is oneself
 * ERR_INVALID    f says what is wrong
 */
struct user_change {
    uint64_t id;
    uint32_t version; /* U32_NONE: whatever it is */
    const char *name, *role, *language;
    bool active;
    const char *const *divisions;
    size_t divisions_n;
};

enum err change_user(struct db *db, struct arena *a, const struct actor *by,
    const struct user_change *in, struct faults *f);

/* A new random password: told once, kept nowhere. */
enum err renew_password(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, const char **password);

/* Ends every session of the user. */
enum err end_sessions_of_user(struct db *db, const struct actor *by, uint64_t id);

/* Takes the second factor away, with what was being set up and the recovery codes. */
enum err clear_second_factor(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id);

/* A new second factor: told once; the recovery codes of the old one are void. */
enum err renew_second_factor(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, const uint8_t *master, const char **secret, const char **uri);

#endif
