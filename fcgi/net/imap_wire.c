#include "net/imap_wire.h"

#include <assert.h>
#include <ctype.h>
#include <curl/curl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

enum {
    CONNECT_MS = 20000,
    ANSWER_MS = 60000,
    CHUNK__SIZE = 16384,
    LINE__MAX = 1 << 20,    /* a SEARCH answers in one line */
    ANSWER__MAX = 16 << 20, /* in all lines of an answer; literals not counted */
    WHY__SIZE = 300,
    URL__MAX = 500
};

/*
 * libcurl connects, makes TLS and signs in; the commands are our own over its
 * connection, because its FETCH marks what it reads as seen.
 */
struct imap {
    CURL *curl;
    unsigned answer_ms;
    bool (*in_tx)(void);
    unsigned tag;    /* of the last command */
    size_t answer_n; /* bytes of lines since then */
    size_t at, n;    /* what is left of the chunk */
    char why[WHY__SIZE];
    char chunk[CHUNK__SIZE];
};

enum err
imap_down(struct imap *m, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(m->why, sizeof m->why, fmt, ap);
    va_end(ap);
    for (char *p = m->why; *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
            *p = ' ';
    return ERR_DOWN;
}

const char *
imap_why(const struct imap *m)
{
    return m->why;
}

/* -- opening --------------------------------------------------------------- */

static void
start_curl(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
}

static bool
url_is_fine(const char *url)
{
    return url && (text_starts(url, "imap://") || text_starts(url, "imaps://")) &&
           !strchr(url, '@') && !text_has_control(url, strlen(url)) &&
           strlen(url) <= URL__MAX;
}

static void
set_options(struct imap *m, const struct imap_conf *conf)
{
    bool plain = text_starts(conf->url, "imap://");
    char url[URL__MAX + 8];

    snprintf(url, sizeof url, "%s%s",
        conf->tls == IMAP_TLS_TLS && plain ? "imaps://" : "",
        conf->tls == IMAP_TLS_TLS && plain ? conf->url + strlen("imap://") : conf->url);
    curl_easy_setopt(m->curl, CURLOPT_URL, url);
    curl_easy_setopt(m->curl, CURLOPT_USE_SSL,
        (long)(conf->tls == IMAP_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(m->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (conf->ca_file)
        curl_easy_setopt(m->curl, CURLOPT_CAINFO, conf->ca_file);
    curl_easy_setopt(m->curl, CURLOPT_USERNAME, conf->user);
    curl_easy_setopt(m->curl, CURLOPT_PASSWORD, conf->password ? conf->password : "");
    curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(m->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(m->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(m->curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT_MS,
        (long)(conf->connect_ms ? conf->connect_ms : CONNECT_MS));
    curl_easy_setopt(m->curl, CURLOPT_TIMEOUT_MS,
        (long)(conf->connect_ms ? conf->connect_ms : CONNECT_MS));
}

enum err
imap_open(struct imap **out, const struct imap_conf *conf)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct imap *m;
    CURLcode rc;

    *out = NULL;
    if (!url_is_fine(conf->url) || !conf->user || !*conf->user)
        return ERR_INVALID;
    assert(!conf->in_tx || !conf->in_tx());
    pthread_once(&once, start_curl);
    m = calloc(1, sizeof *m);
    if (!m || !(m->curl = curl_easy_init()))
        abort();
    m->in_tx = conf->in_tx;
    m->answer_ms = conf->answer_ms ? conf->answer_ms : ANSWER_MS;
    set_options(m, conf);
    *out = m;
    rc = curl_easy_perform(m->curl);
    if (rc == CURLE_LOGIN_DENIED)
        return imap_down(m, "the server refuses the login");
    return rc == CURLE_OK ? OK : imap_down(m, "%s", curl_easy_strerror(rc));
}

void
imap_close(struct imap *m)
{
    if (!m)
        return;
    curl_easy_cleanup(m->curl);
    free(m);
}

/* -- bytes ----------------------------------------------------------------- */

static enum err
wait_for(struct imap *m, short what, int64_t until_ms)
{
    struct pollfd p = { .events = what };
    int64_t left = until_ms - clock_mono_ms();
    curl_socket_t fd;

    if (curl_easy_getinfo(m->curl, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
        fd == CURL_SOCKET_BAD)
        return imap_down(m, "the connection is gone");
    p.fd = fd;
    if (left <= 0 || poll(&p, 1, (int)left) == 0)
        return imap_down(m, "no answer within %u s", m->answer_ms / 1000);
    return OK;
}

static enum err
fill(struct imap *m)
{
    int64_t until_ms = clock_mono_ms() + m->answer_ms;
    enum err e;

    for (;;) {
        size_t n = 0;
        CURLcode rc = curl_easy_recv(m->curl, m->chunk, sizeof m->chunk, &n);

        if (rc == CURLE_OK && n > 0) {
            m->at = 0;
            m->n = n;
            return OK;
        }
        if (rc != CURLE_AGAIN)
            return imap_down(m, "the server ended the connection");
        if ((e = wait_for(m, POLLIN, until_ms)))
            return e;
    }
}

static enum err
send_all(struct imap *m, const char *p, size_t n)
{
    int64_t until_ms = clock_mono_ms() + m->answer_ms;
    enum err e;

    while (n > 0) {
        size_t sent = 0;
        CURLcode rc = curl_easy_send(m->curl, p, n, &sent);

        if (rc != CURLE_OK && rc != CURLE_AGAIN)
            return imap_down(m, "the server ended the connection");
        p += sent;
        n -= sent;
        if (rc == CURLE_AGAIN && (e = wait_for(m, POLLOUT, until_ms)))
            return e;
    }
    return OK;
}

/* One line without its end. */
enum err
imap_line(struct imap *m, struct arena *a, char **line)
{
    struct buf b;
    enum err e;

    buf_init(&b, a);
    *line = b.text;
    for (;;) {
        const char *end;
        size_t n;

        if (m->at == m->n && (e = fill(m)))
            return e;
        end = memchr(m->chunk + m->at, '\n', m->n - m->at);
        n = end ? (size_t)(end - (m->chunk + m->at)) : m->n - m->at;
        m->answer_n += n + 1;
        if (b.len + n > LINE__MAX || m->answer_n > ANSWER__MAX)
            return imap_down(m, "the server's answer is too long");
        buf_add(&b, m->chunk + m->at, n);
        m->at += n + (end != NULL);
        if (!end)
            continue;
        if (b.len > 0 && b.text[b.len - 1] == '\r')
            buf_truncate(&b, b.len - 1);
        *line = b.text;
        return OK;
    }
}

/* n bytes; those beyond the buffer (NULL: all of them) are read and dropped. */
enum err
imap_bytes(struct imap *m, char *to, size_t n)
{
    enum err e;

    while (n > 0) {
        size_t some;

        if (m->at == m->n && (e = fill(m)))
            return e;
        some = m->n - m->at < n ? m->n - m->at : n;
        if (to) {
            memcpy(to, m->chunk + m->at, some);
            to += some;
        }
        m->at += some;
        n -= some;
    }
    return OK;
}

/* -- commands -------------------------------------------------------------- */

/* Sends one with the next tag. */
enum err
imap_command(struct imap *m, struct arena *a, const char *text)
{
    const char *line = arena_fmt(a, "D%u %s\r\n", ++m->tag, text);

    assert(!m->in_tx || !m->in_tx());
    m->answer_n = 0;
    return send_all(m, line, strlen(line));
}

/* Whether the line answers the last command; *said: what stands after the tag. */
bool
imap_answers(const struct imap *m, char *line, char **said)
{
    char tag[16];
    size_t n = (size_t)snprintf(tag, sizeof tag, "D%u ", m->tag);

    if (strncmp(line, tag, n) != 0)
        return false;
    *said = line + n;
    return true;
}

/* OK, or why not. */
enum err
imap_judge(struct imap *m, const char *said)
{
    if (strncasecmp(said, "OK", 2) == 0)
        return OK;
    (void)imap_down(m, "%s", said);
    return ERR_INVALID;
}

/* The bytes that {123} at the end of a line announces; false when it does not. */
bool
imap_literal(const char *line, size_t *n)
{
    const char *open = strrchr(line, '{');
    char *end;
    unsigned long long v;

    if (!open || !isdigit((unsigned char)open[1]))
        return false;
    v = strtoull(open + 1, &end, 10);
    *n = (size_t)v;
    return end[0] == '}' && end[1] == '\0' && v <= UINT32_MAX;
}

/* Reads to the answer of the last command; literals on the way are dropped. */
enum err
imap_finish(struct imap *m, struct arena *a, char **said)
{
    char *line;
    size_t n = 0;
    enum err e;

    for (;;) {
        if ((e = imap_line(m, a, &line)))
            return e;
        if (imap_answers(m, line, said))
            return imap_judge(m, *said);
        if (strncasecmp(line, "* BYE", 5) == 0)
            return imap_down(m, "%s", line + 2);
        if (imap_literal(line, &n) && (e = imap_bytes(m, NULL, n)))
            return e;
    }
}
