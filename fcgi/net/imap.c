#include "net/imap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "net/imap_wire.h"

/* A name of a mailbox as a quoted string; NULL when it cannot be one. */
static const char *
quoted(struct arena *a, const char *name)
{
    struct buf b;

    if (text_has_control(name, strlen(name)))
        return NULL;
    buf_init(&b, a);
    buf_char(&b, '"');
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            buf_char(&b, '\\');
        buf_char(&b, *name);
    }
    buf_char(&b, '"');
    return b.text;
}

static enum err
select_in(struct imap *m, struct arena *a, const char *mailbox, uint32_t *uidvalidity)
{
    const char *name = quoted(a, mailbox);
    char *line, *said;
    enum err e;

    *uidvalidity = 0;
    if (!name)
        return ERR_NOT_FOUND;
    if ((e = imap_command(m, a, arena_fmt(a, "SELECT %s", name))))
        return e;
    for (;;) {
        static const char KEY[] = "* OK [UIDVALIDITY ";

        if ((e = imap_line(m, a, &line)))
            return e;
        if (strncasecmp(line, KEY, sizeof KEY - 1) == 0)
            *uidvalidity = (uint32_t)strtoul(line + sizeof KEY - 1, NULL, 10);
        if (imap_answers(m, line, &said))
            break;
    }
    if (imap_judge(m, said))
        return ERR_NOT_FOUND;
    return *uidvalidity ? OK : imap_down(m, "the server names no UIDVALIDITY");
}

enum err
imap_select(struct imap *m, const char *mailbox, uint32_t *uidvalidity)
{
    struct arena *a = arena_new();
    enum err e = select_in(m, a, mailbox, uidvalidity);

    arena_free(a);
    return e;
}

static int
by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* "* SEARCH 4 5 9": those above `after`. */
static void
take_uids(struct arena *a, const char *list, uint32_t after, uint32_t **uids, size_t *n)
{
    size_t room = strlen(list) / 2 + 1;

    *uids = arena_grow(a, *uids, *n * sizeof **uids, (*n + room) * sizeof **uids);
    for (char *end; *list; list = end) {
        unsigned long v = strtoul(list, &end, 10);

        if (end == list)
            return;
        if (v > after && v <= UINT32_MAX)
            (*uids)[(*n)++] = (uint32_t)v;
    }
}

enum err
imap_search(struct imap *m, struct arena *a, uint32_t after, uint32_t **uids, size_t *n)
{
    static const char KEY[] = "* SEARCH";
    char *line, *said;
    enum err e;

    *n = 0;
    *uids = arena_alloc(a, sizeof **uids);
    if (after == UINT32_MAX)
        return OK;
    if ((e = imap_command(m, a, arena_fmt(a, "UID SEARCH UID %u:*", after + 1))))
        return e;
    for (;;) {
        if ((e = imap_line(m, a, &line)))
            return e;
        if (imap_answers(m, line, &said))
            break;
        if (strncasecmp(line, KEY, sizeof KEY - 1) == 0)
            take_uids(a, line + sizeof KEY - 1, after, uids, n);
    }
    qsort(*uids, *n, sizeof **uids, by_number);
    return imap_judge(m, said) ? ERR_DOWN : OK;
}

/* -- one message ----------------------------------------------------------- */

/* Fetches one part, of which max bytes are kept; ERR_LIMIT: there were more. */
static enum err
fetch(struct imap *m, struct arena *a, uint32_t uid, const char *what, size_t max,
    char **data, size_t *n)
{
    char *line, *said;
    bool found = false;
    size_t len, all = 0;
    enum err e;

    *n = 0;
    *data = NULL;
    if ((e = imap_command(m, a, arena_fmt(a, "UID FETCH %u (UID %s)", uid, what))))
        return e;
    for (;;) {
        if ((e = imap_line(m, a, &line)))
            return e;
        if (imap_answers(m, line, &said))
            break;
        if (!imap_literal(line, &len))
            continue;
        if (found || !strstr(line, "BODY[")) {
            if ((e = imap_bytes(m, NULL, len)))
                return e;
            continue;
        }
        found = true;
        all = len;
        *n = len < max ? len : max;
        *data = arena_alloc(a, *n + 1);
        if ((e = imap_bytes(m, *data, *n)) || (e = imap_bytes(m, NULL, len - *n)))
            return e;
    }
    if (imap_judge(m, said))
        return ERR_DOWN;
    if (!found)
        return ERR_NOT_FOUND;
    return all > max ? ERR_LIMIT : OK;
}

/* RFC822.SIZE; ERR_NOT_FOUND when the message is gone. */
static enum err
size_of(struct imap *m, struct arena *a, uint32_t uid, size_t *size)
{
    static const char KEY[] = "RFC822.SIZE ";
    char *line, *said;
    const char *at;
    bool found = false;
    enum err e;

    if ((e = imap_command(m, a, arena_fmt(a, "UID FETCH %u (UID RFC822.SIZE)", uid))))
        return e;
    for (;;) {
        if ((e = imap_line(m, a, &line)))
            return e;
        if (imap_answers(m, line, &said))
            break;
        if ((at = strstr(line, KEY)) != NULL) {
            *size = strtoull(at + sizeof KEY - 1, NULL, 10);
            found = true;
        }
    }
    if (imap_judge(m, said))
        return ERR_DOWN;
    return found ? OK : ERR_NOT_FOUND;
}

enum err
imap_fetch(
    struct imap *m, struct arena *a, uint32_t uid, size_t max, char **data, size_t *n)
{
    size_t size = 0;
    enum err e = size_of(m, a, uid, &size);

    if (e)
        return e;
    if (size <= max)
        return fetch(m, a, uid, "BODY.PEEK[]", max, data, n);
    e = fetch(m, a, uid, "BODY.PEEK[HEADER]", max, data, n);
    return e ? e : ERR_LIMIT;
}

static enum err
simple(struct imap *m, struct arena *a, const char *text)
{
    char *said;
    enum err e = imap_command(m, a, text);

    return e ? e : imap_finish(m, a, &said);
}

static enum err
move(struct imap *m, struct arena *a, uint32_t uid, const char *name)
{
    enum err e = simple(m, a, arena_fmt(a, "UID MOVE %u %s", uid, name));

    if (e != ERR_INVALID)
        return e;
    /* no such mailbox yet, or no MOVE */
    if ((e = simple(m, a, arena_fmt(a, "CREATE %s", name))) == ERR_DOWN)
        return e;
    e = simple(m, a, arena_fmt(a, "UID MOVE %u %s", uid, name));
    if (e != ERR_INVALID)
        return e;
    if ((e = simple(m, a, arena_fmt(a, "UID COPY %u %s", uid, name))) ||
        (e = simple(
             m, a, arena_fmt(a, "UID STORE %u +FLAGS.SILENT (\\Seen \\Deleted)", uid))))
        return e;
    e = simple(m, a, arena_fmt(a, "UID EXPUNGE %u", uid));
    return e == ERR_INVALID ? OK : e; /* without UIDPLUS it stays, as deleted */
}

enum err
imap_mark(struct imap *m, struct arena *a, uint32_t uid, const char *move_to)
{
    const char *name = move_to && *move_to ? quoted(a, move_to) : NULL;

    if (name)
        return move(m, a, uid, name);
    return simple(m, a, arena_fmt(a, "UID STORE %u +FLAGS.SILENT (\\Seen)", uid));
}
