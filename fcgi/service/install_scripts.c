#include "service/install_scripts.h"

#include <string.h>

#include "base/log.h"
#include "base/sha.h"
#include "db/lock.h"
#include "service/activate_script.h"
#include "service/save_script.h"
#include "service/script_file.h"
#include "store/q_script.h"
#include "store/q_template.h"

enum { LOCK_WAIT_S = 60, LANGUAGES__MAX = 16 };

struct install {
    struct db *db;
    struct arena *arena;
    struct script_host *host;
    const char *lua_dir;
    struct actor by;
    struct scripts_installed *out;
};

/* -- scripts ------------------------------------------------------------- */

static enum err
install_script(struct install *i, const struct script_text *text)
{
    struct script_by_name row;
    struct script_version_of_system shipped;
    struct script_save save = {
        .text = *text,
        .comment = "as shipped",
    };
    struct script_activation activation = { .kind = text->kind, .name = text->name };
    struct script_activated activated;
    struct script_saved saved;
    uint8_t hash[SHA_BYTES];
    enum err e;

    sha_of(text->body, text->len, hash);
    e = script_by_name(i->db, i->arena, script_kind_name(text->kind), text->name, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && !script_version_of_system(i->db, i->arena, row.id, &shipped) &&
        memcmp(shipped.sha256, hash, sizeof hash) == 0 && row.active_version_id)
        return OK;
    if (e == ERR_NOT_FOUND)
        row.active_version_id = 0;
    if ((e = save_script(i->db, i->arena, &i->by, &save, &saved))) {
        if (e == ERR_INVALID && saved.check.errors_n)
            i->out->why = saved.check.errors[0].message;
        return e;
    }
    if (row.active_version_id) {
        i->out->drafts += !saved.same;
        return OK;
    }
    i->out->active++;
    return activate_script(i->db, i->arena, &i->by, &activation, &activated);
}

/* -- templates ----------------------------------------------------------- */

struct text_version {
    struct install *install;
    const char *code, *purpose, *topic, *language;
    uint32_t stage;
    const struct script_value *said;
};

/* One language of one template, in one transaction. */
static enum err
add_text(struct db *db, void *arg)
{
    struct text_version *t = arg;
    struct install *i = t->install;
    struct template_version_insert_in row = {
        .language = t->language,
        .channel = "email",
        .version_no = 1,
        .comment = "as shipped",
        .subject = value_text(t->said, "subject", NULL),
        .body_text = value_text(t->said, "text", NULL),
        .body_html = value_text(t->said, "html", NULL),
        .active = 1,
        .actor_kind = actor_kind_name(i->by.kind),
        .actor_id = i->by.id,
        .now_at = i->by.now_us,
    };
    struct template_lock template;
    struct template_shipped shipped;
    struct template_latest latest;
    uint8_t hash[SHA_BYTES];
    struct sha sha;
    enum err e;

    if (!row.subject || !row.body_text || !row.body_html) {
        i->out->why = arena_fmt(i->arena,
            "template '%s' (%s): needs subject, text and html", t->code, t->language);
        return ERR_INVALID;
    }
    sha_start(&sha);
    sha_add(&sha, row.subject, strlen(row.subject) + 1);
    sha_add(&sha, row.body_text, strlen(row.body_text) + 1);
    sha_add(&sha, row.body_html, strlen(row.body_html) + 1);
    sha_end(&sha, hash);
    row.sha256 = hash;
    if ((e = db_id(db, &row.id)) ||
        (e = template_insert(
             db, row.id, t->code, t->purpose, t->topic, t->stage, NULL)) ||
        (e = template_lock(db, i->arena, t->code, &template)))
        return e;
    row.template_id = template.id;
    e = template_shipped(db, i->arena, template.id, t->language, &shipped);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && memcmp(shipped.sha256, hash, sizeof hash) == 0)
        return OK;
    e = template_latest(db, i->arena, template.id, t->language, "email", &latest);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e) {
        row.version_no = latest.version_no + 1;
        row.active = BOOL_NONE;
    }
    if ((e = db_id(db, &row.id)) || (e = template_version_insert(db, &row, NULL)))
        return e;
    if (row.active == 1)
        i->out->active++;
    else
        i->out->drafts++;
    return OK;
}

/* Members of a template that are no language: purpose. */
static enum err
install_template(struct install *i, const char *code, const struct script_value *v)
{
    struct text_version t = {
        .install = i,
        .code = code,
        .purpose = value_text(v, "purpose", ""),
        .topic = value_text(v, "topic", "reminder"),
    };
    int64_t stage;

    if (v->kind != VALUE_TABLE)
        return ERR_INVALID;
    stage = value_int(v, "stage", 0);
    if (stage < 0 || stage > UINT16_MAX)
        return ERR_INVALID;
    t.stage = (uint32_t)stage;
    for (size_t k = 0; k < v->table.members_n; k++) {
        enum err e;

        if (v->table.members[k].value.kind != VALUE_TABLE)
            continue;
        t.language = v->table.members[k].name;
        t.said = &v->table.members[k].value;
        if ((e = db_retry(i->db, add_text, &t)))
            return e;
    }
    return OK;
}

static enum err
install_templates(struct install *i, const struct script_text *text)
{
    struct script_source source = {
        .kind = text->kind,
        .name = text->name,
        .body = text->body,
        .len = text->len,
    };
    const struct script_value *v;
    struct script *s;
    enum err e;

    if ((e = script_load(i->host, &source, &s))) {
        i->out->why = arena_str(i->arena, script_fault(i->host));
        return e;
    }
    v = script_data(s);
    for (size_t k = 0; k < v->table.members_n && !e; k++)
        e = install_template(i, v->table.members[k].name, &v->table.members[k].value);
    return e;
}

/* -- all of it ----------------------------------------------------------- */

static enum err
install_kind(struct install *i, enum script_kind kind)
{
    const char **paths, *why;
    struct script_text text;
    size_t n;
    enum err e;

    if ((e = script_file_list(i->arena, i->lua_dir, kind, &paths, &n)))
        return e;
    for (size_t k = 0; k < n; k++) {
        if (!(e = script_file_read(i->arena, paths[k], &text, &why)))
            e = kind == SCRIPT_TEMPLATE ? install_templates(i, &text)
                                        : install_script(i, &text);
        if (e) {
            if (why)
                i->out->why = why;
            log_error("script_not_installed", kv("file", paths[k]),
                kv("why", i->out->why ? i->out->why : err_name(e)));
            return e;
        }
    }
    return OK;
}

static enum err
install_all(struct install *i)
{
    static const enum script_kind ORDER[] = { SCRIPT_TEMPLATE, SCRIPT_PACK,
        SCRIPT_PROFILE, SCRIPT_SEGMENT, SCRIPT_STRATEGY };
    enum err e;

    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
        if ((e = install_kind(i, ORDER[k])))
            return e;
    }
    return OK;
}

enum err
install_scripts(struct db *db, struct arena *a, const char *lua_dir, int64_t now_us,
    struct scripts_installed *out)
{
    struct install i = {
        .db = db,
        .arena = a,
        .lua_dir = lua_dir,
        .by = { .kind = ACTOR_SYSTEM,
            .id = "install",
            .ip = "",
            .request_id = "",
            .now_us = now_us },
        .out = out,
    };
    enum err e, unlocked;

    *out = (struct scripts_installed){ 0 };
    if ((e = db_lock(db, "install_scripts", LOCK_WAIT_S)))
        return e;
    i.host = script_host_new(&SCRIPT_BUDGET);
    e = install_all(&i);
    script_host_free(i.host);
    unlocked = db_unlock(db, "install_scripts");
    return e ? e : unlocked;
}
