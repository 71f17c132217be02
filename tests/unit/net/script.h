#ifndef TESTS_UNIT_NET_SCRIPT_H
#define TESTS_UNIT_NET_SCRIPT_H

#include <stddef.h>

/*
 * A server on a free port of this machine, in a thread, that answers what `answer`
 * gives it: for each line, or for each HTTP request, the bytes to send. Keeps what
 * came.
 */
struct script_reply {
    const char *bytes; /* NULL: hang up */
    size_t n;
};
typedef struct script_reply script_answer(void *ctx, const char *line);

struct script;

/* greeting: what it says first; NULL: nothing. */
struct script *script_start(const char *greeting, script_answer *answer, void *ctx);
void script_stop(struct script *s);
int script_port(const struct script *s);
/* Every line that came so far, each with its '\n'; until the next call. */
const char *script_heard(struct script *s);

#endif
