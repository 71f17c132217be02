#ifndef SERVICE_START_PAYMENT_H
#define SERVICE_START_PAYMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "domain/calendar.h"
#include "service/payment_provider.h"
#include "store/actor.h"

/*
 * A customer pays: reserves what is open of the chosen documents, and of the credits
 * that are to be used with them, then starts the payment at its provider. The caller
 * has checked that the documents are the customer's, of one case, named once each.
 */
struct payment_choice {
    uint64_t item_id;
    int64_t minor;          /* 0: all of it that may be */
    int64_t disputed_minor; /* of a debit: not part of "all" */
    /* Of a debit of which less is paid than is open and not disputed: */
    const char *reason_code; /* why the rest will not be paid; NULL: it is paid later */
    const char *detail;      /* in the payer's words; NULL: none */
    int64_t short_minor;     /* the rest that the reason is of; filled in */
};

struct payment_in {
    uint64_t case_id, customer_id;
    const struct payment_provider *provider;
    struct payment_choice *debits, *credits; /* minor is filled in where it was 0 */
    size_t debits_n, credits_n;
    bool one_document;               /* whoever pays sees this document alone */
    const char *language;            /* NULL: the provider's own */
    bool save;                       /* what is paid with is to be saved for later */
    const struct calendar *calendar; /* whose days a transfer is waited for; NULL:
                                        Saturday and Sunday are free */
    bool by_itself; /* without the customer: any part, and time to hear of it */
};

enum payment_refusal {
    PAYMENT_REFUSED_NOT,
    PAYMENT_REFUSED_SETTLED,     /* a document is not open any more */
    PAYMENT_REFUSED_IN_PROGRESS, /* it is being paid already */
};

/*
 * ERR_INVALID   f says what is wrong, at /lines/k/amount, /credits/k/amount …
 * ERR_CONFLICT  *refusal
 * ERR_DOWN      the provider does not answer; nothing is reserved any more
 */
enum err start_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, struct payment_in *in, struct faults *f,
    enum payment_refusal *refusal, uint64_t *id);

/*
 * Reserves alone, inside a transaction of the caller's that holds the lock of the case:
 * what is charged without the customer. Errors as above; in->debits are filled in.
 */
enum err reserve_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_in *in, struct faults *f, enum payment_refusal *refusal,
    uint64_t *id);

/* What the company lets customers do, from portal_pay_part, _credits, _days, _minutes,
 * and for how many working days an announced transfer holds reminders:
 * transfer_hold_days.
 */
struct payment_rules {
    bool part, credits;
    int64_t days, minutes, hold_days;
};

enum err payment_rules_read(struct db *db, struct arena *a, struct payment_rules *out);

/*
 * The customer, staff or time end it; a processing one only time does.
 * ERR_NOT_FOUND  there is none
 * ERR_CONFLICT   it has ended already, or is processing; *state says which
 */
enum err end_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, uint64_t id, enum payment_word word,
    enum payment_state *state);

#endif
