#include "service/staff_role.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_staff_role.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct staff_role_in *in;
    struct faults *faults;
    const char *code;
};

static bool
ships(const char *role)
{
    return text_eq(role, "viewer") || text_eq(role, "collector") ||
           text_eq(role, "manager") || text_eq(role, "admin");
}

enum err
check_staff_role(struct db *db, struct arena *a, const char *role, struct faults *f)
{
    struct staff_role_rights r;
    enum err e;

    if (role && ships(role))
        return OK;
    e = role ? staff_role_rights(db, a, role, &r) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        faults_add(
            f, "/role", "must be viewer, collector, manager, admin or a role of yours");
        return OK;
    }
    return e;
}

/* -- what is left behind ----------------------------------------------------- */

static const char *
as_json(struct arena *a, const char *name, unsigned rights)
{
    static const char *const NAME[] = { "work", "send", "import", "team", "approve" };
    struct buf b;

    buf_init(&b, a);
    for (size_t k = 0; k < sizeof NAME / sizeof *NAME; k++)
        if (rights >> k & 1)
            buf_fmt(&b, "%s%s", b.len ? " " : "", NAME[k]);
    return AUDIT_TEXTS(a, "name", name, "rights", b.len ? b.text : "");
}

static enum err
tell(struct db *db, const struct work *w, const char *action, const char *before,
    const char *after)
{
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "role",
        .object_text = w->code,
        .before = before,
        .after = after };

    return audit_add(db, &done);
}

/* -- one more ---------------------------------------------------------------- */

/* "Senior collector, DE" is "senior-collector-de"; a name of none of these letters has
 * a number. */
static enum err
code_of(struct db *db, const char *name, char code[static STAFF_ROLE__SIZE])
{
    size_t n = 0;
    uint64_t id;
    enum err e;

    for (const char *c = name; *c && n + 1 < STAFF_ROLE__SIZE; c++) {
        if (isascii((unsigned char)*c) && isalnum((unsigned char)*c))
            code[n++] = (char)tolower((unsigned char)*c);
        else if (n && code[n - 1] != '-')
            code[n++] = '-';
    }
    while (n && code[n - 1] == '-')
        n--;
    code[n] = '\0';
    if (n)
        return OK;
    if (!(e = db_id(db, &id)))
        (void)snprintf(code, STAFF_ROLE__SIZE, "role-%" PRIu64, id);
    return e;
}

static void
check_name(const struct work *w)
{
    const char *name = w->in->name;

    if (!*name || strlen(name) > STAFF_ROLE_NAME__MAX ||
        text_has_control(name, strlen(name)))
        faults_add(w->faults, "/name", "must be one line of text");
}

static enum err
add(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct staff_role_in *in = w->in;
    enum err e =
        staff_role_insert(db, w->code, in->name, in->rights, w->by->now_us, NULL);

    return e ? e
             : tell(db, w, "role.add", NULL, as_json(w->arena, in->name, in->rights));
}

enum err
add_staff_role(struct db *db, struct arena *a, const struct actor *by,
    const struct staff_role_in *in, struct faults *f,
    char code[static STAFF_ROLE__SIZE])
{
    struct work w = { .arena = a, .by = by, .in = in, .faults = f, .code = code };
    enum err e;

    check_name(&w);
    if ((e = faults_err(f)) || (e = code_of(db, in->name, code)))
        return e;
    if (!ships(code) && (e = db_retry(db, add, &w)) != ERR_CONFLICT)
        return e;
    faults_add(f, "/name", "there is a role of that name already");
    return ERR_INVALID;
}

/* -- another, none ------------------------------------------------------------ */

static enum err
change(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct staff_role_list was;
    enum err e = staff_role_lock(db, w->arena, w->code, &was);

    if (e || (e = staff_role_set(db, w->code, w->in->name, w->in->rights, NULL)))
        return e;
    return tell(db, w, "role.change", as_json(w->arena, was.name, was.rights),
        as_json(w->arena, w->in->name, w->in->rights));
}

enum err
change_staff_role(struct db *db, struct arena *a, const struct actor *by,
    const struct staff_role_in *in, struct faults *f)
{
    struct work w = { .arena = a, .by = by, .in = in, .faults = f, .code = in->code };
    enum err e;

    check_name(&w);
    return (e = faults_err(f)) ? e : db_retry(db, change, &w);
}

static enum err
drop(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct staff_role_list was;
    enum err e = staff_role_lock(db, w->arena, w->code, &was);

    if (e)
        return e;
    if (was.users_n)
        return ERR_CONFLICT;
    if ((e = staff_role_remove(db, w->code, NULL)))
        return e;
    return tell(db, w, "role.remove", as_json(w->arena, was.name, was.rights), NULL);
}

enum err
remove_staff_role(
    struct db *db, struct arena *a, const struct actor *by, const char *code)
{
    struct work w = { .arena = a, .by = by, .code = code };

    return db_retry(db, drop, &w);
}
