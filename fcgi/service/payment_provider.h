#ifndef SERVICE_PAYMENT_PROVIDER_H
#define SERVICE_PAYMENT_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "domain/payment_state.h"

/*
 * By what a customer pays. A provider is a row of functions: how a payment starts, how
 * what he reports is proved and read, how money is given back. Nothing else of Dunlin
 * knows which one it is. Card data never comes here: it is entered at the provider's.
 */
struct payment_env {
    const struct conf *conf;
    const uint8_t *master; /* SECRET_KEY_BYTES, the installation's key */
    int64_t now_at;        /* business time */
};

struct payment_order {
    uint64_t id;
    const char *reference, *currency, *description, *language;
    int64_t amount_minor;
    const char *done_url, *back_url; /* where the customer goes afterwards */
    /* of a charge without him: what is charged, and whose it is there; NULL */
    const char *method, *customer;
    const char *account; /* code of whose money it is */
    /* ours of what is saved with it, which the customer wants; 0: nothing is. customer
     * as above where he is known there. */
    uint64_t method_id;
};

/* What came of a charge without the customer. Money is booked by reports alone. */
struct payment_charged {
    enum payment_word word; /* PAYMENT_CAPTURED, _PENDING or _DECLINED */
    const char *provider_id, *capture_id;
    const char *why; /* declined */
    const char *report,
        *signature; /* where he answers at once, as of give_back; NULL */
};

struct payment_started {
    const char *provider_id;
    const char *url; /* where the customer pays; NULL: nowhere else */
};

/* A method that is to be saved, with nothing paid yet. */
struct payment_saving {
    uint64_t id;
    const char *currency, *language;
    const char *customer; /* how he calls the customer already; NULL */
    const char *done_url, *back_url;
};

/* What was reported. */
struct payment_report {
    const char *id;          /* of the report itself */
    const char *type;        /* as he calls what it says */
    enum payment_word word;  /* PAYMENT_WORD__MAX: of no interest here */
    const char *provider_id; /* of the payment; NULL: not said */
    const char *capture_id;  /* of its money, where he names that apart; NULL */
    uint64_t intent_id;      /* ours, as we handed it over; 0: not said */
    const char *account;     /* whose money it is; NULL: the provider has one account */
    const char *currency;
    int64_t amount_minor; /* of PAYMENT_REFUNDED: all refunds so far */
    const char *subject;  /* of a refund or dispute; NULL */
    const char *why;      /* it was declined; NULL */
    int64_t at;

    /* Of a saved method; word is PAYMENT_WORD__MAX where it says nothing of money. */
    enum method_word {
        METHOD_NOT,
        METHOD_SAVED,
        METHOD_FAILED, /* it was not entered */
        METHOD_GONE,   /* it ended there */
    } method_word;
    uint64_t method_id; /* ours; 0: only he names it */
    const char *method, *customer, *mandate, *method_kind, *method_label;
};

struct payment_back {
    uint64_t id; /* of the intent */
    const char *provider_id, *capture_id, *currency, *account, *reason;
    const char *key;            /* the same key is the same refund */
    int64_t minor, total_minor; /* total: with what went back before */
};

struct payment_provider {
    const char *code;
    bool trial; /* no money moves */
    bool slow;  /* reserves for portal_pay_days; else for portal_pay_minutes */
    const char *signature_header; /* NULL: reports nothing by himself */

    /* Whether he can be offered; *why tells an admin what is missing. */
    bool (*ready)(struct db *db, struct arena *a, const struct payment_env *env,
        const char **why);

    /* Outside of any transaction. NULL: there is nothing to start. ERR_DOWN: he does
     * not answer. ERR_INVALID: he does not take it. */
    enum err (*start)(struct arena *a, const struct payment_env *env,
        const struct payment_order *order, struct payment_started *out);

    /* It was given up, or its time is over: nobody shall pay it there any more. NULL:
     * there is nothing to stop. Outside of any transaction; failing to is no fault, for
     * money that comes after all counts. */
    enum err (*stop)(
        struct arena *a, const struct payment_env *env, const char *provider_id);

    /* ERR_DENIED: not proved to be his. ERR_INVALID: cannot be read. */
    enum err (*read)(struct arena *a, const struct payment_env *env,
        const char *signature, const char *body, size_t n, struct payment_report *out);

    /* Asks for money to go back; that it did comes as a report. *report, where he
     * answers at once: such a report, signed with *signature. NULL: cannot. */
    enum err (*give_back)(struct arena *a, const struct payment_env *env,
        const struct payment_back *in, const char **report, const char **signature);

    /* Opens the page on which a method is entered; that it was comes as a report. NULL:
     * he saves none. Errors as of start. */
    enum err (*save)(struct arena *a, const struct payment_env *env,
        const struct payment_saving *in, struct payment_started *out);

    /* What a METHOD_SAVED is, and whose, where his report does not say: fills in
     * method_kind and _label. ERR_DOWN: could not be asked. Outside of any transaction.
     * NULL: reports say it. */
    enum err (*look)(
        struct arena *a, const struct payment_env *env, struct payment_report *r);

    /* It shall not be charged any more there, either; failing to is no fault, for we do
     * not. NULL: there is nothing to do. */
    enum err (*forget)(
        struct arena *a, const struct payment_env *env, const char *method);

    /* Charges a saved method without the customer. The same order is the same charge,
     * however often it is asked for within PAYMENT_AGAIN_S. ERR_DOWN: whether it was
     * done is not known. Outside of any transaction. NULL: cannot. */
    enum err (*charge)(struct arena *a, const struct payment_env *env,
        const struct payment_order *order, struct payment_charged *out);
};

/* Providers forget their idempotency keys after a day. */
enum { PAYMENT_AGAIN_S = 23 * 3600 };

/* In the order in which they are offered, ended by NULL. */
extern const struct payment_provider *const PAYMENT_PROVIDERS[];

/* NULL: there is none. */
const struct payment_provider *payment_provider_find(const char *code);

/* Whether he is in such a list, "transfer,sandbox", of a division. */
bool payment_provider_offered(const struct payment_provider *p, const char *list);

extern const struct payment_provider PAYMENT_TRANSFER, PAYMENT_SANDBOX, PAYMENT_STRIPE;

#endif
