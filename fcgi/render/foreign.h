#ifndef RENDER_FOREIGN_H
#define RENDER_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

/*
 * PDF that somebody else made, on our paper. Such a file is read in a process of its
 * own (base/child.h) with limits to its time, memory and output; one that is damaged,
 * locked, endless or made to do harm is refused there, and nothing else happens.
 *
 * ERR_INVALID  the file cannot be drawn; *why is one clause
 * ERR_DOWN     no process could be started, or this machine has no fonts; the log says
 * why
 */
enum {
    FOREIGN_FILES__MAX = 50, /* at once */
    FOREIGN_PAGES__MAX =
        100, /* of a file that is drawn; of more only their number is told */
    /* of the look at one file; to draw some, each has twice as much */
    FOREIGN_SECONDS = 10, /* of processor; by the clock three times as many */
    FOREIGN_MEMORY_MB = 1024,
    FOREIGN_OUTPUT_MB = 100
};

struct foreign {
    const void *data;
    size_t n;
};

/* How many pages it has. All of them are drawn on the way, to nowhere: what this takes
 * can be printed. */
enum err foreign_pages(const struct foreign *pdf, size_t *pages, const char **why);

/*
 * Draws the pages of some files, one behind the other, as a file for paper_join_add:
 * each page on a page of its own, turned upright, made smaller where it is larger than
 * A4, never larger. Nothing but what is seen is taken over: no script, no form, no
 * attachment. fronts: each file begins on a front, and the last ends on a back.
 */
enum err foreign_draw(const struct foreign *pdf, size_t n, bool fronts, FILE *to,
    size_t *pages, const char **why);

/* The command that is the child's side of both: "draw-files". */
#define FOREIGN_COMMAND "draw-files"
int foreign_child(int argc, char **argv);

#endif
