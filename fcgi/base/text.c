#include "base/text.h"

#include <string.h>

static bool
tail(const char *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (((unsigned char)s[i] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t
text_utf8_len(const char *s, size_t n)
{
    unsigned char c = (unsigned char)s[0], d;

    if (c < 0x80)
        return 1;
    if (c < 0xc2 || c > 0xf4 || n < 2)
        return 0;
    if (c < 0xe0)
        return tail(s, 2) ? 2 : 0;
    d = (unsigned char)s[1];
    if (c < 0xf0) {
        if (n < 3 || !tail(s, 3) || (c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f))
            return 0;
        return 3;
    }
    if (n < 4 || !tail(s, 4) || (c == 0xf0 && d < 0x90) || (c == 0xf4 && d > 0x8f))
        return 0;
    return 4;
}

bool
text_is_utf8(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t len = text_utf8_len(s + i, n - i);

        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

bool
text_has_control(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
            return true;
    return false;
}

/* White space as people paste it, in front of s; its length or 0. */
static size_t
blank_len(const char *s, size_t n)
{
    static const char *const BLANKS[] = { " ", "\t", "\n", "\r", "\v", "\f",
        "\xc2\xa0" /* no-break */, "\xe2\x80\xaf" /* narrow no-break */,
        "\xe2\x80\x8b" /* zero width */, "\xef\xbb\xbf" /* byte order mark */ };

    for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS; i++) {
        size_t len = strlen(BLANKS[i]);

        if (len <= n && memcmp(s, BLANKS[i], len) == 0)
            return len;
    }
    return 0;
}

static size_t
blank_len_back(const char *s, size_t n)
{
    for (size_t len = 1; len <= 3 && len <= n; len++)
        if (blank_len(s + n - len, len) == len)
            return len;
    return 0;
}

char *
text_trim(struct arena *a, const char *s)
{
    size_t n = strlen(s), len;

    while (n && (len = blank_len(s, n))) {
        s += len;
        n -= len;
    }
    while (n && (len = blank_len_back(s, n)))
        n -= len;
    return arena_strn(a, s, n);
}

static unsigned char
lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

char *
text_lower(struct arena *a, const char *s)
{
    char *out = arena_str(a, s);

    for (char *p = out; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return out;
}

bool
text_eq_nocase(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

bool
text_eq(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool
text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
text_copy(char *dst, size_t size, const char *src)
{
    size_t n = strlen(src);
    bool all = n < size;

    if (!all) {
        n = size - 1;
        while (n && ((unsigned char)src[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(dst, src, n);
    dst[n] = '\0';
    return all;
}

enum err
text_u64(const char *s, uint64_t *out)
{
    uint64_t v = 0;

    if (!*s)
        return ERR_INVALID;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return ERR_INVALID;
        if (__builtin_mul_overflow(v, UINT64_C(10), &v) ||
            __builtin_add_overflow(v, (uint64_t)(*s - '0'), &v))
            return ERR_INVALID;
    }
    *out = v;
    return OK;
}

enum err
text_i64(const char *s, int64_t *out)
{
    bool negative = *s == '-';
    uint64_t v, limit = (uint64_t)INT64_MAX + negative;
    enum err e;

    if ((e = text_u64(s + negative, &v)))
        return e;
    if (v > limit)
        return ERR_INVALID;
    *out = (int64_t)(negative ? 0 - v : v);
    return OK;
}

/* "a.example": labels of letters, digits and hyphens, one dot at least between
 * them. Domains beyond ASCII come in their xn-- form. */
static bool
is_domain(const char *s, size_t n)
{
    size_t dots = 0;

    if (n == 0 || s[n - 1] == '.' || s[n - 1] == '-')
        return false;
    for (size_t i = 0; i < n; i++) {
        bool starts = i == 0 || s[i - 1] == '.';

        if (s[i] == '.') {
            if (starts || s[i - 1] == '-')
                return false;
            dots++;
        } else if (s[i] == '-') {
            if (starts)
                return false;
        } else if (!(s[i] >= '0' && s[i] <= '9') &&
                   !(lower(s[i]) >= 'a' && lower(s[i]) <= 'z')) {
            return false;
        }
    }
    return dots > 0 || (n == 9 && memcmp(s, "localhost", 9) == 0);
}

bool
text_is_email(const char *s)
{
    size_t n = strlen(s), local = strcspn(s, "@");

    if (n > 254 || local == 0 || local > 64 || local == n)
        return false;
    if (text_has_control(s, n) || !text_is_utf8(s, n))
        return false;
    if (strcspn(s, " ,;:\"\\()<>[]") != n)
        return false;
    if (s[0] == '.' || s[local - 1] == '.' || strstr(s, ".."))
        return false;
    return is_domain(s + local + 1, n - local - 1);
}

void
text_html(struct buf *b, const char *s)
{
    for (;;) {
        size_t plain = strcspn(s, "&<>\"'");

        buf_add(b, s, plain);
        s += plain;
        switch (*s++) {
        case '&':
            buf_text(b, "&amp;");
            break;
        case '<':
            buf_text(b, "&lt;");
            break;
        case '>':
            buf_text(b, "&gt;");
            break;
        case '"':
            buf_text(b, "&quot;");
            break;
        case '\'':
            buf_text(b, "&#39;");
            break;
        default:
            return;
        }
    }
}

void
text_url(struct buf *b, const char *s)
{
    for (; *s; s++) {
        char l = (char)lower(*s);

        if ((l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || strchr("-._~", l))
            buf_char(b, *s);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)*s);
    }
}
