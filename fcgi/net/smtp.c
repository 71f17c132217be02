#include "net/smtp.h"

#include <assert.h>
#include <ctype.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/text.h"

enum { CONNECT_MS = 20000, SEND_MS = 120000, REPLY__SIZE = 400 };

struct smtp {
    CURL *curl;
    bool (*in_tx)(void);
};

/* How far a conversation came. */
enum phase {
    PHASE_GREETING, /* up to and with MAIL FROM */
    PHASE_RCPT,
    PHASE_DATA, /* DATA was said */
    PHASE_BODY, /* the server wants the text */
    PHASE_ENDED /* libcurl has all of it, so the end of the data may be on its way */
};

/* One message on its way. */
struct sending {
    struct arena *arena;
    const struct smtp_mail *mail;
    struct smtp_result *out;
    enum phase phase;
    size_t read_n; /* of the data, given to libcurl */
    size_t rcpt;   /* the recipient that was named last, from 1 */
    bool over;     /* QUIT was said: what is answered now is no answer to the mail */
    int code;      /* of the last answer */
    char reply[REPLY__SIZE];
};

/* -- what libcurl calls ---------------------------------------------------- */

static size_t
read_data(char *buf, size_t size, size_t n, void *ctx)
{
    struct sending *s = ctx;
    size_t room = size * n, left = s->mail->data_n - s->read_n;

    if (left == 0) {
        s->phase = PHASE_ENDED;
        return 0;
    }
    if (room > left)
        room = left;
    memcpy(buf, s->mail->data + s->read_n, room);
    s->read_n += room;
    return room;
}

/* A line of ours. Only what tells how far we are is looked at: other lines may
 * hold the login. */
static void
note_command(struct sending *s, const char *line, size_t n)
{
    s->over = n >= 4 && !strncasecmp(line, "QUIT", 4);
    if (n >= 8 && !strncasecmp(line, "RCPT TO:", 8)) {
        s->phase = PHASE_RCPT;
        s->rcpt++;
    } else if (n >= 4 && !strncasecmp(line, "DATA", 4)) {
        s->phase = PHASE_DATA;
    }
}

/* One line of an answer; the last one of an answer has a blank after its code. */
static void
note_answer(struct sending *s, const char *line, size_t n)
{
    size_t k = 0;

    if (s->over || n < 3 || !isdigit((unsigned char)line[0]) ||
        !isdigit((unsigned char)line[1]) || !isdigit((unsigned char)line[2]))
        return;
    if (n > 3 && line[3] == '-')
        return;
    s->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    for (; k < n && k < sizeof s->reply - 1; k++)
        s->reply[k] = (unsigned char)line[k] < 0x20 || (unsigned char)line[k] >= 0x7f
                          ? ' '
                          : line[k];
    while (k > 0 && s->reply[k - 1] == ' ')
        k--;
    s->reply[k] = '\0';
    if (s->phase == PHASE_RCPT && s->rcpt >= 1 && s->rcpt <= s->mail->to_n)
        s->out->rcpt[s->rcpt - 1] =
            (struct smtp_rcpt){ s->code, arena_str(s->arena, s->reply) };
    else if (s->phase == PHASE_DATA && s->code == 354)
        s->phase = PHASE_BODY;
}

static int
listen_in(CURL *curl, curl_infotype type, char *text, size_t n, void *ctx)
{
    (void)curl;
    if (type == CURLINFO_HEADER_OUT)
        note_command(ctx, text, n);
    else if (type == CURLINFO_HEADER_IN)
        note_answer(ctx, text, n);
    return 0;
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
    return url && (text_starts(url, "smtp://") || text_starts(url, "smtps://")) &&
           !strchr(url, '@') && !text_has_control(url, strlen(url));
}

static void
set_security(CURL *curl, const struct smtp_conf *conf)
{
    /* "tls" with an smtp:// address means TLS from the first byte all the same */
    if (conf->tls == SMTP_TLS_TLS && text_starts(conf->url, "smtp://")) {
        char url[512];

        snprintf(url, sizeof url, "smtps://%s", conf->url + strlen("smtp://"));
        curl_easy_setopt(curl, CURLOPT_URL, url);
    } else {
        curl_easy_setopt(curl, CURLOPT_URL, conf->url);
    }
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
        (long)(conf->tls == SMTP_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (conf->user && *conf->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, conf->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, conf->password ? conf->password : "");
    }
}

enum err
smtp_open(struct smtp **out, const struct smtp_conf *conf)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct smtp *s;

    *out = NULL;
    if (!url_is_fine(conf->url) || strlen(conf->url) > 500)
        return ERR_INVALID;
    pthread_once(&once, start_curl);
    s = calloc(1, sizeof *s);
    if (!s || !(s->curl = curl_easy_init()))
        abort();
    s->in_tx = conf->in_tx;
    set_security(s->curl, conf);
    curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(s->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(s->curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS,
        (long)(conf->connect_ms ? conf->connect_ms : CONNECT_MS));
    curl_easy_setopt(
        s->curl, CURLOPT_TIMEOUT_MS, (long)(conf->send_ms ? conf->send_ms : SEND_MS));
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, read_data);
    /* The answers are read off the conversation as libcurl reports it. */
    curl_easy_setopt(s->curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(s->curl, CURLOPT_DEBUGFUNCTION, listen_in);
    *out = s;
    return OK;
}

void
smtp_close(struct smtp *s)
{
    if (!s)
        return;
    curl_easy_cleanup(s->curl);
    free(s);
}

/* -- sending --------------------------------------------------------------- */

static bool
mail_is_fine(const struct smtp_mail *m)
{
    if (!text_is_email(m->from) || m->to_n == 0 || m->to_n > SMTP_RECIPIENTS__MAX ||
        m->data_n == 0)
        return false;
    for (size_t k = 0; k < m->to_n; k++)
        if (!text_is_email(m->to[k]))
            return false;
    return true;
}

/* 5xx of every recipient is for good; one 4xx among them is worth another try. */
static enum smtp_fate
fate_of_recipients(const struct sending *s)
{
    for (size_t k = 0; k < s->mail->to_n; k++)
        if (s->out->rcpt[k].code / 100 != 5)
            return SMTP_TRY_AGAIN;
    return SMTP_REFUSED;
}

static enum smtp_fate
fate_of(const struct sending *s, CURLcode rc)
{
    int class = s->code / 100;

    switch (s->phase) {
    case PHASE_ENDED:
        if (class == 2 || rc == CURLE_OK)
            return SMTP_ACCEPTED;
        return class == 5 ? SMTP_REFUSED : class == 4 ? SMTP_TRY_AGAIN : SMTP_UNKNOWN;
    case PHASE_RCPT:
        return class == 4 || class == 5 ? fate_of_recipients(s) : SMTP_TRY_AGAIN;
    case PHASE_GREETING:
        /* A 5xx to the greeting or about a login is ours to mend; one to MAIL FROM
         * is about the message. */
        if (rc != CURLE_SEND_ERROR || (s->code >= 530 && s->code < 540))
            return SMTP_TRY_AGAIN;
        return class == 5 ? SMTP_REFUSED : SMTP_TRY_AGAIN;
    case PHASE_DATA:
    case PHASE_BODY:
        break;
    }
    return class == 5 ? SMTP_REFUSED : SMTP_TRY_AGAIN;
}

static CURLcode
perform(struct smtp *s, struct sending *x)
{
    struct curl_slist *to = NULL;
    CURLcode rc;

    for (size_t k = 0; k < x->mail->to_n; k++) {
        struct curl_slist *more = curl_slist_append(to, x->mail->to[k]);

        if (!more)
            abort();
        to = more;
    }
    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, x->mail->from);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, x);
    curl_easy_setopt(s->curl, CURLOPT_DEBUGDATA, x);
    rc = curl_easy_perform(s->curl);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
    return rc;
}

/* A kept connection that the server had given up meanwhile: nothing was said on it
 * that counts, so a fresh one may be tried at once. */
static bool
was_stale(struct smtp *s, const struct sending *x, CURLcode rc)
{
    long made = 1;

    if (rc == CURLE_OK || x->phase != PHASE_GREETING || (x->code && x->code != 421))
        return false;
    curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &made);
    return made == 0;
}

enum err
smtp_send(struct smtp *s, struct arena *a, const struct smtp_mail *mail,
    struct smtp_result *out)
{
    struct sending x = { .arena = a, .mail = mail, .out = out };
    CURLcode rc;

    assert(!s->in_tx || !s->in_tx());
    *out = (struct smtp_result){ .fate = SMTP_REFUSED, .reply = "" };
    if (!mail_is_fine(mail))
        return ERR_INVALID;
    out->rcpt = arena_new_n(a, mail->to_n, struct smtp_rcpt);
    rc = perform(s, &x);
    if (was_stale(s, &x, rc)) {
        x = (struct sending){ .arena = a, .mail = mail, .out = out };
        curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 1L);
        rc = perform(s, &x);
        curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 0L);
    }
    out->fate = fate_of(&x, rc);
    out->code = x.code;
    if (x.code && (rc == CURLE_OK || x.code >= 400))
        out->reply = arena_str(a, x.reply);
    else
        out->reply = curl_easy_strerror(rc);
    if (out->fate != SMTP_ACCEPTED)
        log_warn("smtp_not_accepted", kv("phase", (int)x.phase), kv("code", x.code),
            kv("curl", (int)rc));
    return OK;
}
