#ifndef SERVICE_PAYMENT_METHOD_H
#define SERVICE_PAYMENT_METHOD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "service/payment_provider.h"
#include "store/actor.h"

/*
 * What a customer saves to pay with later. It is entered at the provider's and stays
 * there: here stand the provider's names for it and what a person knows it by.
 *
 *     open → active     the provider says that it was entered, even after "failed"
 *     open → failed     it was not, or the provider did not answer
 *     active → revoked  the customer or staff took it back
 *     active → gone     the provider or the payer's bank ended it
 *
 * What is revoked or gone is never charged again and never comes back.
 */
struct method_in {
    uint64_t case_id, customer_id;
    const struct payment_provider *provider;
    const char *language; /* NULL: the provider's own */
    uint64_t intent_id;   /* the payment that it is saved with; 0: by itself */
};

/*
 * ERR_INVALID  f says what is wrong, at /provider
 * ERR_DOWN     the provider does not answer; nothing is saved
 */
enum err save_method(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct method_in *in, struct faults *f,
    uint64_t *id);

/*
 * The row alone, in the caller's transaction: of a payment that saves what pays it.
 * Once that is paid the provider says what it is; move_payment ends one that came to
 * nothing.
 */
enum err begin_method(struct db *db, struct arena *a, const struct actor *by,
    const struct method_in *in, uint64_t division_id, uint64_t id);

/* How the provider calls the customer of an account already; NULL: he does not. */
enum err method_customer(struct db *db, struct arena *a, uint64_t case_id,
    const struct payment_provider *provider, const char **out);

/* What a provider reports of one; as take_payment_report, in a transaction of its own.
 */
enum err take_method_report(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_provider *provider, const struct payment_report *r,
    const char **outcome);

/*
 * ERR_NOT_FOUND  there is none
 * ERR_CONFLICT   it has ended already
 */
enum err revoke_method(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, const char *reason);

#endif
