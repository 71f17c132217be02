#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * Text under construction, in an arena. `text` is never NULL and always ends in
 * NUL at text[len]; growing may move it, so take the pointer last. NUL bytes
 * may be added; then only len tells where the text ends.
 */
struct buf {
    struct arena *arena;
    char *text;
    size_t len, size;
};

void buf_init(struct buf *b, struct arena *a);
void buf_add(struct buf *b, const char *s, size_t n);
void buf_text(struct buf *b, const char *s); /* up to its NUL */
void buf_char(struct buf *b, char c);
void buf_u64(struct buf *b, uint64_t v); /* decimal */
void buf_i64(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Room for n more bytes at text + len; whoever writes them adds to len and puts
 * the NUL there. */
char *buf_room(struct buf *b, size_t n);

/* Drops everything from len on; a len beyond the end changes nothing. */
void buf_truncate(struct buf *b, size_t len);

#endif
