#include "service/mention.h"

#include <string.h>

#include "base/text.h"
#include "service/notify.h"
#include "store/q_note.h"

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

/* The next one named at or behind *at, which moves on; NULL: nobody more. */
static const struct note_colleagues *
next_named(struct arena *a, const char *body, const char **at,
    const struct note_colleagues *all, size_t n)
{
    while ((*at = strchr(*at, '@'))) {
        const char *p = (*at)++;
        const struct note_colleagues *who;

        if (p > body && is_word(p[-1])) /* an address, not a person called */
            continue;
        if ((who = who_is(a, p + 1, all, n)))
            return who;
    }
    return NULL;
}

static enum err
colleagues(struct db *db, struct arena *a, const struct mention_in *in,
    struct note_colleagues **all, size_t *n)
{
    *n = 0;
    if (!in->body || !strchr(in->body, '@'))
        return OK;
    return note_colleagues(db, a, in->body, in->customer_id, in->case_id, all, n);
}

static enum err
tell_one(struct db *db, struct arena *a, const struct actor *by,
    const struct mention_in *in, const struct note_colleagues *who)
{
    enum err e = OK;

    if (text_eq(in->ref_kind, "note"))
        e = note_mention(db, in->ref_id, who->id, NULL);
    if (e || who->id == actor_user_id(by))
        return e;
    return notify(db, a, who->id, NOTIFY_MENTION,
        arena_strn(a, in->body, strcspn(in->body, "\r\n")), in->ref_kind, in->ref_id,
        in->customer_id, arena_fmt(a, "mention:%llu", (unsigned long long)in->ref_id));
}

enum err
mention_tell(
    struct db *db, struct arena *a, const struct actor *by, const struct mention_in *in)
{
    const struct note_colleagues *who;
    struct note_colleagues *all;
    const char *at = in->body;
    size_t n;
    enum err e = colleagues(db, a, in, &all, &n);

    while (!e && n && (who = next_named(a, in->body, &at, all, n)))
        if (who->sees)
            e = tell_one(db, a, by, in, who);
    return e;
}

enum err
mention_blind(
    struct db *db, struct arena *a, const struct mention_in *in, const char **name)
{
    const struct note_colleagues *who;
    struct note_colleagues *all;
    const char *at = in->body;
    size_t n;
    enum err e = colleagues(db, a, in, &all, &n);

    *name = NULL;
    while (!e && n && !*name && (who = next_named(a, in->body, &at, all, n)))
        if (!who->sees)
            *name = who->name;
    return e;
}
