/*
 * Lua patterns, bounded: each comparison is charged to the budget, so a pattern that
 * would try for ever ends the call. As in Lua: . %a %c %d %g %l %p %s %u %w %x and
 * their opposites, sets, * + - ?, captures, ^ and $. Not offered: %b %f and %1 within
 * a pattern.
 */
#include <ctype.h>
#include <string.h>

#include "script/internal.h"

enum { MATCH_DEPTH__MAX = 150, CAPTURE_OPEN = -1, CAPTURE_PLACE = -2 };

/* The end of one item of the pattern: a character, a class or a set. */
static const char *
item_end(struct match *m, const char *p)
{
    if (*p++ == '%') {
        if (p == m->pattern_end)
            luaL_error(m->L, "pattern ends with '%%'");
        return p + 1;
    }
    if (p[-1] != '[')
        return p;
    if (p < m->pattern_end && *p == '^')
        p++;
    do { /* the first ']' is a character of the set */
        if (p >= m->pattern_end)
            luaL_error(m->L, "pattern has '[' without ']'");
        if (*p++ == '%' && p < m->pattern_end)
            p++;
    } while (p >= m->pattern_end || *p != ']');
    return p + 1;
}

static bool
in_class(int c, int class)
{
    bool yes;

    switch (tolower(class)) {
    case 'a':
        yes = isalpha(c);
        break;
    case 'c':
        yes = iscntrl(c);
        break;
    case 'd':
        yes = isdigit(c);
        break;
    case 'g':
        yes = isgraph(c);
        break;
    case 'l':
        yes = islower(c);
        break;
    case 'p':
        yes = ispunct(c);
        break;
    case 's':
        yes = isspace(c);
        break;
    case 'u':
        yes = isupper(c);
        break;
    case 'w':
        yes = isalnum(c);
        break;
    case 'x':
        yes = isxdigit(c);
        break;
    default:
        return class == c;
    }
    return isupper(class) ? !yes : yes;
}

/* p at '[', end behind ']' */
static bool
in_set(int c, const char *p, const char *end)
{
    bool sense = true;

    p++;
    if (*p == '^') {
        sense = false;
        p++;
    }
    for (; p < end - 1; p++) {
        if (*p == '%') {
            p++;
            if (in_class(c, (unsigned char)*p))
                return sense;
        } else if (p + 2 < end - 1 && p[1] == '-') {
            if ((unsigned char)*p <= c && c <= (unsigned char)p[2])
                return sense;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return sense;
        }
    }
    return !sense;
}

static bool
one(struct match *m, const char *s, const char *p, const char *end)
{
    int c;

    host_charge(m->L, 1);
    if (s >= m->text_end)
        return false;
    c = (unsigned char)*s;
    switch (*p) {
    case '.':
        return true;
    case '%':
        if (strchr("bf0123456789", p[1]))
            luaL_error(m->L, "pattern: '%%%c' is not offered", p[1]);
        return in_class(c, (unsigned char)p[1]);
    case '[':
        return in_set(c, p, end);
    default:
        return (unsigned char)*p == c;
    }
}

static const char *
open_capture(struct match *m, const char *s, const char *p, ptrdiff_t kind)
{
    const char *end;

    if (m->captures == sizeof m->capture / sizeof *m->capture)
        luaL_error(m->L, "pattern: more than 16 captures");
    m->capture[m->captures].start = s;
    m->capture[m->captures++].len = kind;
    if (!(end = match_at(m, s, p)))
        m->captures--;
    return end;
}

static const char *
close_capture(struct match *m, const char *s, const char *p)
{
    const char *end;
    int i = m->captures;

    while (--i >= 0 && m->capture[i].len != CAPTURE_OPEN)
        ;
    if (i < 0)
        luaL_error(m->L, "pattern has ')' without '('");
    m->capture[i].len = s - m->capture[i].start;
    if (!(end = match_at(m, s, p)))
        m->capture[i].len = CAPTURE_OPEN;
    return end;
}

static const char *
repeat(struct match *m, const char *s, const char *p, const char *end, bool greedy)
{
    const char *got;
    ptrdiff_t n = 0;

    if (!greedy) {
        for (;;) {
            if ((got = match_at(m, s, end + 1)))
                return got;
            if (!one(m, s++, p, end))
                return NULL;
        }
    }
    while (one(m, s + n, p, end))
        n++;
    for (; n >= 0; n--) {
        if ((got = match_at(m, s + n, end + 1)))
            return got;
    }
    return NULL;
}

static const char *
match_from(struct match *m, const char *s, const char *p)
{
    for (;;) {
        const char *end;
        char suffix;

        if (p == m->pattern_end)
            return s;
        if (*p == '(')
            return p[1] == ')' ? open_capture(m, s, p + 2, CAPTURE_PLACE)
                               : open_capture(m, s, p + 1, CAPTURE_OPEN);
        if (*p == ')')
            return close_capture(m, s, p + 1);
        if (*p == '$' && p + 1 == m->pattern_end)
            return s == m->text_end ? s : NULL;
        end = item_end(m, p);
        suffix = '\0';
        if (end < m->pattern_end)
            suffix = *end;
        switch (suffix) {
        case '?': {
            const char *got;

            if (one(m, s, p, end) && (got = match_at(m, s + 1, end + 1)))
                return got;
            p = end + 1;
            continue;
        }
        case '+':
            if (!one(m, s, p, end))
                return NULL;
            return repeat(m, s + 1, p, end, true);
        case '*':
            return repeat(m, s, p, end, true);
        case '-':
            return repeat(m, s, p, end, false);
        default:
            if (!one(m, s, p, end))
                return NULL;
            s++;
            p = end;
        }
    }
}

const char *
match_at(struct match *m, const char *at, const char *pattern)
{
    const char *end;

    if (++m->depth > MATCH_DEPTH__MAX)
        luaL_error(m->L, "pattern is too complex");
    end = match_from(m, at, pattern);
    m->depth--;
    return end;
}
