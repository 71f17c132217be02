#ifndef SERVICE_WRITE_MAIL_H
#define SERVICE_WRITE_MAIL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "render/mail.h"
#include "render/reminder.h"
#include "service/find_text.h"

/* A message as it leaves. */
struct written {
    const char *subject, *text, *html;
    const char *language; /* of the text that was found */
    const char *data;     /* the message for the wire, lines end in CR LF */
    size_t data_n;
};

/* Several texts that are wrong, each with its place. */
struct text_fault {
    const char *part; /* subject | body_text | body_html */
    int line;
    const char *message;
};

/*
 * Whether a text of that topic could be written, whatever the customer: every field
 * it names is known, and what may be empty is asked for. How many faults; none: *out is
 * NULL. They live in the arena.
 */
size_t check_text(struct arena *a, const char *topic, const struct mail_text *text,
    struct text_fault **out);

/*
 * Fills a text in: subject, text and HTML, without building the message.
 *
 * ERR_INVALID  it cannot be said: a field that is missing or empty; *why tells it in
 *              one line
 */
enum err fill_text(struct arena *a, const struct mail_text *text,
    const struct reminder *view, struct written *out, const char **why);

/*
 * A person's own words as the view has them: they may name fields, too. Gives the
 * words with the fields filled in; line_of faults as in fill_text.
 */
enum err fill_words(struct arena *a, const struct reminder *view, const char *subject,
    const char *message, const char **subject_out, const char **message_out,
    const char **why);

/*
 * Builds the message of what was filled in. m: all but subject, texts and language is
 * set.
 *
 * ERR_INVALID  it cannot be said: an address that is none; *why tells it in one line
 */
enum err build_mail(
    struct arena *a, struct mail *m, struct written *out, const char **why);

#endif
