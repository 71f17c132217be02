#ifndef NET_CLAMD_H
#define NET_CLAMD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Asks ClamAV's clamd whether bytes hold a virus it knows: the command INSTREAM of its
 * protocol (clamd(8)), one connection a file. The file never has to be readable by it.
 */
enum { CLAMD_WORDS__SIZE = 200 };

/* Whether `at` is the path of a socket, or "host:port". */
bool clamd_is_address(const char *at);

/*
 * said: the name of what was found, or what went wrong; printable ASCII.
 *
 * OK           nothing was found
 * ERR_DENIED   something was
 * ERR_INVALID  clamd answers, but does not take this file: it is too large for it …
 * ERR_DOWN     it is not there, or does not answer in time
 */
enum err clamd_scan(
    const char *at, const void *bytes, size_t n, char said[static CLAMD_WORDS__SIZE]);

#endif
