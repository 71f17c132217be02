#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/internal.h"

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* C1 controls, line and paragraph separators and marks that turn the direction of what
 * follows: they let a text look like another. */
static bool
is_hidden(const char *s, size_t k)
{
    const unsigned char *u = (const unsigned char *)s;

    if (k == 2)
        return u[0] == 0xc2 && u[1] < 0xa0;
    return k == 3 && u[0] == 0xe2 &&
           ((u[1] == 0x80 && u[2] >= 0xa8 && u[2] <= 0xae) ||
               (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

static char *
clean(struct arena *a, const char *s, size_t n, size_t max, bool lines)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        size_t k = c < 0x80 ? 1 : text_utf8_len(s + i, n - i);

        if (b.len + (k ? k : sizeof REPLACEMENT - 1) > max)
            break;
        if (k == 0)
            buf_text(&b, REPLACEMENT);
        else if (k > 1 && is_hidden(s + i, k))
            buf_char(&b, ' ');
        else if (k > 1 || (c >= 0x20 && c != 0x7f) ||
                 (lines && (c == '\n' || c == '\t')))
            buf_add(&b, s + i, k);
        else if (!lines)
            buf_char(&b, ' ');
        i += k ? k : 1;
    }
    return b.text;
}

char *
clean_line(struct arena *a, const char *s, size_t max)
{
    return s ? text_trim(a, clean(a, s, strlen(s), max, false)) : NULL;
}

char *
clean_text(struct arena *a, const char *s, size_t n, size_t max)
{
    return clean(a, s, n, max, true);
}

char *
block_field(struct arena *a, const char *block, const char *name)
{
    size_t n = strlen(name);
    struct buf b;
    bool ours = false, found = false;

    buf_init(&b, a);
    while (*block && *block != '\n' && *block != '\r') {
        size_t len = strcspn(block, "\r\n");

        if (*block == ' ' || *block == '\t') {
            if (ours)
                buf_add(&b, block, len);
        } else if (found) {
            break;
        } else if (len > n && block[n] == ':' && strncasecmp(block, name, n) == 0) {
            ours = found = true;
            buf_add(&b, block + n + 1, len - n - 1);
        }
        block += len;
        block += *block == '\r';
        block += *block == '\n';
    }
    return found ? clean_line(a, b.text, b.len) : NULL;
}
