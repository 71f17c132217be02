#ifndef SERVICE_SCRIPT_FILE_H
#define SERVICE_SCRIPT_FILE_H

#include "service/check_script.h"

/*
 * Scripts as files: strategies/standard.lua is the strategy "standard". The folder
 * names the kind, the file the script.
 */

/* ERR_NOT_FOUND  no such file, or it cannot be read
 * ERR_INVALID    the folder names no kind, the name holds more than a-z 0-9 - _, or the
 *                file is no text of at most 1 MiB; *why is one line, never NULL then */
enum err script_file_read(
    struct arena *a, const char *path, struct script_text *out, const char **why);

/* Paths of all files of a kind under dir, by name; none is fine. */
enum err script_file_list(struct arena *a, const char *dir, enum script_kind kind,
    const char ***paths, size_t *n);

/* "strategies" */
const char *script_folder(enum script_kind kind);

#endif
