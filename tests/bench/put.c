#include "tests/bench/put.h"

#include <stdio.h>
#include <string.h>

void
put(struct out *o, const char *s, size_t n)
{
    if (o->len + n >= sizeof o->text)
        raw_die("answer", "too long");
    memcpy(o->text + o->len, s, n);
    o->len += n;
}

void
put_int(struct out *o, int64_t v)
{
    char text[24];
    char *p = text + sizeof text;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do
        *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--p = '-';
    put(o, p, (size_t)(text + sizeof text - p));
}

void
put_text(struct out *o, const char *s, size_t n)
{
    PUT(o, "\"");
    for (size_t i = 0, from = 0; i <= n; i++) {
        if (i < n && (unsigned char)s[i] >= 0x20 && !strchr("\"\\<>&", s[i]))
            continue;
        put(o, s + from, i - from);
        from = i + 1;
        if (i < n) {
            char escape[8];

            put(o, escape,
                (size_t)snprintf(
                    escape, sizeof escape, "\\u%04x", (unsigned char)s[i]));
        }
    }
    PUT(o, "\"");
}

void
put_value_text(struct out *o, const struct raw_value *v)
{
    if (v->null)
        PUT(o, "null");
    else
        put_text(o, v->text, v->len);
}

void
put_id(struct out *o, uint64_t id)
{
    PUT(o, "\"");
    put_int(o, (int64_t)id);
    PUT(o, "\"");
}

static void
put_two(char *to, unsigned v)
{
    to[0] = (char)('0' + v / 10 % 10);
    to[1] = (char)('0' + v % 10);
}

void
put_date(struct out *o, const struct raw_value *v)
{
    char text[] = "\"0000-00-00\"";

    if (v->null) {
        PUT(o, "null");
        return;
    }
    put_two(text + 1, v->t.year / 100);
    put_two(text + 3, v->t.year);
    put_two(text + 6, v->t.month);
    put_two(text + 9, v->t.day);
    put(o, text, sizeof text - 1);
}

void
put_money(struct out *o, int64_t minor, const struct raw_value *currency)
{
    char cents[] = ".00\"";

    PUT(o, "\"");
    if (memcmp(currency->text, "JPY", 3) == 0) {
        put_int(o, minor);
        PUT(o, "\"");
        return;
    }
    if (minor < 0) {
        PUT(o, "-");
        minor = -minor;
    }
    put_int(o, minor / 100);
    put_two(cents + 1, (unsigned)(minor % 100));
    put(o, cents, sizeof cents - 1);
}

void
put_bool(struct out *o, bool v)
{
    if (v)
        PUT(o, "true");
    else
        PUT(o, "false");
}
