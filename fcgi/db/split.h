#ifndef DB_SPLIT_H
#define DB_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Statements of a script, one after the other, as the command line client takes
 * them: they end at ';' outside quotes and comments, or at what a DELIMITER line says
 * (for triggers and routines). What holds only comments is no statement.
 */
struct split {
    const char *rest; /* start with the whole script */
    char end[8];      /* "" stands for ";" */
};

struct split_statement {
    const char *text; /* within the script; neither NUL nor the end mark after n */
    size_t n;
};

/* False when there is no further one. */
bool split_next(struct split *s, struct split_statement *out);

/* The line, from 1, on which p stands in script. */
int split_line(const char *script, const char *p);

#endif
