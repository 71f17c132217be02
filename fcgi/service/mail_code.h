#ifndef SERVICE_MAIL_CODE_H
#define SERVICE_MAIL_CODE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A code by mail that signs a person in: eight digits, good for ten minutes, once and
 * for MAIL_CODE_TRIES tries; a newer one makes it worthless. It follows from the
 * installation's key and the id of its row, so that the mail is written when it leaves
 * and no table holds it.
 */
enum { MAIL_CODE_LIFE_S = 600, MAIL_CODE_TRIES = 5 };

/* The key of codes out of the installation's. */
void mail_code_key(const uint8_t master[static SECRET_KEY_BYTES],
    uint8_t key[static SECRET_KEY_BYTES]);
/* "1234 5678" */
char *mail_code_text(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id);

/*
 * Queues the mail. The answer is the same whether or not somebody has that address.
 * ERR_LIMIT  too often from this network address or for this e-mail; *retry_after_s
 */
enum err ask_mail_code(struct db *db, struct arena *a, const struct actor *by,
    const char *email, int64_t *retry_after_s);

/*
 * Whether it is the person's code; a try is counted first. *id is what mail_code_use of
 * q_person ends, in the transaction that lets him in.
 * ERR_DENIED  wrong, used, over, replaced by a newer one, or tried too often
 */
enum err check_mail_code(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], uint64_t person_id, const char *code,
    uint64_t *id);

#endif
