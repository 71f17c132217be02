#ifndef SERVICE_NOTE_TEMPLATES_H
#define SERVICE_NOTE_TEMPLATES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* A text that staff write again and again; all of them share it. */
struct note_template_in {
    uint64_t id; /* set by add */
    uint32_t version;
    const char *title, *body;
};

enum err add_note_template(struct db *db, struct arena *a, const struct actor *by,
    struct note_template_in *in);

/* ERR_CONFLICT: changed or removed meanwhile. */
enum err change_note_template(struct db *db, struct arena *a, const struct actor *by,
    const struct note_template_in *in);

/* ERR_NOT_FOUND: there is none. */
enum err remove_note_template(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id);

#endif
