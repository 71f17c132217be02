#ifndef TESTS_BENCH_REWRITE_H
#define TESTS_BENCH_REWRITE_H

#include <stdint.h>

/*
 * Reads all that an evaluation wrote (ids from first_id on), takes it back, and writes
 * the same rows again with array binding, which alone is timed: "MS ROWS". At the end
 * it is taken back once more, so that the next evaluation begins where this one did.
 * Table bench_case_state holds case_state as it was before; make it with
 * CREATE TABLE bench_case_state AS SELECT * FROM case_state.
 */
int rewrite(
    const char *socket, const char *database, uint64_t first_id, unsigned threads);

/* Takes back only: the database as it was loaded. */
int take_back_all(const char *socket, const char *database, uint64_t first_id);

#endif
