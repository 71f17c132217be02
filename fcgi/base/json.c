#include "base/json.h"

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
    size_t plain = 0, i = 0;

    buf_room(b, n + 2);
    buf_char(b, '"');
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

static void
begin(struct json *j, const char *key)
{
    size_t n;
    char *to;

    if (j->need_comma)
        buf_char(j->out, ',');
    j->need_comma = true;
    if (!key)
        return;
    n = strlen(key);
    to = buf_room(j->out, n + 3);
    to[0] = '"';
    memcpy(to + 1, key, n);
    memcpy(to + 1 + n, "\":", 3);
    j->out->len += n + 3;
}

void
json_open(struct json *j, const char *key, char bracket)
{
    begin(j, key);
    buf_char(j->out, bracket);
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
    begin(j, key);
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
    begin(j, key);
    buf_u64(j->out, v);
}

void
json_i64(struct json *j, const char *key, int64_t v)
{
    begin(j, key);
    buf_i64(j->out, v);
}

void
json_bool(struct json *j, const char *key, bool v)
{
    begin(j, key);
    if (v)
        buf_add(j->out, "true", 4);
    else
        buf_add(j->out, "false", 5);
}

void
json_nil(struct json *j, const char *key)
{
    begin(j, key);
    buf_add(j->out, "null", 4);
}

void
json_id(struct json *j, const char *key, uint64_t id)
{
    begin(j, key);
    buf_char(j->out, '"');
    buf_u64(j->out, id);
    buf_char(j->out, '"');
}

static void
quoted_plain(struct json *j, const char *key, const char *v)
{
    begin(j, key);
    buf_char(j->out, '"');
    buf_text(j->out, v);
    buf_char(j->out, '"');
}

void
json_day(struct json *j, const char *key, int32_t day)
{
    char text[DATE_TEXT__SIZE];

    quoted_plain(j, key, date_format(day, text));
}

void
json_instant(struct json *j, const char *key, int64_t at)
{
    char text[DATE_INSTANT_TEXT__SIZE];
    int64_t below_ms = ((at % 1000) + 1000) % 1000;

    quoted_plain(j, key, date_format_instant(at - below_ms, text));
}

void
json_money(struct json *j, const char *key, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT__SIZE];

    quoted_plain(j, key, money_format(minor, currency, text));
}

void
json_raw(struct json *j, const char *key, const char *v, size_t n)
{
    begin(j, key);
    buf_add(j->out, v, n);
}
