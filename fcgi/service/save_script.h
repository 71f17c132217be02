#ifndef SERVICE_SAVE_SCRIPT_H
#define SERVICE_SAVE_SCRIPT_H

#include "service/check_script.h"
#include "store/actor.h"

/*
 * Keeps a text as the next version of a script, in the state checked, or draft when a
 * case of the author fails. Nothing becomes active by it. One transaction, audited.
 *
 * ERR_INVALID   it does not load: check says why; nothing is kept
 * ERR_CONFLICT  expected is not the latest version any more
 */
struct script_save {
    struct script_text text;
    const char *comment;  /* NULL: none */
    uint32_t expected_no; /* latest version the author saw; 0: whatever it is */
    const char *lua_dir;
};

struct script_saved {
    struct script_check check;
    uint64_t script_id, version_id;
    uint32_t version_no;
    bool same; /* the latest version says just this already: none was added */
    const char *state;
};

enum err save_script(struct db *db, struct arena *a, const struct actor *by,
    const struct script_save *in, struct script_saved *out);

#endif
