#ifndef SERVICE_CHAT_NOTICE_H
#define SERVICE_CHAT_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Mail about what was written to a customer in the portal while nobody of it was
 * there: the words and the way to them, answered there or by answering the mail.
 *
 * A message of ours waits CHAT_NOTICE_AFTER_S; whoever is in the portal has read it by
 * then, and nothing goes. Else one mail is planned, with all that was not read, and no
 * other until somebody has read so far: whatever was written meanwhile waits in the
 * portal. The last look (service/look_notice.h) asks once more whether it was read.
 *
 * It goes to whoever wrote last in the conversation, else to a contact for bills, of
 * those who may be mailed; not at night, as the country's rules say it (domain/plan.h).
 * Where nobody may be, whose customer it is gets a task instead.
 * It is no reminder: neither gap nor contact limits count it.
 */
enum { CHAT_NOTICE_AFTER_S = 300 };

/* One was written under that number; inside the transaction that writes it, which
 * holds the customer's row. */
enum err chat_notice_wait_for(
    struct db *db, uint64_t conversation_id, uint64_t seq, int64_t now_at);

/* Plans what is due, each in a transaction of its own. *more: there may be more. */
enum err plan_chat_notices(struct db *db, struct arena *a, int64_t now_at, bool *more);

#endif
