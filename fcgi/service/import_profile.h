#ifndef SERVICE_IMPORT_PROFILE_H
#define SERVICE_IMPORT_PROFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "intake/ar_profile.h"

/* The division a profile brings along; code NULL: none. */
struct profile_division {
    const char *code, *name, *country, *time_zone;
    char currency[4];
};

/*
 * An import profile by its name: the active version in the database, else the file
 * that ships, <lua_dir>/profiles/<name>.lua. It is a Lua table of data, read in the
 * sandbox.
 *
 * ERR_NOT_FOUND  there is no such profile
 * ERR_INVALID    it is wrong; *why says where
 */
enum err import_profile(struct db *db, struct arena *a, const char *lua_dir,
    const char *name, struct ar_profile *out, struct profile_division *division,
    const char **why);

#endif
