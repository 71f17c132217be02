#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "intake/inmail.h"
#include "intake/internal.h"

enum { WORDS__MAX = 400 };

/* "rfc822; joe@debtor.example" -> joe@debtor.example; NULL when it is no address. */
static const char *
address_of(struct arena *a, const char *field)
{
    const char *s = field ? strchr(field, ';') : NULL;
    char *trimmed;
    size_t n;

    if (!field)
        return NULL;
    trimmed = text_trim(a, s ? s + 1 : field);
    n = strlen(trimmed);
    if (n > 2 && trimmed[0] == '<' && trimmed[n - 1] == '>')
        trimmed = arena_strn(a, trimmed + 1, n - 2);
    return text_is_email(trimmed) ? trimmed : NULL;
}

/* The first "5.1.1" in a text, at a word's start; "" when there is none. */
static const char *
code_in(struct arena *a, const char *s)
{
    for (; s && *s; s++) {
        size_t first, second;

        if ((*s != '2' && *s != '4' && *s != '5') || s[1] != '.')
            continue;
        first = strspn(s + 2, "0123456789");
        if (first == 0 || first > 3 || s[2 + first] != '.')
            continue;
        second = strspn(s + 3 + first, "0123456789");
        if (second > 0 && second <= 3)
            return arena_strn(a, s, 3 + first + second);
    }
    return "";
}

static const char *
words_of(struct arena *a, const char *field)
{
    const char *s = field ? strchr(field, ';') : NULL;

    if (!field)
        return "";
    return clean_line(a, s ? s + 1 : field, WORDS__MAX);
}

/* "X.0.0" says only that it failed: the server's own words know more. */
static const char *
status_of(struct arena *a, const char *field, const char *words)
{
    const char *said = code_in(a, field), *better;

    if (*said && strcmp(said + 1, ".0.0") != 0)
        return said;
    better = code_in(a, words);
    return *better ? better : said;
}

static enum inmail_fate
fate_of(const char *action, const char *status)
{
    if (text_eq_nocase(action, "delivered"))
        return INMAIL_DELIVERED;
    if (text_eq_nocase(action, "relayed") || text_eq_nocase(action, "expanded"))
        return INMAIL_RELAYED;
    if (text_eq_nocase(action, "delayed"))
        return INMAIL_DELAYED;
    return action || *status == '5' ? INMAIL_FAILED : INMAIL_DELAYED;
}

/*
 * RFC 3463: 5.1.x is about the address, 5.2.1 a mailbox that takes nothing any more,
 * 5.4.4 a domain that cannot be reached; 5.0.0 is all that some servers say of an
 * address that does not exist. A full mailbox, a size or a policy may change.
 */
static bool
is_hard(const char *status)
{
    static const char *const HARD[] = { "5.0.0", "5.2.1", "5.4.4", "5.7.27" };

    if (strncmp(status, "5.1.", 4) == 0)
        return strcmp(status, "5.1.7") != 0 && strcmp(status, "5.1.8") != 0; /* ours */
    for (size_t i = 0; i < sizeof HARD / sizeof *HARD; i++)
        if (strcmp(status, HARD[i]) == 0)
            return true;
    return false;
}

/* Past the next empty line; the end when there is none. */
static const char *
next_block(const char *s)
{
    while (*s && *s != '\n' && *s != '\r') {
        s += strcspn(s, "\r\n");
        s += *s == '\r';
        s += *s == '\n';
    }
    return s + strspn(s, "\r\n");
}

void
inmail_reports(
    struct arena *a, const char *text, struct inmail_report *out, size_t max, size_t *n)
{
    const char *block = text + strspn(text, "\r\n");

    for (*n = 0; *block && *n < max; block = next_block(block)) {
        const char *action = block_field(a, block, "Action");
        const char *final = address_of(a, block_field(a, block, "Final-Recipient"));
        const char *original =
            address_of(a, block_field(a, block, "Original-Recipient"));
        struct inmail_report r = { .original = original, .final = final };

        if (!original && !final)
            continue; /* about the message as a whole */
        r.words = words_of(a, block_field(a, block, "Diagnostic-Code"));
        r.status = status_of(a, block_field(a, block, "Status"), r.words);
        r.fate = fate_of(action, r.status);
        r.hard = r.fate == INMAIL_FAILED && is_hard(r.status);
        out[(*n)++] = r;
    }
}
