#include "db/split.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Past a quoted text that begins at p; a doubled quote begins the next one. */
static const char *
skip_quoted(const char *p)
{
    char quote = *p++;

    for (; *p && *p != quote; p++)
        if (*p == '\\' && quote != '`' && p[1])
            p++;
    return *p ? p + 1 : p;
}

static bool
is_line_comment(const char *p)
{
    return *p == '#' ||
           (p[0] == '-' && p[1] == '-' && (!p[2] || isspace((unsigned char)p[2])));
}

/* What such a comment holds is run by the server. */
static bool
is_version_comment(const char *p)
{
    return p[0] == '/' && p[1] == '*' && (p[2] == '!' || (p[2] == 'M' && p[3] == '!'));
}

/* Past a comment at p, or NULL when there is none. */
static const char *
skip_comment(const char *p)
{
    const char *end;

    if (is_line_comment(p)) {
        p += strcspn(p, "\n");
        return *p ? p + 1 : p;
    }
    if (p[0] != '/' || p[1] != '*')
        return NULL;
    end = strstr(p + 2, "*/");
    return end ? end + 2 : p + strlen(p);
}

static const char *
skip_blank(const char *p)
{
    for (;;) {
        const char *after;

        while (isspace((unsigned char)*p))
            p++;
        if (is_version_comment(p) || !(after = skip_comment(p)))
            return p;
        p = after;
    }
}

/* Reads a DELIMITER line at p; gives what comes after it, or NULL. */
static const char *
take_delimiter(struct split *s, const char *p)
{
    static const char WORD[] = "DELIMITER";
    size_t n = sizeof WORD - 1, len;

    if (strncasecmp(p, WORD, n) != 0 || (p[n] != ' ' && p[n] != '\t'))
        return NULL;
    p += n;
    p += strspn(p, " \t");
    len = strcspn(p, " \t\r\n");
    if (!len || len >= sizeof s->end)
        return NULL;
    memcpy(s->end, p, len);
    s->end[len] = '\0';
    return p + len;
}

bool
split_next(struct split *s, struct split_statement *out)
{
    const char *end, *p, *after, *last;
    size_t end_n;

    if (!s->end[0])
        memcpy(s->end, ";", 2);
    p = skip_blank(s->rest);
    for (;;) {
        end = s->end;
        end_n = strlen(end);
        if ((after = take_delimiter(s, p)))
            p = skip_blank(after);
        else if (strncmp(p, end, end_n) == 0)
            p = skip_blank(p + end_n);
        else
            break;
    }
    if (!*p) {
        s->rest = p;
        return false;
    }
    out->text = last = p;
    while (*p && strncmp(p, end, end_n) != 0) {
        if (*p == '\'' || *p == '"' || *p == '`')
            last = p = skip_quoted(p);
        else if (is_version_comment(p))
            last = p = skip_comment(p);
        else if ((after = skip_comment(p)))
            p = after;
        else if (!isspace((unsigned char)*p++))
            last = p;
    }
    out->n = (size_t)(last - out->text);
    s->rest = *p ? p + end_n : p;
    return true;
}

int
split_line(const char *script, const char *p)
{
    int line = 1;

    for (; script < p; script++)
        line += *script == '\n';
    return line;
}
