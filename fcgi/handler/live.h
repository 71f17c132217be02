#ifndef HANDLER_LIVE_H
#define HANDLER_LIVE_H

#include "http/rq.h"
#include "service/live.h"

/* What open pages say and hear, the same for staff and contacts. */

/*
 * POST …/live {page?, chat?, leave?, typing?, item_id?, conversation_id?, read_up_to?}
 * -> 200 {mark, last, here, read}: one call in LIVE_AGAIN_S says that the page (of that
 * name, up to 32 bytes) is there, how far its reader has read and that the reader
 * types; and asks what a page without live events needs to know. Whether the caller may
 * see the customer has been checked. item_id: the only document the caller may see; 0:
 * all of the customer.
 */
enum err live_answer(struct rq *rq, uint64_t customer_id, uint64_t item_id, bool staff);

/*
 * Tells the open pages of a customer, after the answer has been sent: of a message of
 * the conversation about item_id (0: the account), up to `seq`. Failing to is no fault
 * of the request: pages ask by themselves, too.
 */
void live_tell_message(
    struct rq *rq, uint64_t customer_id, uint64_t item_id, uint64_t seq);

#endif
