#ifndef SERVICE_INSTALL_SCRIPTS_H
#define SERVICE_INSTALL_SCRIPTS_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Brings what ships in lua_dir into the database: a script or template that is not
 * there yet becomes version 1 and is in force; a text that ships anew becomes the next
 * version, a draft, and never takes the place of what is in force. Running it again
 * changes nothing. Templates, packs and profiles come first, so that strategies find
 * what they name. Several processes may run it at once: it waits for the others.
 *
 * ERR_INVALID  a shipped file does not load; the log and *why name it (NULL else)
 */
struct scripts_installed {
    unsigned active, drafts;
    const char *why;
};

enum err install_scripts(struct db *db, struct arena *a, const char *lua_dir,
    int64_t now_us, struct scripts_installed *out);

#endif
