#ifndef JOB_AUTOPAY_H
#define JOB_AUTOPAY_H

#include "service/payment_provider.h"
#include "service/send_message.h"

/* One look at all that is collected by itself: what came of charges, charges whose
 * answer got lost, those whose day has come, and what is to be told of next. Part of
 * the round of payments (job/payments.h); several workers may do it at once. */
enum err autopay_round(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct message_desk *desk);

#endif
