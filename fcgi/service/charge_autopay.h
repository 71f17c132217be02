#ifndef SERVICE_CHARGE_AUTOPAY_H
#define SERVICE_CHARGE_AUTOPAY_H

#include "service/payment_provider.h"
#include "service/send_message.h"

/*
 * A document is collected whose customer was told so:
 *
 *    planned   its day has come and the mail has gone: reserved as any payment, then
 *              the provider is asked, with a key of this payment alone
 *    charging  what the provider reports decides; where nobody knows what he said, he
 *              is asked again with the same key, for as long as he keeps it
 *    paid, declined
 *    dropped   nothing of it is left to collect, or the setting ended before
 *
 * Never is more charged than was told, nor what was paid, disputed or promised since.
 */

/* Charges one that is planned; does nothing where its time has not come or somebody
 * else was first. */
enum err charge_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, uint64_t case_id);

/* Asks again for one whose answer nobody knows. */
enum err charge_again(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, uint64_t case_id);

/* The payment has ended: writes what came of it. After a decline the customer is told,
 * with the way to pay himself, a person is asked, and the document is reminded of
 * again; once more is tried if the company says so. */
enum err conclude_charge(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t id, uint64_t case_id);

#endif
