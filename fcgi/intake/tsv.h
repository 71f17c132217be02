#ifndef INTAKE_TSV_H
#define INTAKE_TSV_H

#include <stddef.h>

#include "base/err.h"

/*
 * A line of tab-separated values as LOAD DATA reads and writes it: \N is NULL, and
 * \t \n \\ stand for the byte they name. Splits in place: the values point into
 * line, which ends in NUL or in a line feed.
 *
 * ERR_INVALID  other than `want` values, or an escape that is none
 */
enum err tsv_split(char *line, char **values, size_t want);

#endif
