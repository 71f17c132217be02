#ifndef SERVICE_ATTACH_DOCUMENTS_H
#define SERVICE_ATTACH_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "render/mail.h"

/* Files that go with a message: made at its last look, in that transaction, and kept
 * with it as its reader gets them. */
enum { ATTACHED_BYTES__MAX = 10 << 20, ATTACHED__MAX = 50 };

struct attach_ask {
    uint64_t outbox_id, customer_id;
    bool invoice, statement; /* of each document asked for; of the account */
    const char *currency, *language;
    int64_t now_at;
};

struct attached {
    struct mail_attachment *list;
    size_t n;
};

/*
 * The lines of the message must have what they ask for.
 *
 * ERR_INVALID  one of them cannot be made, or all are too large for a mail; *why tells
 *              it in one line
 */
enum err attach_documents(struct db *db, struct arena *a, const struct conf *conf,
    const struct attach_ask *ask, struct attached *out, const char **why);

#endif
