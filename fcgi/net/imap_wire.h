#ifndef NET_IMAP_WIRE_H
#define NET_IMAP_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "net/imap.h"

/* Commands and answers of IMAP over the connection of net/imap.h, line by line. Each
 * may be ERR_DOWN; the connection is of no more use then. */

/* Sends a command with the next tag. */
enum err imap_command(struct imap *m, struct arena *a, const char *text);

/* The next line, without its end. */
enum err imap_line(struct imap *m, struct arena *a, char **line);

/* Whether a line ends in {123}, and so many bytes follow that are no line. */
bool imap_literal(const char *line, size_t *n);
/* The next n bytes; to NULL: dropped. */
enum err imap_bytes(struct imap *m, char *to, size_t n);

/* Whether the line answers the last command; *said: what stands after the tag. */
bool imap_answers(const struct imap *m, char *line, char **said);
/* ERR_INVALID: it is not OK; imap_why has it. */
enum err imap_judge(struct imap *m, const char *said);

/* Reads up to the answer of the last command, dropping the rest, and judges it. */
enum err imap_finish(struct imap *m, struct arena *a, char **said);

/* Keeps why; gives ERR_DOWN. */
enum err imap_down(struct imap *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
