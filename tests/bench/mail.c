/*
 * A mail server and a bare client of `make bench`.
 *
 *    mail sink DIR KEPT
 *        takes mail on a port of 127.0.0.1, which it prints; each message is a file of
 *        DIR, on the disk before it is acknowledged, as with any mail server. Envelope
 *        and data of all stand in KEPT. Ends by SIGTERM.
 *    mail bare URL KEPT
 *        sends them again by libcurl alone, on one connection; prints messages a second
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE__MAX = 1 << 16, TO__MAX = 100 };

static void
die(const char *what)
{
    fprintf(stderr, "mail: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double
now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *
grown(void *p, size_t bytes)
{
    void *more = realloc(p, bytes);

    if (!more)
        abort();
    return more;
}

/* -- the server --------------------------------------------------------------- */

static const char *folder;
static FILE *kept;
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;
static unsigned long long number;

struct envelope {
    char *from, *to[TO__MAX];
    size_t to_n;
};

/* On the disk before anybody is told so. */
static void
keep(const struct envelope *e, const char *data, size_t n)
{
    char path[512], beside[520];
    int fd;

    pthread_mutex_lock(&keeping);
    snprintf(path, sizeof path, "%s/%llu", folder, ++number);
    fprintf(kept, "%s %zu %zu\n", e->from, e->to_n, n);
    for (size_t k = 0; k < e->to_n; k++)
        fprintf(kept, "%s\n", e->to[k]);
    fwrite(data, 1, n, kept);
    fflush(kept);
    pthread_mutex_unlock(&keeping);
    snprintf(beside, sizeof beside, "%s.new", path);
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, data, n) != (ssize_t)n || fsync(fd) || close(fd) ||
        rename(beside, path))
        die(path);
}

static void
forget(struct envelope *e)
{
    free(e->from);
    for (size_t k = 0; k < e->to_n; k++)
        free(e->to[k]);
    memset(e, 0, sizeof *e);
}

/* What stands between < and >. */
static char *
address(const char *line)
{
    const char *from = strchr(line, '<'), *to = from ? strchr(from, '>') : NULL;

    return to ? strndup(from + 1, (size_t)(to - from - 1)) : strdup("");
}

static void
take_data(FILE *in, struct envelope *e)
{
    char *data = NULL, line[LINE__MAX];
    size_t n = 0, room = 0;

    while (fgets(line, sizeof line, in) && strcmp(line, ".\r\n") != 0) {
        const char *text = line[0] == '.' ? line + 1 : line;
        size_t len = strlen(text);

        if (n + len > room || !data)
            data = grown(data, room = (n + len) * 2);
        memcpy(data + n, text, len);
        n += len;
    }
    keep(e, data ? data : "", n);
    free(data);
}

static void *
serve(void *arg)
{
    int fd = (int)(intptr_t)arg, one = 1;
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    struct envelope e = { 0 };
    char line[LINE__MAX];

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fputs("220 bench ESMTP\r\n", out);
    while (!fflush(out) && fgets(line, sizeof line, in)) {
        if (!strncasecmp(line, "EHLO", 4)) {
            fputs("250-bench\r\n250 8BITMIME\r\n", out);
        } else if (!strncasecmp(line, "MAIL", 4)) {
            forget(&e);
            e.from = address(line);
            fputs("250 2.1.0 ok\r\n", out);
        } else if (!strncasecmp(line, "RCPT", 4) && e.to_n < TO__MAX) {
            e.to[e.to_n++] = address(line);
            fputs("250 2.1.5 ok\r\n", out);
        } else if (!strncasecmp(line, "DATA", 4)) {
            fputs("354 go on\r\n", out);
            fflush(out);
            take_data(in, &e);
            fputs("250 2.0.0 kept\r\n", out);
        } else if (!strncasecmp(line, "QUIT", 4)) {
            fputs("221 bye\r\n", out);
            break;
        } else {
            fputs("250 2.0.0 ok\r\n", out);
        }
    }
    forget(&e);
    fclose(out);
    fclose(in);
    return NULL;
}

static int
sink(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int listener = socket(AF_INET, SOCK_STREAM, 0), fd;
    socklen_t len = sizeof at;
    pthread_t thread;

    if (bind(listener, (struct sockaddr *)&at, len) || listen(listener, 16) ||
        getsockname(listener, (struct sockaddr *)&at, &len))
        die("listen");
    printf("%u\n", ntohs(at.sin_port));
    fflush(stdout);
    while ((fd = accept(listener, NULL, NULL)) >= 0) {
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd))
            die("thread");
        pthread_detach(thread);
    }
    return 1;
}

/* -- the client ------------------------------------------------------------------ */

struct message {
    char from[256], *data;
    struct curl_slist *to;
    size_t n, sent_n;
};

static bool
read_message(FILE *in, struct message *m)
{
    size_t to_n;
    char to[256];

    memset(m, 0, sizeof *m);
    if (fscanf(in, "%255s %zu %zu\n", m->from, &to_n, &m->n) != 3)
        return false;
    while (to_n-- > 0 && fscanf(in, "%255s%*1[\n]", to) == 1)
        m->to = curl_slist_append(m->to, to);
    m->data = malloc(m->n);
    return m->data && fread(m->data, 1, m->n, in) == m->n;
}

static size_t
give(char *buf, size_t size, size_t n, void *ctx)
{
    struct message *m = ctx;
    size_t room = size * n, left = m->n - m->sent_n;

    room = room < left ? room : left;
    memcpy(buf, m->data + m->sent_n, room);
    m->sent_n += room;
    return room;
}

static int
bare(const char *url, FILE *in)
{
    struct message *list = NULL, m;
    size_t n = 0, room = 0;
    CURL *curl;
    double began;

    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = curl_easy_init();
    while (read_message(in, &m)) {
        if (n == room)
            list = grown(list, (room = room * 2 + 64) * sizeof m);
        list[n++] = m;
    }
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    began = now_s();
    for (size_t k = 0; k < n; k++) {
        CURLcode rc;

        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, list[k].from);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list[k].to);
        curl_easy_setopt(curl, CURLOPT_READDATA, &list[k]);
        if ((rc = curl_easy_perform(curl))) {
            fprintf(stderr, "mail: %s\n", curl_easy_strerror(rc));
            return 1;
        }
    }
    printf("%.1f %zu\n", (double)n / (now_s() - began), n);
    curl_easy_cleanup(curl);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "sink")) {
        folder = argv[2];
        if (!(kept = fopen(argv[3], "w")))
            die(argv[3]);
        return sink();
    }
    if (argc == 4 && !strcmp(argv[1], "bare")) {
        FILE *in = fopen(argv[3], "r");

        if (!in)
            die(argv[3]);
        return bare(argv[2], in);
    }
    return 2;
}
