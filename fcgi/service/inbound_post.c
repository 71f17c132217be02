#include "service/inbound_post.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "service/keep_attachment.h"
#include "service/post_message.h"
#include "store/case.h"
#include "store/q_inbound.h"

/* What of the words stands in the conversation; all of them are kept beside it. */
enum { BODY__SIZE = 16000, REFUSED__SIZE = 200 };

enum err
inbound_day(
    struct db *db, struct arena *a, uint64_t case_id, int64_t at, int32_t *today)
{
    struct inbound_division_day d;
    enum err e = case_id ? inbound_division_day(db, a, case_id, &d) : ERR_NOT_FOUND;

    *today = e ? date_of_instant(at) : zone_day(zone_find(d.time_zone), at);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- files ----------------------------------------------------------------- */

enum err
inbound_files_write(struct arena *a, const struct conf *conf, const struct inmail *mail,
    struct inbound_file_add **rows, size_t *n)
{
    *n = 0;
    *rows = arena_new_n(a, mail->files_n + 1, struct inbound_file_add);
    for (size_t i = 0; i < mail->files_n; i++) {
        const struct inmail_file *f = &mail->files[i];
        struct inbound_file_add *row = &(*rows)[(*n)++];
        struct attachment_file kept;
        const char *why = NULL;
        enum err e = attachment_write(a, conf, f->data, f->n, f->name, &kept, &why);

        *row = (struct inbound_file_add){ .no = (uint32_t)i + 1,
            .file_name = f->name,
            .bytes_n = f->n,
            .type = f->type };
        if (e == ERR_INVALID || e == ERR_LIMIT || e == ERR_DENIED) {
            char *reason = arena_alloc(a, REFUSED__SIZE);

            text_copy(reason, REFUSED__SIZE, why ? why : err_name(e));
            row->refused = reason;
            continue;
        }
        if (e)
            return e;
        memcpy(row->sha256, kept.sha256, sizeof row->sha256);
        row->file_name = kept.file_name;
        row->type = kept.media;
    }
    return OK;
}

static enum err
link_files(struct db *db, struct arena *a, const struct actor *by,
    const struct inbound_words *w, uint64_t posted_id)
{
    const struct attachment_owner owner = { .kind = "message",
        .id = posted_id,
        .customer_id = w->customer_id,
        .case_id = w->case_id,
        .visible = true };
    struct inbound_files *f;
    size_t n;
    enum err e = inbound_files(db, a, w->id, &f, &n);

    for (size_t i = 0; i < n && !e; i++) {
        struct attachment_file file = {
            .n = f[i].bytes_n, .media = f[i].type, .file_name = f[i].file_name
        };
        uint64_t id;

        if (f[i].refused)
            continue;
        memcpy(file.sha256, f[i].sha256, sizeof file.sha256);
        e = attachment_add(db, a, by, &file, &owner, &id);
    }
    return e;
}

/* -- words ----------------------------------------------------------------- */

enum err
inbound_post(
    struct db *db, struct arena *a, const struct inbound_words *w, uint64_t *posted_id)
{
    const struct actor by = { .kind = ACTOR_CONTACT,
        .id = w->contact_id ? arena_fmt(a, "%" PRIu64, w->contact_id)
                            : arena_fmt(a, "mail:%" PRIu64, w->id),
        .ip = "",
        .request_id = "",
        .now_us = w->now_at };
    struct message_in in = { .customer_id = w->customer_id,
        .item_id = w->item_id,
        .case_id = w->case_id,
        .conversation_id = w->conversation_id,
        .channel = "mail",
        .item_number = w->item_number,
        .author_name = w->from_name    ? w->from_name
                       : w->from_email ? w->from_email
                                       : "Somebody",
        .client_key = arena_fmt(a, "mail:%" PRIu64, w->id) };
    struct message_posted out;
    char *body = arena_alloc(a, BODY__SIZE);
    enum err e;

    text_copy(body, BODY__SIZE, *w->fresh ? w->fresh : w->subject);
    in.body = *body ? body : "…";
    if ((e = inbound_day(db, a, w->case_id, w->now_at, &in.today)) ||
        (e = post_message_in(db, a, &by, &in, &out)) ||
        (e = link_files(db, a, &by, w, out.id)))
        return e;
    *posted_id = out.id;
    return w->case_id ? case_touch(db, w->case_id, "mail_reply") : OK;
}
