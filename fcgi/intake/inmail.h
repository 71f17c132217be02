#ifndef INTAKE_INMAIL_H
#define INTAKE_INMAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * A message that came in, taken apart: who wrote, to which addresses, in answer to
 * what, its words and its files; and what kind of message it is. Pure: bytes in,
 * structure out, all of it in the arena. Nothing in it may be trusted: anybody can
 * write any sender and any Message-ID.
 *
 * All texts are UTF-8 without control bytes (but for line ends and tabs in `text`);
 * what is no UTF-8 has been replaced.
 */
enum inmail_kind {
    INMAIL_WORDS,    /* somebody wrote */
    INMAIL_AUTO,     /* a machine wrote: out of office, receipt, list */
    INMAIL_DELIVERY, /* a report of delivery, RFC 3464: see `reports` */
};

enum inmail_fate { INMAIL_FAILED, INMAIL_DELAYED, INMAIL_DELIVERED, INMAIL_RELAYED };

/* What a report says of one recipient. */
struct inmail_report {
    const char *original; /* the address as we wrote it; NULL: not said */
    const char *final;    /* where it ended up; NULL: not said */
    enum inmail_fate fate;
    bool hard;          /* failed, and because of the address: it will never work */
    const char *status; /* enhanced code, "5.1.1"; "" when none is said */
    const char *words;  /* of the server that refused; "" when none */
};

struct inmail_file {
    const char *name; /* a file name without folders; never empty */
    const char *type; /* "application/pdf", as the sender says */
    const void *data;
    size_t n;
};

struct inmail {
    enum inmail_kind kind;
    const char *message_id;   /* with its brackets; NULL: none */
    const char *const *about; /* In-Reply-To and References, newest first */
    size_t about_n;
    const char *from_email, *from_name; /* NULL: none */
    const char *const *to;              /* every address it was sent or delivered to */
    size_t to_n;
    const char *subject; /* never NULL */
    int64_t sent_at;     /* as it says; INSTANT_NONE: it does not */
    const char *text;    /* all of its words; never NULL */
    const char *fresh;   /* without what it quotes; never NULL */
    const struct inmail_file *files;
    size_t files_n;
    bool cut; /* something went over a limit and is not here */

    const char *original_id; /* of the message a report is about; NULL: not said */
    const struct inmail_report *reports;
    size_t reports_n;
};

enum {
    INMAIL_PARTS__MAX = 200,
    INMAIL_DEPTH__MAX = 12,
    INMAIL_FILES__MAX = 20,
    INMAIL_ADDRESSES__MAX = 100,
    INMAIL_ABOUT__MAX = 50,
    INMAIL_REPORTS__MAX = 100,
    INMAIL_FILE__MAX = 20 << 20, /* bytes */
    INMAIL_TEXT__MAX = 256 << 10
};

/* ERR_INVALID: it is no message at all. More than the limits is left out and `cut`
 * says so. Any thread. */
enum err inmail_parse(struct arena *a, const char *raw, size_t n, struct inmail *out);

/* -- its parts, for tests of their own ------------------------------------- */

/* The words without the message they answer and without a signature's line; all of
 * them when nothing would be left, or when answers stand between what is quoted. */
char *inmail_fresh(struct arena *a, const char *text);

/* What a reader sees of HTML, as plain lines. */
char *inmail_plain(struct arena *a, const char *html);

/* A message/delivery-status body; at most max reports, *n says how many. */
void inmail_reports(struct arena *a, const char *text, struct inmail_report *out,
    size_t max, size_t *n);

#endif
