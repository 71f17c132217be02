#ifndef SERVICE_WRITE_MAIL_H
#define SERVICE_WRITE_MAIL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "render/mail.h"
#include "render/reminder.h"

/* A reminder as it leaves. */
struct written {
    const char *subject, *text, *html;
    const char *data; /* the message for the wire, lines end in CR LF */
    size_t data_n;
};

/*
 * Renders the active text of a template in the reader's language, else English, and
 * builds the message. m: all but subject, texts and language is set.
 *
 * ERR_INVALID  it cannot be said: no such template, a field that is missing, an
 *              address that is none; *why tells it in one line
 */
enum err write_mail(struct db *db, struct arena *a, const char *template,
    const char *language, const struct reminder *view, struct mail *m,
    struct written *out, const char **why);

#endif
