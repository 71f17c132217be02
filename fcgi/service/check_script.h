#ifndef SERVICE_CHECK_SCRIPT_H
#define SERVICE_CHECK_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "db/db.h"
#include "script/script.h"

/*
 * Would this text do? It is compiled, run, its declaration checked, the templates it
 * names looked up, and the author's cases (lua/cases/<name>.lua) run against it.
 */
struct script_error {
    int line;   /* 0: of the whole */
    int column; /* 0: not known */
    const char *message;
};

struct case_result {
    const char *name;
    const char *fault; /* NULL: it passes */
};

struct script_step {
    const char *id, *kind, *at; /* "first", "send", "due+3" */
    const char *what;           /* the template, or the kind of task */
    int line;                   /* where it is declared; 0: not known */
};

struct script_check {
    bool loads; /* no errors: it may become active */
    struct script_error *errors;
    size_t errors_n;
    struct case_result *cases;
    size_t cases_n, cases_failed;
    /* what it declares */
    const char *name; /* NULL when it does not load */
    const char *segment;
    int rank;
    struct script_step *steps;
    size_t steps_n;
    const char **tags; /* of a segment file */
    size_t tags_n;
};

struct script_text {
    enum script_kind kind;
    const char *name;
    const char *body;
    size_t len;
};

/*
 * db may be NULL: templates are not looked up. lua_dir may be NULL: no cases are run.
 * A text that is wrong is no error of the call: look at out->loads.
 */
enum err check_script(struct db *db, struct arena *a, const char *lua_dir,
    const struct script_text *text, struct script_check *out);

/* {"ok":…,"errors":[…],"cases":[…],"declares":{…}} as the value of key. */
void check_json(struct json *j, const char *key, const struct script_check *c);

#endif
