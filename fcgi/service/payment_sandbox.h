#ifndef SERVICE_PAYMENT_SANDBOX_H
#define SERVICE_PAYMENT_SANDBOX_H

#include "service/payment_provider.h"

/*
 * The provider for trying the product: no money moves. What a person chooses on its
 * confirm page becomes a report that is signed, proved and read as one from outside.
 */

/* The report, JSON; of a method that paid and stays, too, where method_word says so. */
char *payment_sandbox_report(struct arena *a, const struct payment_report *r);

/* The same of a method that is saved: method_word, method_id and what it is. One whose
 * method ends in PAYMENT_SANDBOX_DECLINES pays nothing later. */
char *payment_sandbox_method_report(struct arena *a, const struct payment_report *r);
#define PAYMENT_SANDBOX_DECLINES ":declines"

/* Its signature, as of now on the real clock. */
char *payment_sandbox_sign(
    struct arena *a, const struct payment_env *env, const char *body);

/* The card that a person saves there: method_word, method, label and customer. */
void payment_sandbox_card(struct arena *a, uint64_t method_id, uint64_t case_id,
    bool declines, struct payment_report *r);

/* What the sandbox calls the payment. */
char *payment_sandbox_id(struct arena *a, uint64_t intent_id);

#endif
