#ifndef SERVICE_TAKE_PAYMENT_REPORT_H
#define SERVICE_TAKE_PAYMENT_REPORT_H

#include "service/payment_provider.h"
#include "store/actor.h"

/*
 * A provider reports: proves that it is his word, keeps it once, and does what follows,
 * in one transaction. Amounts are the provider's. So a report may come twice, at the
 * same time, late and out of order.
 *
 * *outcome  booked: money moved; noted: the state moved, or nothing was new; waiting:
 * for the money it is about; ignored: of no payment of ours; refused: of another
 *           account or currency, or more than was paid: a task tells a person
 *
 * ERR_DENIED   not signed by him, or too long ago
 * ERR_INVALID  signed, and cannot be read
 */
enum err take_payment_report(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct payment_provider *provider,
    const char *signature, const char *body, size_t n, const char **outcome);

#endif
