#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#include "base/err.h"

/*
 * Business time comes from here and nowhere else: SQL and scripts get it as a
 * parameter. Tests may set it; leases and log lines run on the real clock.
 */

/* Business time, µs UTC. */
int64_t clock_now_us(void);

/*
 * From now on business time is what stands in the file: one RFC 3339 instant,
 * read anew on each call, so that a test moves the clock of every process by
 * replacing one file. Test configuration only (conf refuses it elsewhere). While
 * the file is unreadable or half written the last time read stays.
 *
 * ERR_NOT_FOUND  no such file     ERR_INVALID  not an instant, path too long
 */
enum err clock_use_file(const char *path);
void clock_use_real(void);

/* The wall clock, µs UTC, never set by tests. */
int64_t clock_real_us(void);

/* For measuring: never goes back. */
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);

#endif
