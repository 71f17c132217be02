#ifndef SERVICE_SAVE_TEXT_H
#define SERVICE_SAVE_TEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/write_mail.h"
#include "store/actor.h"

/*
 * What admins do to texts. Versions never change; a new text is a draft until it is
 * activated. Each is one transaction, audited.
 */
struct text_save {
    const char *code, *language, *channel; /* of the template or variant */
    const char *subject, *body_text, *body_html;
    const char *comment;  /* NULL: none */
    uint32_t expected_no; /* latest version the author saw; U32_NONE: whatever it is */
};

struct text_saved {
    struct text_fault *faults; /* why it is refused */
    size_t faults_n;
    uint64_t version_id;
    uint32_t version_no;
    bool same; /* the latest version says just this already: none was added */
};

/*
 * ERR_NOT_FOUND  no such template
 * ERR_INVALID    the text could not be written: faults tell; nothing is kept
 * ERR_CONFLICT   expected_no is not the latest version any more
 */
enum err save_text(struct db *db, struct arena *a, const struct actor *by,
    const struct text_save *in, struct text_saved *out);

/*
 * The version is what goes out from now on. It is checked again: what may be named has
 * perhaps changed since.
 * ERR_NOT_FOUND, ERR_INVALID as above.
 */
enum err activate_text(struct db *db, struct arena *a, const struct actor *by,
    const char *code, uint64_t version_id, struct text_saved *out);

/* A template of its own: "reminder_fourth". Scripts may name it from then on. */
struct text_template {
    const char *code; /* small letters, digits, - and _ */
    const char *purpose;
    const char *topic; /* reminder | notice: render/reminder.h */
    uint32_t stage;    /* of a reminder: its place on the ladder; 0: before it is due */
    const char *from;  /* its texts in force become the first drafts; NULL: none yet */
    const char *channel; /* of those drafts */
};

/*
 * ERR_NOT_FOUND  there is no such template to begin from
 * ERR_CONFLICT   there is one of that code
 * ERR_INVALID    the code or the topic is none
 */
enum err add_template(struct db *db, struct arena *a, const struct actor *by,
    const struct text_template *in);

/* A variant of a template: "reminder_first.consumer". It has no text yet. */
struct text_variant {
    const char *base, *name; /* code of the template; the part after the dot */
    const char *purpose;
    const char *category;       /* a tag or kind of customer; NULL: any */
    int32_t late_from, late_to; /* I32_NONE: no limit */
};

/*
 * ERR_NOT_FOUND  no such template, or it is a variant itself
 * ERR_CONFLICT   there is one of that name
 */
enum err add_variant(struct db *db, struct arena *a, const struct actor *by,
    const struct text_variant *in, const char **code);

#endif
