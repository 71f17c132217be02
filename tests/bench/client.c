#include "tests/bench/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/raw.h"

enum { HEAD__MAX = 8192, FIRST_ROOM = 1 << 20 };

struct client {
    int port, fd;
    const char *cookie;
    char *text;
    size_t room;
};

static void
dial(struct client *c)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
        .sin_port = htons((uint16_t)c->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&to, sizeof to))
        raw_die("connect", "nobody listens");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
}

struct client *
client_open(int port, const char *cookie)
{
    struct client *c = calloc(1, sizeof *c);

    if (!c || !cookie)
        raw_die("client", c ? "no cookie" : "no memory");
    *c = (struct client){ .port = port, .cookie = cookie, .room = FIRST_ROOM };
    c->text = malloc(c->room);
    if (!c->text)
        raw_die("client", "no memory");
    dial(c);
    return c;
}

void
client_close(struct client *c)
{
    close(c->fd);
    free(c->text);
    free(c);
}

static void
say(struct client *c, const char *path)
{
    char head[HEAD__MAX];
    size_t cut = strcspn(path, " ");
    const char *body = path[cut] ? path + cut + 1 : "";
    int n = snprintf(head, sizeof head,
        "%s %.*s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nX-CSRF-Token: bench\r\n%s"
        "Content-Length: %zu\r\n\r\n%s",
        *body ? "POST" : "GET", (int)cut, path, c->cookie,
        *body ? "Content-Type: application/json\r\n" : "", strlen(body), body);

    if (n < 0 || (size_t)n >= sizeof head || write(c->fd, head, (size_t)n) != n)
        raw_die(path, "cannot be asked");
}

/* As many bytes as are there; makes room for need. */
static size_t
hear(struct client *c, size_t have, size_t need)
{
    ssize_t n;

    if (need + 1 > c->room) {
        c->room = need + 1;
        c->text = realloc(c->text, c->room);
        if (!c->text)
            raw_die("client", "no memory");
    }
    n = read(c->fd, c->text + have, c->room - 1 - have);
    if (n <= 0)
        raw_die("client", "the answer broke off");
    c->text[have + (size_t)n] = '\0';
    return have + (size_t)n;
}

const char *
client_ask(struct client *c, const char *path)
{
    size_t have = 0, length;
    const char *end = NULL, *field;
    bool last;

    say(c, path);
    while (!end) {
        have = hear(c, have, have + HEAD__MAX);
        end = strstr(c->text, "\r\n\r\n");
    }
    field = strcasestr(c->text, "\r\nContent-Length: ");
    if (strncmp(c->text, "HTTP/1.1 200", 12) != 0 || !field || field > end)
        raw_die(path, c->text);
    length = strtoul(field + 18, NULL, 10) + (size_t)(end + 4 - c->text);
    field = strcasestr(c->text, "\r\nConnection: close");
    last = field && field < end;
    while (have < length)
        have = hear(c, have, length);
    if (last) {
        close(c->fd);
        dial(c);
    }
    return c->text;
}
