#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

/* How each byte leaves: 0 as it is, 'u' as \u00xx, 'm' starts a sequence of many
 * bytes, else \ and that letter. */
static const char ESCAPE[256] = {
    [0x00 ... 0x07] = 'u',
    ['\b'] = 'b',
    ['\t'] = 't',
    ['\n'] = 'n',
    [0x0b] = 'u',
    ['\f'] = 'f',
    ['\r'] = 'r',
    [0x0e ... 0x1f] = 'u',
    ['"'] = '"',
    ['\\'] = '\\',
    ['<'] = 'u',
    ['>'] = 'u',
    ['&'] = 'u',
    [0x7f] = 'u',
    [0x80 ... 0xff] = 'm',
};

static void
escaped_byte(struct buf *b, unsigned char c)
{
    static const char HEX[] = "0123456789abcdef";

    if (ESCAPE[c] == 'u') {
        const char out[] = { '\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15] };

        buf_add(b, out, sizeof out);
    } else {
        const char out[] = { '\\', ESCAPE[c] };

        buf_add(b, out, sizeof out);
    }
}

/* Line and paragraph separators end a line in old JavaScript. Returns the bytes
 * consumed. */
static size_t
sequence(struct buf *b, const char *s, size_t n)
{
    size_t len = text_utf8_len(s, n);

    if (len == 0) {
        buf_add(b, "\xef\xbf\xbd", 3);
        return 1;
    }
    if (len == 3 && memcmp(s, "\xe2\x80\xa8", 3) == 0)
        buf_add(b, "\\u2028", 6);
    else if (len == 3 && memcmp(s, "\xe2\x80\xa9", 3) == 0)
        buf_add(b, "\\u2029", 6);
    else
        buf_add(b, s, len);
    return len;
}

void
json_quote(struct buf *b, const char *s, size_t n)
{
    size_t plain, i = 0;
    char *to = buf_room(b, n + 2);

    while (i < n && ESCAPE[(unsigned char)s[i]] == 0)
        i++;
    *to++ = '"';
    if (i)
        memcpy(to, s, i);
    b->len += i + 1;
    plain = i;
    while (i < n) {
        unsigned char c = (unsigned char)s[i];

        if (ESCAPE[c] == 0) {
            i++;
            continue;
        }
        buf_add(b, s + plain, i - plain);
        if (ESCAPE[c] == 'm') {
            i += sequence(b, s + i, n - i);
        } else {
            escaped_byte(b, c);
            i++;
        }
        plain = i;
    }
    buf_add(b, s + plain, n - plain);
    buf_char(b, '"');
}

static char *
put(char *to, const char *s, size_t n)
{
    memcpy(to, s, n);
    return to + n;
}

/* Writes comma and key; returns where the value goes, with room for n bytes. What
 * is short is then written in place and ended by `end`: most of a document is. */
static char *
begin(struct json *j, const char *key, size_t n)
{
    size_t key_n = key ? strlen(key) : 0;
    char *to = buf_room(j->out, key_n + n + 4);

    if (j->need_comma)
        *to++ = ',';
    j->need_comma = true;
    if (key) {
        *to++ = '"';
        to = put(to, key, key_n);
        *to++ = '"';
        *to++ = ':';
    }
    return to;
}

static void
end(struct json *j, char *to)
{
    *to = '\0';
    j->out->len = (size_t)(to - j->out->text);
}

static char *
put_u64(char *to, uint64_t v)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    return put(to, digits + at, sizeof digits - at);
}

void
json_open(struct json *j, const char *key, char bracket)
{
    char *to = begin(j, key, 1);

    *to++ = bracket;
    end(j, to);
    j->need_comma = false;
}

void
json_close(struct json *j, char bracket)
{
    buf_char(j->out, bracket);
    j->need_comma = true;
}

void
json_textn(struct json *j, const char *key, const char *v, size_t n)
{
    end(j, begin(j, key, 0));
    json_quote(j->out, v, n);
}

void
json_text(struct json *j, const char *key, const char *v)
{
    if (v)
        json_textn(j, key, v, strlen(v));
    else
        json_nil(j, key);
}

void
json_u64(struct json *j, const char *key, uint64_t v)
{
    end(j, put_u64(begin(j, key, 20), v));
}

void
json_i64(struct json *j, const char *key, int64_t v)
{
    char *to = begin(j, key, 20);

    if (v < 0)
        *to++ = '-';
    end(j, put_u64(to, v < 0 ? 0 - (uint64_t)v : (uint64_t)v));
}

void
json_bool(struct json *j, const char *key, bool v)
{
    char *to = begin(j, key, 5);

    end(j, v ? put(to, "true", 4) : put(to, "false", 5));
}

void
json_nil(struct json *j, const char *key)
{
    end(j, put(begin(j, key, 4), "null", 4));
}

void
json_id(struct json *j, const char *key, uint64_t id)
{
    char *to = begin(j, key, 22);

    *to++ = '"';
    to = put_u64(to, id);
    *to++ = '"';
    end(j, to);
}

/* Ends a value that was formatted in place behind its opening quote. */
static void
close_quote(struct json *j, char *formatted)
{
    char *to = formatted + strlen(formatted);

    *to++ = '"';
    end(j, to);
}

void
json_day(struct json *j, const char *key, int32_t day)
{
    char *to = begin(j, key, DATE_TEXT__SIZE + 2);

    *to++ = '"';
    close_quote(j, date_format(day, to));
}

void
json_instant(struct json *j, const char *key, int64_t at)
{
    char *to = begin(j, key, DATE_INSTANT_TEXT__SIZE + 2);
    int64_t below_ms = ((at % 1000) + 1000) % 1000;

    *to++ = '"';
    close_quote(j, date_format_instant(at - below_ms, to));
}

void
json_money(struct json *j, const char *key, int64_t minor, const char *currency)
{
    char *to = begin(j, key, MONEY_TEXT__SIZE + 2);

    *to++ = '"';
    close_quote(j, money_format(minor, currency, to));
}

void
json_raw(struct json *j, const char *key, const char *v, size_t n)
{
    end(j, begin(j, key, 0));
    buf_add(j->out, v, n);
}

void
json_milli(struct json *j, const char *key, int64_t milli)
{
    char text[32];
    uint64_t v = milli < 0 ? -(uint64_t)milli : (uint64_t)milli;
    int n = snprintf(text, sizeof text, "%s%" PRIu64 ".%03" PRIu64,
        milli < 0 ? "-" : "", v / 1000, v % 1000);

    while (text[n - 1] == '0' && text[n - 2] != '.')
        text[--n] = '\0';
    json_text(j, key, text);
}
