#ifndef SERVICE_LETTER_WORK_H
#define SERVICE_LETTER_WORK_H

#include "service/letter_batch.h"
#include "store/q_letter.h"

/* What the files of letter batches share; see service/letter_batch.h. */

enum { LETTER_LOCK__SIZE = 40 };

/* The lock of whoever makes or posts it. ERR_CONFLICT  somebody has it */
enum err letter_batch_hold(struct db *db, uint64_t id);
void letter_batch_let_go(struct db *db, uint64_t id);

bool letter_shop_closed(const struct letter_shop *shop);

/* The row as it is now, without its lock. */
enum err letter_batch_read(struct db *db, struct arena *a, uint64_t id, uint64_t scope,
    struct letter_batch_lock *out);

/* before and after may be NULL. */
enum err letter_batch_audit(struct db *db, const struct actor *by, const char *action,
    uint64_t id, const char *before, const char *after);

/* Hands over what is not yet, until the shop is closed; the batch is `posting` and
 * held. */
enum err letter_batch_post_rest(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, int32_t on);

#endif
