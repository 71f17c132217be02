#ifndef TESTS_BENCH_CLIENT_H
#define TESTS_BENCH_CLIENT_H

/*
 * One kept connection that asks nginx on this machine. Any answer but a 200 with a
 * length ends the program.
 */
struct client;

struct client *client_open(int port, const char *cookie); /* kept as a pointer */
void client_close(struct client *c);

/* "/path", or "/path {body}" to post it. The body of the answer, good until the next.
 */
const char *client_ask(struct client *c, const char *path);

#endif
