#ifndef RENDER_MAIL_H
#define RENDER_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * A message as it goes over the wire: multipart/alternative of text and HTML, inside
 * multipart/mixed when something is attached. ASCII throughout (but for addresses
 * that are not): quoted-printable bodies, RFC 2047 words in headers, RFC 2231 in
 * parameters, folded lines that end in CR LF.
 *
 * The same mail gives the same bytes. No header can be injected: a control byte in
 * anything that goes into a header is refused, not removed.
 */
struct mail_address {
    const char *name; /* NULL or "": none */
    const char *email;
};

struct mail_attachment {
    const char *name; /* of the file */
    const char *type; /* "application/pdf" */
    const void *data;
    size_t n;
};

struct mail {
    struct mail_address from;
    struct mail_address reply_to; /* email NULL: none */
    const struct mail_address *to;
    size_t to_n; /* at least one */
    const struct mail_address *cc;
    size_t cc_n;
    const char *subject;
    const char *text;       /* plain; line ends may be LF or CR LF */
    const char *html;       /* NULL: text alone */
    const char *language;   /* of the text, such as "de"; NULL: not said */
    int64_t date_at;        /* Date */
    const char *message_id; /* with its brackets, see mail_message_id */
    /* the message that this one answers, likewise; NULL, or what is none: not said */
    const char *in_reply_to;
    bool automatic; /* Auto-Submitted: answers of machines stay away */
    /* Where a reader ends such mail for good, by a plain POST. Only where that is
     * his to end: a newsletter, not the reminder of a debt. NULL: not offered. */
    const char *unsubscribe_url;
    const struct mail_attachment *attachments;
    size_t attachments_n;
};

/*
 * Appends the message to out.
 *
 * ERR_INVALID  a header would hold a control byte, an address is none, nobody to
 *              write to, or something is not UTF-8; *why tells it
 */
enum err mail_build(const struct mail *m, struct buf *out, const char **why);

/* "<000000001042.4f2a@ar.example>": always the same for a message of an
 * installation, so that a second copy can be known for one. */
char *mail_message_id(
    struct arena *a, uint64_t id, const char *installation, const char *from_email);

/* Appends text as quoted-printable, lines of at most 76 bytes. */
void mail_quoted_printable(struct buf *out, const char *text);

/* Appends "Name: value", encoded where it has to be, folded, with CR LF. */
void mail_header(struct buf *out, const char *name, const char *value);

#endif
