#include "tests/unit/net/script.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEARD__SIZE = 1 << 16, LINE__SIZE = 4096 };

struct script {
    int fd, port;
    pthread_t thread;
    const char *greeting;
    script_answer *answer;
    void *ctx;
    char heard[HEARD__SIZE], copy[HEARD__SIZE + 1];
    atomic_size_t heard_n; /* raised when the bytes before it stand */
};

static bool
send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);

        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static void
keep(struct script *s, const char *line)
{
    size_t n = strlen(line), at = atomic_load(&s->heard_n);

    if (at + n + 2 > sizeof s->heard)
        return;
    memcpy(s->heard + at, line, n);
    s->heard[at + n] = '\n';
    atomic_store(&s->heard_n, at + n + 1);
}

static void
converse(struct script *s, int fd)
{
    FILE *in = fdopen(fd, "r");
    char line[LINE__SIZE];

    if (s->greeting && !send_all(fd, s->greeting, strlen(s->greeting))) {
        fclose(in);
        return;
    }
    while (fgets(line, sizeof line, in)) {
        struct script_reply r;

        line[strcspn(line, "\r\n")] = '\0';
        keep(s, line);
        r = s->answer(s->ctx, line);
        if (!r.bytes || !send_all(fd, r.bytes, r.n))
            break;
    }
    fclose(in);
}

static void *
serve(void *arg)
{
    struct script *s = arg;

    for (int fd; (fd = accept(s->fd, NULL, NULL)) >= 0;)
        converse(s, fd);
    return NULL;
}

struct script *
script_start(const char *greeting, script_answer *answer, void *ctx)
{
    struct script *s = calloc(1, sizeof *s);
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t n = sizeof at;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!s || (s->fd = socket(AF_INET, SOCK_STREAM, 0)) < 0 ||
        bind(s->fd, (struct sockaddr *)&at, n) || listen(s->fd, 8) ||
        getsockname(s->fd, (struct sockaddr *)&at, &n))
        abort();
    s->port = ntohs(at.sin_port);
    s->greeting = greeting;
    s->answer = answer;
    s->ctx = ctx;
    if (pthread_create(&s->thread, NULL, serve, s))
        abort();
    return s;
}

void
script_stop(struct script *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    free(s);
}

int
script_port(const struct script *s)
{
    return s->port;
}

const char *
script_heard(struct script *s)
{
    size_t n = atomic_load(&s->heard_n);

    memcpy(s->copy, s->heard, n);
    s->copy[n] = '\0';
    return s->copy;
}
