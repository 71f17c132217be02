#include "job/post.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/text.h"
#include "db/tx.h"
#include "net/smtp.h"

struct post {
    pthread_mutex_t wire; /* one message at a time */
    struct mailfolder folder;
    struct smtp *smtp; /* NULL: the folder */
};

/* "dunlin@ar.example" for https://ar.example:8443/x, so that a folder needs no
 * configuration. */
const char *
post_sender(struct arena *a, const struct conf *conf)
{
    const char *host = strstr(conf->public_url, "://");
    const char *email;

    if (*conf->mail_from)
        return conf->mail_from;
    host = host ? host + 3 : conf->public_url;
    email = arena_fmt(a, "dunlin@%.*s", (int)strcspn(host, ":/"), host);
    return text_is_email(email) ? email : "dunlin@localhost";
}

struct sender_pace
post_pace(const char *sender, const struct conf *conf, enum pace_for whom)
{
    return (struct sender_pace){ .sender = sender,
        .pace = { .n = conf->mail_rate,
            .window_us = conf->mail_rate_seconds * DATE_US_PER_S },
        .whom = whom };
}

const char *
post_worker(struct arena *a, const struct post *p)
{
    char host[24] = "";

    gethostname(host, sizeof host - 1);
    return arena_fmt(a, "%s %s:%ld:%s", p->smtp ? "smtp" : "folder", host,
        (long)getpid(), rand_token(a, 6));
}

static enum err
open_smtp(struct post *p, const struct conf *conf)
{
    static const enum smtp_tls TLS[] = { [CONF_TLS_NONE] = SMTP_TLS_NONE,
        [CONF_TLS_STARTTLS] = SMTP_TLS_STARTTLS,
        [CONF_TLS_TLS] = SMTP_TLS_TLS };
    const struct smtp_conf c = { .url = conf->smtp_url,
        .user = conf->smtp_user,
        .password = conf->smtp_password,
        .tls = TLS[conf->smtp_tls],
        .in_tx = db_in_tx };

    if (!text_is_email(conf->mail_from)) {
        log_error("mail_from_missing", kv("mail_from", conf->mail_from));
        return ERR_INVALID;
    }
    if (smtp_open(&p->smtp, &c)) {
        log_error("smtp_url_invalid");
        return ERR_INVALID;
    }
    return OK;
}

enum err
post_open(struct post **out, const struct conf *conf)
{
    struct post *p = calloc(1, sizeof *p);
    enum err e = OK;

    if (!p)
        abort();
    pthread_mutex_init(&p->wire, NULL);
    p->folder = (struct mailfolder){ .path = conf->mail_folder, .in_tx = db_in_tx };
    if (*conf->smtp_url && (e = open_smtp(p, conf))) {
        post_close(p);
        p = NULL;
    }
    *out = p;
    return e;
}

void
post_close(struct post *p)
{
    if (!p)
        return;
    smtp_close(p->smtp);
    pthread_mutex_destroy(&p->wire);
    free(p);
}

const struct mailfolder *
post_folder(const struct post *p)
{
    return p->smtp ? NULL : &p->folder;
}

static void
put_in_folder(
    struct post *p, struct arena *a, const struct post_mail *m, struct sent *out)
{
    bool existed;
    enum err e =
        mailfolder_put(&p->folder, a, m->message_id, m->data, m->data_n, &existed);

    out->fate = e == OK            ? SENT_HANDED_OVER
                : e == ERR_INVALID ? SENT_REFUSED
                                   : SENT_LATER;
    out->reply = e         ? "the mail folder cannot be written"
                 : existed ? "in the folder, from an earlier try"
                           : "in the folder";
}

static void
note_recipients(struct arena *a, const struct post_mail *m,
    const struct smtp_result *said, struct sent *out)
{
    struct sent_rcpt *list = arena_new_n(a, m->to_n, struct sent_rcpt);

    for (size_t k = 0; k < m->to_n; k++)
        list[k] = (struct sent_rcpt){ .email = m->to[k],
            .rejected = said->rcpt[k].code >= 400,
            .detail = said->rcpt[k].reply };
    out->rcpt = list;
    out->rcpt_n = m->to_n;
}

static void
send_by_smtp(
    struct post *p, struct arena *a, const struct post_mail *m, struct sent *out)
{
    static const enum sent_fate FATES[] = { [SMTP_ACCEPTED] = SENT_HANDED_OVER,
        [SMTP_TRY_AGAIN] = SENT_LATER,
        [SMTP_REFUSED] = SENT_REFUSED,
        [SMTP_UNKNOWN] = SENT_UNKNOWN };
    const struct smtp_mail mail = { .from = m->from,
        .to = m->to,
        .to_n = m->to_n,
        .data = m->data,
        .data_n = m->data_n };
    struct smtp_result said;
    enum err e;

    pthread_mutex_lock(&p->wire);
    e = smtp_send(p->smtp, a, &mail, &said);
    pthread_mutex_unlock(&p->wire);
    if (e) {
        out->fate = SENT_REFUSED;
        out->reply = "an address is none";
        return;
    }
    out->fate = FATES[said.fate];
    out->reply = said.reply;
    if (said.fate == SMTP_ACCEPTED || said.fate == SMTP_REFUSED)
        note_recipients(a, m, &said, out);
}

void
post_put(struct post *p, struct arena *a, const struct post_mail *m, struct sent *out)
{
    if (p->smtp)
        send_by_smtp(p, a, m, out);
    else
        put_in_folder(p, a, m, out);
}
