#ifndef RENDER_TRACK_H
#define RENDER_TRACK_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Links of a message's HTML that lead over us, so that we learn of their being used.
 * Pure. Only href="http://…" and href="https://…" count, in double quotes as our
 * templates write them.
 */
enum { TRACK_LINKS__MAX = 50 };

/* The addresses in the order of the text, decoded; those beyond the limit, and those
 * that begin with `own` but are not `except` (NULL: none), stay as they are. */
size_t track_find(struct arena *a, const char *html, const char *own,
    const char *except, const char *urls[static TRACK_LINKS__MAX]);

/* The HTML with the i-th of those addresses replaced by leads[i]; and with a picture of
 * one point at its end, unless picture is NULL. */
char *track_put(struct arena *a, const char *html, const char *own, const char *except,
    const char *const *leads, size_t n, const char *picture);

#endif
