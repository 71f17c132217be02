#ifndef INTAKE_FILE_TYPE_H
#define INTAKE_FILE_TYPE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * What a file is by its content, whatever its name says, and whether we take it:
 * documents, pictures, tables, mails, archives of them. Nothing that a browser would
 * run (HTML, SVG, scripts) and no program.
 */
struct file_type {
    const char *media;      /* "application/pdf" */
    const char *extensions; /* that fit, with blanks between, the usual one first */
};

/*
 * OK           *out is one of ours
 * ERR_INVALID  it is of a kind we do not take; *found is the media type, in the arena
 * ERR_DOWN     the list of kinds cannot be read; the log says why
 */
enum err file_type_of(struct arena *a, const void *bytes, size_t n,
    const struct file_type **out, const char **found);

/* The extension by which a file is called, when we take files of that one; NULL. */
const char *file_type_called(struct arena *a, const char *file_name);

/*
 * The name under which a file is handed out: without a path and control bytes, at most
 * 250 bytes, and with an extension that fits the media type, so that what is saved is
 * opened as what it is: "evil.html" that holds plain text becomes "evil.html.txt".
 * A media type we do not know leaves the extension alone.
 */
char *file_type_name(struct arena *a, const char *file_name, const char *media);

#endif
