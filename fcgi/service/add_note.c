#include "service/add_note.h"

#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/notify.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_note.h"

/* The first line, for the timeline; the whole body stands in the note. */
static char *
first_line(struct arena *a, const char *body)
{
    return arena_strn(a, body, strcspn(body, "\r\n"));
}

/* -- who is named --------------------------------------------------------- */

static bool
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_' || (unsigned char)c >= 0x80;
}

/* Length of the name when it stands at p as whole words, else 0. */
static size_t
named(struct arena *a, const char *p, const char *name)
{
    size_t n = strlen(name);

    if (!n || strlen(p) < n || is_word(p[n]) ||
        !text_eq_nocase(arena_strn(a, p, n), name))
        return 0;
    return n;
}

/* Whom the @ at p means: the longest name that fits; NULL: nobody. */
static const struct note_colleagues *
who_is(struct arena *a, const char *p, const struct note_colleagues *all, size_t n)
{
    const struct note_colleagues *who = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < n; i++) {
        size_t whole = named(a, p, all[i].name), brief = named(a, p, all[i].brief);
        size_t len = whole > brief ? whole : brief;

        if (len > longest) {
            longest = len;
            who = &all[i];
        }
    }
    return who;
}

static enum err
tell_named(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t note_id)
{
    struct note_colleagues *all;
    size_t n;
    enum err e;

    if (!strchr(in->body, '@'))
        return OK;
    e = note_colleagues(db, a, in->body, &all, &n);
    for (const char *p = in->body; !e && n && (p = strchr(p, '@')); p++) {
        const struct note_colleagues *who;

        if (p > in->body && is_word(p[-1])) /* an address, not a person called */
            continue;
        if (!(who = who_is(a, p + 1, all, n)))
            continue;
        if ((e = note_mention(db, note_id, who->id, NULL)))
            return e;
        if (who->id != actor_user_id(by))
            e = notify(db, a, who->id, NOTIFY_MENTION, first_line(a, in->body), "note",
                note_id, in->customer_id,
                arena_fmt(a, "mention:%llu", (unsigned long long)note_id));
    }
    return e;
}

/* -- writing -------------------------------------------------------------- */

static enum err
add_items(struct db *db, struct arena *a, const struct note_in *in, uint64_t id)
{
    struct note_add_item *row =
        arena_new_n(a, in->item_ids_n + 1, struct note_add_item);

    if (!in->item_ids_n)
        return OK;
    for (size_t k = 0; k < in->item_ids_n; k++)
        row[k] = (struct note_add_item){ id, in->item_ids[k] };
    return note_add_item(db, row, in->item_ids_n, NULL);
}

enum err
write_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id)
{
    struct note_insert_in row = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .item_id = in->item_id,
        .dispute_id = in->dispute_id,
        .user_id = actor_user_id(by),
        .body = in->body,
        .created_at = by->now_us };
    struct activity seen = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "note",
        .by = by,
        .ref_kind = "note",
        .title = first_line(a, in->body) };
    struct audit done = { .by = by,
        .action = "note.add",
        .object_kind = "note",
        .customer_id = in->customer_id,
        .after = AUDIT_TEXTS(a, "body", in->body, "item_id", audit_id(a, in->item_id),
            "dispute_id", audit_id(a, in->dispute_id)) };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = note_insert(db, &row, NULL)) ||
        (e = add_items(db, a, in, row.id)))
        return e;
    seen.ref_id = done.object_id = *id = row.id;
    if ((e = tell_named(db, a, by, in, row.id)) || (e = activity_add(db, &seen)))
        return e;
    return audit_add(db, &done);
}

enum err
add_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_note(db, a, by, in, id));
}
