#ifndef NET_SMTP_H
#define NET_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Hands finished messages to an SMTP server, one after the other over a connection
 * that is kept. Belongs to one thread.
 *
 * What matters is that nobody ever has to guess: a message is accepted only by the
 * server's own 2xx after the end of its data; it may be tried again only when it is
 * certain that the server cannot have taken it.
 */
enum smtp_tls { SMTP_TLS_NONE, SMTP_TLS_STARTTLS, SMTP_TLS_TLS };

struct smtp_conf {
    const char *url;              /* "smtp://host:25", "smtps://host:465" */
    const char *user, *password;  /* "" or NULL: no login; never logged */
    enum smtp_tls tls;            /* smtps:// is always TLS */
    const char *ca_file;          /* certificates to trust; NULL: the system's */
    unsigned connect_ms, send_ms; /* 0: 20 s and 120 s */
    bool (*in_tx)(void); /* whether a transaction is open: asserted not to be; NULL */
};

struct smtp_mail {
    const char *from;      /* address of the sender, for the envelope */
    const char *const *to; /* addresses */
    size_t to_n;           /* 1 .. SMTP_RECIPIENTS__MAX */
    const char *data;      /* the message, lines end in CR LF */
    size_t data_n;
};

enum { SMTP_RECIPIENTS__MAX = 100 };

enum smtp_fate {
    SMTP_ACCEPTED,  /* the final 2xx; at least one recipient gets it */
    SMTP_TRY_AGAIN, /* 4xx, or no connection, before the data had ended: nobody has it
                     */
    SMTP_REFUSED,   /* 5xx: no use trying again */
    SMTP_UNKNOWN    /* the data ended and no answer came */
};

/* What the server said of one recipient; code 0: it was not asked. */
struct smtp_rcpt {
    int code;
    const char *reply;
};

struct smtp_result {
    enum smtp_fate fate;
    int code;               /* of the answer that decided; 0: none came */
    const char *reply;      /* the server's last words or what went wrong; never NULL */
    struct smtp_rcpt *rcpt; /* one for each of mail->to */
};

struct smtp;

/* ERR_INVALID: no SMTP URL, or one with a name or password in it. */
enum err smtp_open(struct smtp **out, const struct smtp_conf *conf);
void smtp_close(struct smtp *s); /* NULL is fine */

/*
 * Sends one message; texts of the result live in the arena.
 *
 * OK           look at out->fate
 * ERR_INVALID  an address is none, or no recipient, or no data: nothing was sent
 */
enum err smtp_send(struct smtp *s, struct arena *a, const struct smtp_mail *mail,
    struct smtp_result *out);

#endif
