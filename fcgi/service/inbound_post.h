#ifndef SERVICE_INBOUND_POST_H
#define SERVICE_INBOUND_POST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "intake/inmail.h"

/* The words and files of a mail that came in, once it is known whose it is. */
struct inbound_words {
    uint64_t id; /* of the row in inbound_mail */
    uint64_t customer_id, case_id, item_id, conversation_id; /* 0: none */
    const char *item_number;
    uint64_t contact_id; /* who wrote; 0: nobody the customer is known by */
    const char *from_name, *from_email, *subject, *fresh;
    int64_t now_at;
};

/* Puts it into the conversation, with its files, where it waits for an answer. Inside
 * the caller's transaction, which has locked the customer's cases. *posted_id: the
 * message there. */
enum err inbound_post(
    struct db *db, struct arena *a, const struct inbound_words *w, uint64_t *posted_id);

/* The files of a mail on the disk, before the transaction; see attachment_write. One
 * that is not taken is listed with the reason. ERR_DOWN: the disk refuses, or the
 * virus scanner does not answer: the mail stays where it is for now. */
struct inbound_file_add; /* store/q_inbound.h */
enum err inbound_files_write(struct arena *a, const struct conf *conf,
    const struct inmail *mail, struct inbound_file_add **rows, size_t *n);

/* The local day of the case's division; of UTC without a case. */
enum err inbound_day(
    struct db *db, struct arena *a, uint64_t case_id, int64_t at, int32_t *today);

#endif
