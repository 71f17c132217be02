#ifndef SERVICE_ADD_CLIENT_H
#define SERVICE_ADD_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"

/* A program that calls /api/v1. */
struct client_in {
    const char *id;        /* the sub claim: a-z 0-9 . _ - */
    const char *name;      /* NULL: the id */
    const char *algorithm; /* HS256 | RS256 | ES256, fixed for good */
    const char *key;       /* its secret or public key, which fits the algorithm */
    size_t key_n;
    const char *scopes;        /* "read", "read write" */
    const char *source_system; /* the only one it may write; NULL: any */
    const uint8_t *master;     /* the installation's key */
};

/*
 * The key is stored sealed.
 * ERR_INVALID   *why tells
 * ERR_CONFLICT  there is a client of that id, perhaps a revoked one
 */
enum err add_client(struct db *db, struct arena *a, const struct actor *by,
    const struct client_in *in, const char **why);

/* Its tokens stop working at once. ERR_NOT_FOUND: none of that id, or revoked. */
enum err revoke_client(struct db *db, const struct actor *by, const char *id);

#endif
