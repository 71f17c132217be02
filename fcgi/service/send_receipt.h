#ifndef SERVICE_SEND_RECEIPT_H
#define SERVICE_SEND_RECEIPT_H

#include <stdint.h>

#include "service/send_message.h"

/*
 * Plans the mail that says a payment has come, once: to the contacts for billing,
 * through the outbox as any message. Where guards hold it or nobody can be written to,
 * there is none, and the payment says so.
 */
enum err send_receipt(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t intent_id);

#endif
