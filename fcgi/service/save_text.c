#include "service/save_text.h"

#include <string.h>

#include "base/json.h"
#include "base/sha.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_template.h"

enum { CODE__MAX = 64 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct text_save *in;
    const struct text_variant *variant;
    const struct text_template *template;
    struct text_saved *out;
    const char *code;
    uint64_t version_id;
};

static void
hash_of(const struct text_save *in, uint8_t hash[static SHA_BYTES])
{
    struct sha sha;

    sha_start(&sha);
    sha_add(&sha, in->subject, strlen(in->subject) + 1);
    sha_add(&sha, in->body_text, strlen(in->body_text) + 1);
    sha_add(&sha, in->body_html, strlen(in->body_html) + 1);
    sha_end(&sha, hash);
}

static enum err
audit(struct db *db, const struct work *w, const char *action, uint64_t template_id,
    const char *language, const char *channel, uint32_t version_no)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    json_text(&j, "code", w->code);
    if (w->variant) {
        json_text(&j, "base", w->variant->base);
        json_text(&j, "purpose", w->variant->purpose);
    }
    if (w->template) {
        json_text(&j, "purpose", w->template->purpose);
        json_text(&j, "topic", w->template->topic);
        json_u64(&j, "stage", w->template->stage);
        json_text(&j, "from", w->template->from);
    }
    if (w->out)
        json_id(&j, "version_id", w->out->version_id);
    json_text(&j, "language", language);
    json_text(&j, "channel", channel);
    json_u64(&j, "version_no", version_no);
    json_close(&j, '}');
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = action,
                             .object_kind = "template",
                             .object_id = template_id,
                             .after = b.text });
}

static enum err
check(struct work *w, const char *topic, const struct mail_text *text)
{
    w->out->faults_n = check_text(w->arena, topic, text, &w->out->faults);
    return w->out->faults_n ? ERR_INVALID : OK;
}

/* -- a new version ---------------------------------------------------------------- */

static enum err
insert(struct db *db, struct work *w, uint64_t template_id,
    const uint8_t hash[static SHA_BYTES])
{
    struct template_version_insert_in row = { .template_id = template_id,
        .language = w->in->language,
        .channel = w->in->channel,
        .version_no = w->out->version_no,
        .subject = w->in->subject,
        .body_text = w->in->body_text,
        .body_html = w->in->body_html,
        .sha256 = hash,
        .active = BOOL_NONE,
        .comment = w->in->comment,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .now_at = w->by->now_us };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = template_version_insert(db, &row, NULL)))
        return e;
    w->out->version_id = row.id;
    return audit(
        db, w, "template.save", template_id, row.language, row.channel, row.version_no);
}

static enum err
save(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct text_save *in = w->in;
    const struct mail_text text = { .code = in->code,
        .language = in->language,
        .subject = in->subject,
        .body_text = in->body_text,
        .body_html = in->body_html };
    struct template_latest latest = { 0 };
    struct template_lock row;
    uint8_t hash[SHA_BYTES];
    enum err e;

    *w->out = (struct text_saved){ 0 };
    if ((e = template_lock(db, w->arena, in->code, &row)) ||
        (e = check(w, row.topic, &text)))
        return e;
    e = template_latest(db, w->arena, row.id, in->language, in->channel, &latest);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (in->expected_no != U32_NONE && in->expected_no != latest.version_no)
        return ERR_CONFLICT;
    hash_of(in, hash);
    if (latest.id && memcmp(latest.sha256, hash, sizeof hash) == 0) {
        w->out->same = true;
        w->out->version_id = latest.id;
        w->out->version_no = latest.version_no;
        return OK;
    }
    w->out->version_no = latest.version_no + 1;
    return insert(db, w, row.id, hash);
}

enum err
save_text(struct db *db, struct arena *a, const struct actor *by,
    const struct text_save *in, struct text_saved *out)
{
    struct work w = { .arena = a, .by = by, .in = in, .out = out, .code = in->code };

    return db_retry(db, save, &w);
}

/* -- in force -------------------------------------------------------------- */

static enum err
activate(struct db *db, void *arg)
{
    struct work *w = arg;
    struct template_version_get v;
    struct template_lock row;
    enum err e;

    *w->out = (struct text_saved){ 0 };
    if ((e = template_lock(db, w->arena, w->code, &row)) ||
        (e = template_version_get(db, w->arena, row.id, w->version_id, &v)) ||
        (e = check(w, row.topic,
             &(struct mail_text){ .code = w->code,
                 .language = v.language,
                 .subject = v.subject,
                 .body_text = v.body_text,
                 .body_html = v.body_html })))
        return e;
    w->out->version_id = v.id;
    w->out->version_no = v.version_no;
    if ((w->out->same = v.active))
        return OK;
    if ((e = template_deactivate(db, row.id, v.language, v.channel, NULL)) ||
        (e = template_activate(db, v.id, w->by->now_us, NULL)))
        return e;
    return audit(
        db, w, "template.activate", row.id, v.language, v.channel, v.version_no);
}

enum err
activate_text(struct db *db, struct arena *a, const struct actor *by, const char *code,
    uint64_t version_id, struct text_saved *out)
{
    struct work w = {
        .arena = a, .by = by, .out = out, .code = code, .version_id = version_id
    };

    return db_retry(db, activate, &w);
}

/* -- templates -------------------------------------------------------------- */

/* What goes out by mail of another template now, as the first drafts of this one. */
static enum err
copy_texts(struct db *db, struct work *w, uint64_t template_id, uint64_t from_id)
{
    struct template_versions *v;
    size_t n;
    enum err e = template_versions(db, w->arena, from_id, &v, &n);

    for (size_t k = 0; k < n && !e; k++) {
        struct template_version_get text;
        struct text_saved saved = { .version_no = 1 };
        struct text_save in = { .code = w->code, .channel = w->template->channel };
        struct work copy = {
            .arena = w->arena, .by = w->by, .in = &in, .out = &saved, .code = w->code
        };
        uint8_t hash[SHA_BYTES];

        if (!v[k].active || strcmp(v[k].channel, "email") != 0)
            continue;
        if ((e = template_version_get(db, w->arena, from_id, v[k].id, &text)))
            return e;
        in.language = text.language;
        in.subject = text.subject;
        in.body_text = text.body_text;
        in.body_html = text.body_html;
        hash_of(&in, hash);
        e = insert(db, &copy, template_id, hash);
    }
    return e;
}

static enum err
add_own(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct text_template *in = w->template;
    struct template_list from = { 0 }, there;
    uint64_t id;
    enum err e;

    if (in->from && (e = template_one(db, w->arena, in->from, &from)))
        return e;
    if (!(e = template_one(db, w->arena, in->code, &there)))
        return ERR_CONFLICT;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, &id)) ||
        (e = template_add(db, id, in->code, in->purpose, in->topic, in->stage, NULL)) ||
        (e = audit(db, w, "template.add", id, NULL, NULL, 0)))
        return e;
    return in->from ? copy_texts(db, w, id, from.id) : OK;
}

enum err
add_template(struct db *db, struct arena *a, const struct actor *by,
    const struct text_template *in)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    struct work w = { .arena = a, .by = by, .template = in, .code = in->code };
    size_t n = strlen(in->code);

    if (n == 0 || n > CODE__MAX || strspn(in->code, LETTERS) != n ||
        (strcmp(in->topic, "reminder") != 0 && strcmp(in->topic, "notice") != 0))
        return ERR_INVALID;
    return db_retry(db, add_own, &w);
}

/* -- variants -------------------------------------------------------------- */

static enum err
add(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct text_variant *in = w->variant;
    struct template_variant_insert_in row = { .code = w->code,
        .purpose = in->purpose,
        .category = in->category,
        .late_from = in->late_from,
        .late_to = in->late_to };
    struct template_list base, there;
    struct template_lock locked;
    enum err e;

    if ((e = template_lock(db, w->arena, in->base, &locked)) ||
        (e = template_one(db, w->arena, in->base, &base)))
        return e;
    if (base.base_code)
        return ERR_NOT_FOUND;
    if (!(e = template_one(db, w->arena, w->code, &there)))
        return ERR_CONFLICT;
    if (e != ERR_NOT_FOUND)
        return e;
    row.base_id = base.id;
    if ((e = db_id(db, &row.id)) || (e = template_variant_insert(db, &row, NULL)))
        return e;
    return audit(db, w, "template.add", row.id, NULL, NULL, 0);
}

enum err
add_variant(struct db *db, struct arena *a, const struct actor *by,
    const struct text_variant *in, const char **code)
{
    struct work w = { .arena = a,
        .by = by,
        .variant = in,
        .code = arena_fmt(a, "%s.%s", in->base, in->name) };

    *code = w.code;
    if (strlen(w.code) > CODE__MAX)
        return ERR_INVALID;
    return db_retry(db, add, &w);
}
