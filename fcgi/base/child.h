#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/uio.h>

#include "base/err.h"

/*
 * This program once more, as a process of its own that may do very little: for work on
 * bytes that somebody else made, by libraries that such bytes may crash, stall or take
 * over. The parent gives it a command and its input, and waits; whatever becomes of the
 * child, the parent goes on.
 */

/* -- the parent ------------------------------------------------------------ */

enum { CHILD_ARGS__MAX = 80, CHILD_ANSWER__SIZE = 256 };

struct child_job {
    const char *const *argv; /* a command of main/ and its arguments; ends in NULL */
    const struct iovec *in;  /* what it reads on descriptor 0, one behind the other */
    size_t in_n;
    int out;          /* its descriptor 1, where it stands; -1: none */
    unsigned seconds; /* by the clock on the wall; then it is killed */
};

enum child_fate {
    CHILD_DONE, /* it ended by itself; status says how */
    CHILD_DIED, /* by a signal */
    CHILD_LATE, /* it was killed since its time was over */
};

struct child_end {
    enum child_fate fate;
    int status; /* of CHILD_DONE: what it ended with; of CHILD_DIED: the signal */
    char answer[CHILD_ANSWER__SIZE]; /* what it said by child_answer, cut; "" if nothing
                                      */
};

/* Waits for it. Any thread. ERR_DOWN  it could not be started; the log says why */
enum err child_run(const struct child_job *job, struct child_end *end);

/* -- the child ------------------------------------------------------------- */

struct child_limits {
    size_t memory;    /* bytes of addresses; no limit in a build with sanitizers */
    size_t file;      /* bytes of what it writes */
    unsigned seconds; /* of processor */
};

/*
 * From here on this process keeps to the limits and has descriptors 0 to 3 alone; it
 * opens nothing for writing, reaches no network, starts no program and no process, and
 * dies with its parent. ERR_DOWN  the system does not know how
 */
enum err child_confine(const struct child_limits *limits);

/* Its whole input; NULL when there is none. Lives as long as the process. */
const void *child_input(size_t *n);

/* One short text for the parent beside what goes to descriptor 1. */
void child_answer(const char *text);

#endif
