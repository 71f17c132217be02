#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

void
buf_init(struct buf *b, struct arena *a)
{
    *b = (struct buf){ .arena = a, .size = FIRST_SIZE };
    b->text = arena_alloc(a, b->size);
}

static void
room_for(struct buf *b, size_t n)
{
    size_t size = b->size;

    if (n > SIZE_MAX / 4 || b->len > SIZE_MAX / 4)
        abort();
    while (size < b->len + n + 1)
        size *= 2;
    b->text = arena_grow(b->arena, b->text, b->size, size);
    b->size = size;
}

char *
buf_room(struct buf *b, size_t n)
{
    if (b->size - b->len <= n)
        room_for(b, n);
    return b->text + b->len;
}

void
buf_add(struct buf *b, const char *s, size_t n)
{
    char *to = buf_room(b, n);

    if (n)
        memcpy(to, s, n);
    b->len += n;
    b->text[b->len] = '\0';
}

void
buf_text(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
    char *to = buf_room(b, 1);

    to[0] = c;
    to[1] = '\0';
    b->len++;
}

void
buf_u64(struct buf *b, uint64_t v)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_add(b, digits + at, sizeof digits - at);
}

void
buf_i64(struct buf *b, int64_t v)
{
    if (v < 0)
        buf_char(b, '-');
    buf_u64(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        abort();
    vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, again);
    va_end(again);
    b->len += (size_t)n;
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vfmt(b, fmt, ap);
    va_end(ap);
}

void
buf_truncate(struct buf *b, size_t len)
{
    if (len >= b->len)
        return;
    b->len = len;
    b->text[len] = '\0';
}
