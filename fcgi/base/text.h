#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Small questions about bytes from outside. */

/* Well-formed UTF-8: no overlong form, no surrogate, nothing over U+10FFFF. */
bool text_is_utf8(const char *s, size_t n);

/* Bytes of the well-formed sequence that starts at s, 1 to 4; 0 when it is none
 * (n > 0). */
size_t text_utf8_len(const char *s, size_t n);

/* A byte below 0x20 or 0x7f: what must not reach a header line. */
bool text_has_control(const char *s, size_t n);

/* Without white space (and no-break spaces, and a byte order mark) at both
 * ends. */
char *text_trim(struct arena *a, const char *s);

/* A copy with ASCII letters in lower case, all other bytes as they are. */
char *text_lower(struct arena *a, const char *s);

/* ASCII letters without case, all other bytes as they are. NULL equals NULL. */
bool text_eq_nocase(const char *a, const char *b);
bool text_eq(const char *a, const char *b);
bool text_starts(const char *s, const char *prefix);

/* Copies what fits into dst[size], always ends it, never splits a character.
 * False when something was left out. size > 0. */
bool text_copy(char *dst, size_t size, const char *src);

/* Digits only, the whole string, no sign, no overflow. */
enum err text_u64(const char *s, uint64_t *out);
/* The same with an optional '-'. */
enum err text_i64(const char *s, int64_t *out);

/* One address: local@domain, ASCII or UTF-8 local part, no control byte, no
 * blank, comma, semicolon, quote, bracket or second @; at most 254 bytes. */
bool text_is_email(const char *s);

/* & < > " ' escaped; for text and quoted attributes alike. */
void text_html(struct buf *b, const char *s);

/* Percent-encoded, all but A-Z a-z 0-9 - . _ ~ */
void text_url(struct buf *b, const char *s);

#endif
