#include "intake/tsv.h"

#include <stdbool.h>
#include <string.h>

static bool
unescape(char *to, char c)
{
    static const char NAMES[] = "tnr\\0", BYTES[] = "\t\n\r\\\0";
    const char *at = c ? strchr(NAMES, c) : NULL;

    if (at)
        *to = BYTES[at - NAMES];
    return at != NULL;
}

/* Ends the value that begins at s; gives what follows it, or NULL after the last. */
static char *
end_value(char *s, bool *ok)
{
    char *to = s;

    for (; *s && *s != '\t' && *s != '\n'; s++, to++) {
        if (*s != '\\')
            *to = *s;
        else if (!unescape(to, *++s)) {
            *ok = false;
            return NULL;
        }
    }
    if (*s != '\t') {
        *to = '\0';
        return NULL;
    }
    *to = '\0';
    return s + 1;
}

enum err
tsv_split(char *line, char **values, size_t want)
{
    bool ok = true;
    size_t n = 0;

    while (line && n < want) {
        bool null = line[0] == '\\' && line[1] == 'N';

        values[n++] = null ? NULL : line;
        if (null) {
            line += 2;
            if (*line && *line != '\t' && *line != '\n')
                return ERR_INVALID;
            line = *line == '\t' ? line + 1 : NULL;
        } else {
            line = end_value(line, &ok);
        }
    }
    return ok && !line && n == want ? OK : ERR_INVALID;
}
