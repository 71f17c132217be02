#ifndef TESTS_UNIT_BASE_HELP_H
#define TESTS_UNIT_BASE_HELP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "tests/unit/test.h"

/* An arena per test: cmocka_unit_test_setup_teardown(f, arena_setup, arena_drop) */
extern struct arena *arena;
int arena_setup(void **);
int arena_drop(void **);
#define with_arena(f) cmocka_unit_test_setup_teardown(f, arena_setup, arena_drop)

/* The same numbers on every run. */
uint64_t next_random(void);
int64_t random_i64(int64_t min, int64_t max);

/* A new empty directory, and a file of that text in it; both go with the arena
 * test (arena_drop removes the directory). */
const char *fresh_dir(void);
const char *fresh_file(const char *name, const char *text);

#endif
