#include "service/keep_attachment.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/sha.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "intake/file_type.h"
#include "net/clamd.h"
#include "service/attachment_file.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_attachment.h"

const char *const ATTACHMENT_PURPOSE[] = { "remittance", "proof", "tax_form", NULL };

/* -- the content --------------------------------------------------------------- */

static enum err
check(struct arena *a, const char *file_name, const void *bytes, size_t n,
    const struct file_type **type, const char **why)
{
    const char *found = "", *called = file_name ? file_type_called(a, file_name) : NULL;
    enum err e;

    *why = "";
    if (!n) {
        *why = "The file is empty.";
        return ERR_INVALID;
    }
    if (n > ATTACHMENT_BYTES__MAX) {
        *why = arena_fmt(
            a, "The file is larger than %d MiB.", ATTACHMENT_BYTES__MAX >> 20);
        return ERR_LIMIT;
    }
    e = file_type_of(a, bytes, n, type, &found);
    if (e == ERR_INVALID && called && strcmp(found, "application/octet-stream") == 0)
        *why = arena_fmt(a,
            "The file is called .%s, but its content is not recognised as such: it may "
            "be "
            "damaged, protected by a password or only named so. Save it again, or send "
            "it "
            "as PDF.",
            called);
    else if (e == ERR_INVALID)
        *why = arena_fmt(a,
            "Files of the type %s are not taken; send a document, a picture, a table, "
            "a mail or an archive of them.",
            found);
    return e;
}

static enum err
scan(struct arena *a, const struct conf *conf, const void *bytes, size_t n,
    const char **why)
{
    char said[CLAMD_WORDS__SIZE];
    enum err e = *conf->clamd ? clamd_scan(conf->clamd, bytes, n, said) : OK;

    if (!e)
        return OK;
    log_warn(e == ERR_DENIED ? "virus_found" : "file_not_scanned", kv("said", said),
        kv("bytes", n));
    if (e == ERR_DENIED)
        *why = arena_fmt(a, ATTACHMENT_INFECTED "%s.", said);
    else if (e == ERR_INVALID)
        *why = "The virus scanner does not take the file. Send a smaller one, or a "
               "plain document.";
    else
        *why = "The virus scanner does not answer, so no file is taken now. Try again "
               "in a few minutes.";
    return e;
}

/* What goes into the column: no path, no control byte, as long as it may be. */
static const char *
base_name(struct arena *a, const char *file_name)
{
    return file_type_name(a, file_name, "");
}

enum err
attachment_write(struct arena *a, const struct conf *conf, const void *bytes, size_t n,
    const char *file_name, struct attachment_file *out, const char **why)
{
    const struct file_type *type;
    enum err e;

    assert(!db_in_tx());
    if ((e = check(a, file_name, bytes, n, &type, why)) ||
        (e = scan(a, conf, bytes, n, why)))
        return e;
    *out = (struct attachment_file){ .n = n,
        .media = type->media,
        .file_name = base_name(a, file_name ? file_name : "") };
    sha_of(bytes, n, out->sha256);
    return attachment_file_put(a, conf, out->sha256, bytes, n);
}

enum err
attachment_read(
    const struct conf *conf, const uint8_t sha256[static 32], size_t n, struct buf *out)
{
    return attachment_file_get(conf, sha256, n, out);
}

char *
attachment_file_name(struct arena *a, const char *file_name, const char *media)
{
    return file_type_name(a, file_name, media);
}

/* -- rows ------------------------------------------------------------------------ */

static bool
may_be_visible(const struct attachment_owner *o)
{
    return !o->kind || (strcmp(o->kind, "note") && strcmp(o->kind, "call"));
}

static enum err
tell(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const struct attachment_owner *o, const char *action, const char *title)
{
    const struct activity seen = { .customer_id = o->customer_id,
        .case_id = o->case_id,
        .kind = "attachment",
        .by = by,
        .ref_kind = "attachment",
        .ref_id = id,
        .title = title };
    struct audit done = { .by = by,
        .action = action,
        .object_kind = "attachment",
        .object_id = id,
        .customer_id = o->customer_id };
    struct buf b;
    struct json j = { .out = &b };
    enum err e;

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "owner_kind", o->kind);
    json_id(&j, "owner_id", o->id);
    json_bool(&j, "visible", o->visible);
    json_close(&j, '}');
    done.after = b.text;
    if ((e = activity_add(db, &seen)))
        return e;
    return audit_add(db, &done);
}

static enum err
insert_link(struct db *db, const struct actor *by, uint64_t id,
    const struct attachment_owner *o)
{
    struct attachment_link_insert_in row = { .attachment_id = id,
        .owner_kind = o->kind,
        .owner_id = o->id,
        .customer_id = o->customer_id,
        .case_id = o->case_id,
        .visible = o->visible,
        .linked_at = by->now_us };
    enum err e;

    if (o->visible && !may_be_visible(o))
        return ERR_INVALID;
    if ((e = db_id(db, &row.id)))
        return e;
    return attachment_link_insert(db, &row, NULL);
}

enum err
attachment_add(struct db *db, struct arena *a, const struct actor *by,
    const struct attachment_file *file, const struct attachment_owner *owner,
    uint64_t *id)
{
    struct attachment_insert_in row = { .sha256 = file->sha256,
        .bytes_n = file->n,
        .type = file->media,
        .file_name = file->file_name,
        .purpose = file->purpose,
        .actor_kind = actor_kind_name(by->kind),
        .actor_id = by->id,
        .created_at = by->now_us };
    enum err e;

    if ((e = db_id(db, &row.id)))
        return e;
    *id = row.id;
    if ((e = attachment_insert(db, &row, NULL)))
        return e;
    if (!owner->kind)
        return audit_add(db, &(struct audit){ .by = by,
                                 .action = "attachment.hand_over",
                                 .object_kind = "attachment",
                                 .object_id = row.id,
                                 .customer_id = owner->customer_id,
                                 .after = AUDIT_TEXTS(a, "file_name", file->file_name,
                                     "purpose", file->purpose) });
    if ((e = insert_link(db, by, row.id, owner)))
        return e;
    return tell(db, a, by, row.id, owner, "attachment.add",
        arena_fmt(a, "File attached: %s", file->file_name));
}

enum err
attachment_link(struct db *db, const struct actor *by, uint64_t id,
    const struct attachment_owner *owner)
{
    enum err e = insert_link(db, by, id, owner);

    return e == ERR_CONFLICT ? OK : e;
}

/* -- use cases -------------------------------------------------------------------- */

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct attachment_file *file;
    const struct attachment_owner *owner;
    const char *client_key;
    uint64_t id, link_id, scope;
};

static enum err
keep(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = attachment_add(db, w->arena, w->by, w->file, w->owner, &w->id);

    if (e || (!w->client_key && w->owner->kind))
        return e;
    return file_handed_insert(db, w->id, w->owner->customer_id,
        actor_kind_name(w->by->kind), w->by->id, w->client_key, NULL);
}

/* ERR_NOT_FOUND: nothing came under this key before. */
static enum err
find_earlier(struct db *db, struct arena *a, const struct actor *by,
    const struct attachment_in *in, uint64_t *id, const char **why)
{
    struct file_handed_by_key had;
    uint8_t sha256[32];
    enum err e;

    if (!in->client_key)
        return ERR_NOT_FOUND;
    e = file_handed_by_key(db, a, in->owner.customer_id, actor_kind_name(by->kind),
        by->id, in->client_key, &had);
    if (e)
        return e;
    sha_of(in->bytes, in->n, sha256);
    if (memcmp(sha256, had.sha256, sizeof sha256)) {
        *why = "Another file came under this client_key before.";
        return ERR_INVALID;
    }
    *id = had.attachment_id;
    return OK;
}

enum err
attachment_tell_infected(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const char *file_name, const char *why)
{
    return audit_add(
        db, &(struct audit){ .by = by,
                .action = "attachment.infected",
                .object_kind = "customer",
                .object_id = customer_id,
                .customer_id = customer_id,
                .after = AUDIT_TEXTS(a, "file_name", base_name(a, file_name), "found",
                    why + sizeof ATTACHMENT_INFECTED - 1) });
}

enum err
keep_attachment(struct db *db, struct arena *a, const struct conf *conf,
    const struct actor *by, const struct attachment_in *in, uint64_t *id,
    const char **why)
{
    struct attachment_file file;
    struct work w = { .arena = a,
        .by = by,
        .file = &file,
        .owner = &in->owner,
        .client_key = in->client_key };
    enum err e;

    if (in->owner.visible && !may_be_visible(&in->owner)) {
        *why = "What belongs to a note or a call stays internal.";
        return ERR_INVALID;
    }
    if ((e = find_earlier(db, a, by, in, id, why)) != ERR_NOT_FOUND)
        return e;
    e = attachment_write(a, conf, in->bytes, in->n, in->file_name, &file, why);
    if (e == ERR_DENIED) {
        enum err told = attachment_tell_infected(
            db, a, by, in->owner.customer_id, in->file_name ? in->file_name : "", *why);

        return told ? told : e;
    }
    if (e)
        return e;
    file.purpose = in->purpose;
    e = db_retry(db, keep, &w);
    if (e == ERR_CONFLICT && in->client_key) /* it came twice at once */
        return find_earlier(db, a, by, in, id, why);
    *id = w.id;
    return e;
}

struct dropping {
    struct arena *arena;
    const struct actor *by;
    uint64_t customer_id, id;
};

static enum err
drop(struct db *db, void *arg)
{
    const struct dropping *w = arg;
    struct attachment_by_id f;
    uint64_t changed;
    enum err e = file_handed_drop(db, w->id, w->customer_id,
        actor_kind_name(w->by->kind), w->by->id, w->by->now_us, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_NOT_FOUND;
    if ((e = attachment_by_id(db, w->arena, w->id, &f)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = "attachment.take_back",
                .object_kind = "attachment",
                .object_id = w->id,
                .customer_id = w->customer_id,
                .before = AUDIT_TEXTS(w->arena, "file_name", f.file_name) });
}

enum err
drop_unsent(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t id)
{
    return db_retry(db, drop,
        &(struct dropping){
            .arena = a, .by = by, .customer_id = customer_id, .id = id });
}

static enum err
take_away(struct db *db, void *arg)
{
    struct work *w = arg;
    struct attachment_link_in_scope l;
    uint64_t changed;
    enum err e;

    if ((e = attachment_link_in_scope(db, w->arena, w->id, w->link_id, w->scope, &l)) ||
        (e = attachment_unlink(db, l.id, w->by->now_us, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    return tell(db, w->arena, w->by, w->id,
        &(struct attachment_owner){ .kind = l.owner_kind,
            .id = l.owner_id,
            .customer_id = l.customer_id,
            .case_id = l.case_id },
        "attachment.unlink", arena_fmt(w->arena, "File removed: %s", l.file_name));
}

enum err
unlink_attachment(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t link_id, uint64_t scope)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .link_id = link_id, .scope = scope
    };

    return db_retry(db, take_away, &w);
}
