#ifndef DOMAIN_PAYMENT_STATE_H
#define DOMAIN_PAYMENT_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * How a customer's payment goes on when something is heard of it. Pure.
 *
 * A state only rises: open, processing; then one of failed, cancelled, expired; then
 * succeeded, which nothing ends. So events may come twice, late and in any order: what
 * is behind the state says nothing new. Money that arrives counts, even after the
 * payment was given up; money that goes back is no state but an amount.
 */
enum payment_state {
    PAYMENT_OPEN,       /* reserves what it is for; nothing is heard yet */
    PAYMENT_PROCESSING, /* the provider has it, the money is not there yet */
    PAYMENT_FAILED,
    PAYMENT_CANCELLED,
    PAYMENT_EXPIRED,
    PAYMENT_SUCCEEDED,
    PAYMENT_STATE__MAX
};

enum payment_word {
    PAYMENT_PENDING,    /* on its way */
    PAYMENT_CAPTURED,   /* paid */
    PAYMENT_DECLINED,   /* will not be paid */
    PAYMENT_LAPSED,     /* its time is over */
    PAYMENT_GIVEN_UP,   /* the customer or staff take it back */
    PAYMENT_REFUNDED,   /* so much went back, all refunds together */
    PAYMENT_DISPUTED,   /* the payer's bank took it back */
    PAYMENT_REINSTATED, /* … and gave it again */
    PAYMENT_WORD__MAX
};

enum payment_step {
    PAYMENT_STAYS,   /* nothing new */
    PAYMENT_MOVES,   /* to *next, no money moves */
    PAYMENT_BOOKS,   /* succeeded now: book what was captured */
    PAYMENT_RETURNS, /* money moved after success: book that */
    PAYMENT_WAITS, /* about money that has not been captured yet: keep it until then */
};

enum payment_step payment_next(
    enum payment_state now, enum payment_word word, enum payment_state *next);

/* A word about a payment in that state comes after what it should have led to. */
bool payment_is_late(enum payment_state now, enum payment_word word);

/* As the columns spell them; PAYMENT_STATE__MAX, PAYMENT_WORD__MAX: no such. */
const char *payment_state_name(enum payment_state state);
const char *payment_word_name(enum payment_word word);
enum payment_state payment_state_of(const char *name);
enum payment_word payment_word_of(const char *name);

/* It reserves: another payment of the same documents has to wait. */
bool payment_is_live(enum payment_state state);

/*
 * What of a report is new. Refunds are reported as their total so far, which may come
 * late or twice; never more goes back than was captured.
 *
 * total       refunded so far, as the report says
 * refunded    of that, what is booked
 * returned    what went back in any way, less what came again
 *
 * OK           *minor: to be booked, 0: nothing new
 * ERR_INVALID  it would be more than was captured
 */
enum err payment_refund_new(int64_t total, int64_t refunded, int64_t returned,
    int64_t captured, int64_t *minor);

#endif
