#ifndef INTAKE_INTERNAL_H
#define INTAKE_INTERNAL_H

#include <stddef.h>

#include "base/arena.h"

/* One line: valid UTF-8, control bytes as blanks, trimmed, at most max bytes. */
char *clean_line(struct arena *a, const char *s, size_t max);

/* Lines ending in LF: valid UTF-8, no other control byte but tabs, at most max bytes.
 */
char *clean_text(struct arena *a, const char *s, size_t n, size_t max);

/* The value of a header in a block of "Name: value" lines (folded ones joined);
 * NULL when it is not there before the first empty line. */
char *block_field(struct arena *a, const char *block, const char *name);

#endif
