#include "net/clamd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK__SIZE = 64 * 1024, WAIT_S = 30, ANSWER__SIZE = 1024, HOST__SIZE = 256 };

static enum err
down(char *said, const char *what)
{
    snprintf(said, CLAMD_WORDS__SIZE, "%s: %s", what, strerror(errno));
    return ERR_DOWN;
}

/* -- the connection ---------------------------------------------------------- */

bool
clamd_is_address(const char *at)
{
    const char *colon = strrchr(at, ':');
    struct sockaddr_un un;

    if (*at == '/')
        return strlen(at) < sizeof un.sun_path;
    return colon && colon > at && colon - at < HOST__SIZE && colon[1] &&
           strspn(colon + 1, "0123456789") == strlen(colon + 1);
}

/* Neither a write nor a read waits for ever. */
static int
open_socket(int family)
{
    const struct timeval wait = { .tv_sec = WAIT_S };
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait)) {
        close(fd);
        return -1;
    }
    return fd;
}

static int
connect_to(int family, const struct sockaddr *to, socklen_t n)
{
    int fd = open_socket(family);

    if (fd >= 0 && connect(fd, to, n)) {
        int why = errno;

        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static int
connect_local(const char *path)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };

    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    return connect_to(AF_UNIX, (const struct sockaddr *)&to, sizeof to);
}

static int
connect_host(const char *at)
{
    const struct addrinfo want = { .ai_socktype = SOCK_STREAM };
    const char *colon = strrchr(at, ':');
    struct addrinfo *list;
    char host[HOST__SIZE];
    int fd = -1;

    snprintf(host, sizeof host, "%.*s", (int)(colon - at), at);
    if (getaddrinfo(host, colon + 1, &want, &list)) {
        errno = EHOSTUNREACH;
        return -1;
    }
    for (const struct addrinfo *a = list; a && fd < 0; a = a->ai_next)
        fd = connect_to(a->ai_family, a->ai_addr, a->ai_addrlen);
    freeaddrinfo(list);
    return fd;
}

/* -- asking ------------------------------------------------------------------- */

static bool
put(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;

    while (n) {
        ssize_t put = send(fd, p, n, MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

/* Chunks, each behind its length in four bytes, the highest first; an empty one ends
 * it. */
static bool
put_stream(int fd, const char *bytes, size_t n)
{
    static const char COMMAND[] = "zINSTREAM"; /* with its NUL */
    uint32_t size = 0;

    if (!put(fd, COMMAND, sizeof COMMAND))
        return false;
    for (size_t at = 0; at < n; at += CHUNK__SIZE) {
        size_t part = n - at < CHUNK__SIZE ? n - at : CHUNK__SIZE;

        size = htonl((uint32_t)part);
        if (!put(fd, &size, sizeof size) || !put(fd, bytes + at, part))
            return false;
    }
    size = 0;
    return put(fd, &size, sizeof size);
}

/* Up to the NUL that ends it. */
static bool
get_answer(int fd, char answer[static ANSWER__SIZE])
{
    size_t n = 0;

    while (n < ANSWER__SIZE - 1) {
        ssize_t got = recv(fd, answer + n, ANSWER__SIZE - 1 - n, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        n += (size_t)got;
        if (got == 0 || memchr(answer, '\0', n))
            break;
    }
    answer[n] = '\0';
    if (n == 0)
        errno = ECONNRESET;
    return n > 0;
}

/* -- what it says --------------------------------------------------------------- */

static bool
ends(const char *text, const char *end, size_t *before)
{
    size_t n = strlen(text), m = strlen(end);

    if (n < m || strcmp(text + n - m, end) != 0)
        return false;
    *before = n - m;
    return true;
}

/* "stream: OK", "stream: Eicar-Signature FOUND", "INSTREAM size limit exceeded. ERROR"
 */
static enum err
understand(char *answer, char *said)
{
    static const char STREAM[] = "stream: ";
    const char *what = answer;
    size_t n;

    for (char *p = answer; *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
            *p = '?';
    if (strncmp(what, STREAM, sizeof STREAM - 1) == 0)
        what += sizeof STREAM - 1;
    if (strcmp(answer, "stream: OK") == 0) {
        *said = '\0';
        return OK;
    }
    if (ends(what, " FOUND", &n)) {
        snprintf(said, CLAMD_WORDS__SIZE, "%.*s", (int)n, what);
        return ERR_DENIED;
    }
    snprintf(said, CLAMD_WORDS__SIZE, "%.150s", *what ? what : "no answer");
    return ends(what, " ERROR", &n) ? ERR_INVALID : ERR_DOWN;
}

enum err
clamd_scan(
    const char *at, const void *bytes, size_t n, char said[static CLAMD_WORDS__SIZE])
{
    char answer[ANSWER__SIZE];
    bool put_all, got;
    int fd;

    *said = '\0';
    if (!clamd_is_address(at)) {
        errno = EINVAL;
        return down(said, at);
    }
    fd = *at == '/' ? connect_local(at) : connect_host(at);
    if (fd < 0)
        return down(said, at);
    /* what is too large it refuses while it is being sent: the answer is there */
    put_all = put_stream(fd, bytes, n);
    got = get_answer(fd, answer);
    close(fd);
    if (!got)
        return down(said, put_all ? "no answer" : "broke off");
    return understand(answer, said);
}
