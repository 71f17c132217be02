#ifndef SERVICE_ATTACH_DOCUMENTS_H
#define SERVICE_ATTACH_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/outbox_cause.h"
#include "render/mail.h"
#include "service/look_lines.h"
#include "service/make_document.h"
#include "store/q_document.h"

/* Files that go with a message, attached to a mail or printed behind a letter: made at
 * its last look, in that transaction, and kept with it as its reader gets them. */
enum { ATTACHED_BYTES__MAX = 10 << 20, ATTACHED__MAX = 50, ENCLOSED_PAGES__MAX = 100 };

struct attach_ask {
    uint64_t outbox_id, customer_id;
    const struct look *look;  /* what it asks for, see look_at_lines */
    bool invoice, statement;  /* of each document asked for; of the account */
    const uint64_t *item_ids; /* these documents, instead of what it asks for */
    size_t item_ids_n;
    uint64_t posted_id; /* the files that were handed over with that message; 0 */
    const struct letter_ask *letter; /* a mail's own words as a letter; NULL: without */
    const char *currency, *language;
    bool by_letter; /* each is a PDF that can be drawn, ENCLOSED_PAGES__MAX in all */
    bool dry;       /* nothing is kept */
    int64_t now_at;
};

/* Files that are too large for one mail, said to a person. */
#define ATTACHED_TOO_LARGE \
    "the files are too large for a mail: at most %d MB in %d files"

struct attached {
    struct mail_attachment *list;
    struct document_enclosed *enclosed; /* the same, as a letter names them; their
                                           texts live in the arena */
    size_t n;
    size_t bytes;
};

/*
 * ERR_INVALID  one of them cannot be made, or all are too large; *why tells it in one
 *              line, *cause what kind of fault it is
 */
enum err attach_documents(struct db *db, struct arena *a, const struct conf *conf,
    const struct attach_ask *ask, struct attached *out, enum outbox_cause *cause,
    const char **why);

#endif
