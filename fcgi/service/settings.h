#ifndef SERVICE_SETTINGS_H
#define SERVICE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * The company's settings: one table says of each what it is, and API, page and checks
 * follow it. A value is text here, as store/setting.h reads it; SETTING_BOOL is "1" or
 * "0". One that nobody set, or that was taken back, has its default.
 */
enum setting_kind {
    SETTING_TEXT,  /* one line, min..max bytes */
    SETTING_PROSE, /* several lines */
    SETTING_INT,   /* min..max */
    SETTING_BOOL,
    SETTING_ENUM,     /* one of names */
    SETTING_CURRENCY, /* ISO 4217 */
    SETTING_MONEY,    /* decimal text, in the reporting currency */
    SETTING_IBAN,
    SETTING_BIC,
    SETTING_IMAGE, /* "data:image/png;base64,…", a PNG by its content */
};

struct setting_def {
    const char *name;
    const char *group; /* letterhead | rules | limits | mail | portal */
    enum setting_kind kind;
    const char *absent;       /* the default; NULL: none */
    const char *const *names; /* of SETTING_ENUM, ended by NULL */
    int64_t min, max;
    bool touches; /* decisions depend on it: every case is looked at again */
};

/* Ended by name NULL. */
extern const struct setting_def SETTINGS[];

const char *setting_kind_name(enum setting_kind kind);
const struct setting_def *setting_find(const char *name); /* NULL: there is none */

enum { SETTING_IMAGE__MAX = 45000 }; /* bytes of the picture itself */

/*
 * Whether the text is a value of that kind; what is wrong becomes a fault at pointer.
 * *out: as it is kept (an IBAN without blanks …), in the arena.
 */
void setting_check(struct arena *a, const struct setting_def *d, const char *text,
    const char *pointer, struct faults *f, const char **out);

struct setting_change {
    const struct setting_def *def;
    const char *value; /* as setting_check gives it; NULL: back to the default */
};

/*
 * All of them or none, each with the version before it closed and an audit event with
 * before and after. What says the same changes nothing.
 */
enum err change_settings(struct db *db, struct arena *a, const struct actor *by,
    const struct setting_change *changes, size_t n);

#endif
