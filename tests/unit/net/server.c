#include "tests/unit/net/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGE__SIZE = 1 << 20 };

struct server {
    int fd;
    pthread_t thread;
    char url[64];
    struct server_script script;
    pthread_mutex_t lock;
    atomic_int connections, messages;
    char last[MESSAGE__SIZE];
};

/* One line, without its end; false when the client is gone. */
static bool
get_line(FILE *f, char *line, size_t size)
{
    if (!fgets(line, (int)size, f))
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

static void
say(FILE *f, const char *own, const char *usual)
{
    fprintf(f, "%s\r\n", own ? own : usual);
    fflush(f);
}

static bool
take_data(struct server *s, FILE *in, bool drop)
{
    char line[2048];
    size_t n = 0;

    s->last[0] = '\0';
    while (get_line(in, line, sizeof line)) {
        size_t k = strlen(line);

        if (drop)
            return false;
        if (strcmp(line, ".") == 0) {
            atomic_fetch_add(&s->messages, 1);
            return true;
        }
        if (n + k + 3 > sizeof s->last)
            return false;
        n += (size_t)snprintf(s->last + n, sizeof s->last - n, "%s\r\n",
            line[0] == '.' ? line + 1 : line);
    }
    return false;
}

static void
converse(struct server *s, FILE *in, FILE *out)
{
    struct server_script c;
    char line[2048];
    int rcpt = 0, done = 0;

    pthread_mutex_lock(&s->lock);
    c = s->script;
    pthread_mutex_unlock(&s->lock);
    if (c.drop == DROP_GREETING)
        return;
    say(out, c.greeting, "220 test");
    while (get_line(in, line, sizeof line)) {
        pthread_mutex_lock(&s->lock);
        c = s->script;
        pthread_mutex_unlock(&s->lock);
        if (!strncasecmp(line, "EHLO", 4)) {
            say(out, NULL, "250-test\r\n250 8BITMIME");
        } else if (!strncasecmp(line, "MAIL", 4)) {
            rcpt = 0;
            if (c.drop == DROP_MAIL)
                return;
            say(out, c.mail, "250 ok");
        } else if (!strncasecmp(line, "RCPT", 4)) {
            say(out, rcpt < 8 ? c.rcpt[rcpt] : NULL, "250 ok");
            rcpt++;
        } else if (!strcasecmp(line, "DATA")) {
            if (c.drop == DROP_DATA)
                return;
            say(out, c.data, "354 go on");
            if (c.data && c.data[0] != '3')
                continue;
            if (!take_data(s, in, c.drop == DROP_BODY) || c.drop == DROP_END)
                return;
            say(out, c.end, "250 kept");
            if (++done == c.hang_up_after)
                return;
        } else if (!strcasecmp(line, "QUIT")) {
            say(out, NULL, "221 bye");
            return;
        } else {
            say(out, NULL, "250 ok");
        }
    }
}

static void *
serve(void *arg)
{
    struct server *s = arg;

    for (;;) {
        int fd = accept(s->fd, NULL, NULL);
        FILE *in, *out;

        if (fd < 0)
            return NULL;
        atomic_fetch_add(&s->connections, 1);
        in = fdopen(fd, "r");
        out = fdopen(dup(fd), "w");
        converse(s, in, out);
        fclose(out);
        fclose(in);
    }
}

struct server *
server_start(const struct server_script *script)
{
    struct server *s = calloc(1, sizeof *s);
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t n = sizeof at;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->script = *script;
    pthread_mutex_init(&s->lock, NULL);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(s->fd, 8) != 0 ||
        getsockname(s->fd, (struct sockaddr *)&at, &n) != 0)
        abort();
    snprintf(s->url, sizeof s->url, "smtp://127.0.0.1:%d", ntohs(at.sin_port));
    pthread_create(&s->thread, NULL, serve, s);
    return s;
}

void
server_stop(struct server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

const char *
server_url(const struct server *s)
{
    return s->url;
}

void
server_change(struct server *s, const struct server_script *script)
{
    pthread_mutex_lock(&s->lock);
    s->script = *script;
    pthread_mutex_unlock(&s->lock);
}

int
server_connections(struct server *s)
{
    return atomic_load(&s->connections);
}

int
server_messages(struct server *s)
{
    return atomic_load(&s->messages);
}

const char *
server_last(struct server *s)
{
    /* whoever sees the count sees the text that came before it */
    return atomic_load(&s->messages) ? s->last : "";
}
