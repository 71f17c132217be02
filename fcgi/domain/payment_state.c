#include "domain/payment_state.h"

#include <string.h>

static const char *const STATE[PAYMENT_STATE__MAX] = { "open", "processing", "failed",
    "cancelled", "expired", "succeeded" };
static const char *const WORD[PAYMENT_WORD__MAX] = { "pending", "captured", "declined",
    "expired", "cancelled", "refunded", "disputed", "reinstated" };

const char *
payment_state_name(enum payment_state state)
{
    return state < PAYMENT_STATE__MAX ? STATE[state] : "?";
}

const char *
payment_word_name(enum payment_word word)
{
    return word < PAYMENT_WORD__MAX ? WORD[word] : "?";
}

enum payment_state
payment_state_of(const char *name)
{
    enum payment_state s = 0;

    while (s < PAYMENT_STATE__MAX && strcmp(STATE[s], name) != 0)
        s++;
    return s;
}

enum payment_word
payment_word_of(const char *name)
{
    enum payment_word w = 0;

    while (w < PAYMENT_WORD__MAX && strcmp(WORD[w], name) != 0)
        w++;
    return w;
}

bool
payment_is_live(enum payment_state state)
{
    return state == PAYMENT_OPEN || state == PAYMENT_PROCESSING;
}

static enum payment_step
move(enum payment_state to, enum payment_state *next)
{
    *next = to;
    return PAYMENT_MOVES;
}

enum payment_step
payment_next(enum payment_state now, enum payment_word word, enum payment_state *next)
{
    *next = now;
    switch (word) {
    case PAYMENT_CAPTURED:
        *next = PAYMENT_SUCCEEDED;
        return now == PAYMENT_SUCCEEDED ? PAYMENT_STAYS : PAYMENT_BOOKS;
    case PAYMENT_REFUNDED:
    case PAYMENT_DISPUTED:
    case PAYMENT_REINSTATED:
        return now == PAYMENT_SUCCEEDED ? PAYMENT_RETURNS : PAYMENT_WAITS;
    case PAYMENT_PENDING:
        return now == PAYMENT_OPEN ? move(PAYMENT_PROCESSING, next) : PAYMENT_STAYS;
    case PAYMENT_DECLINED:
        return payment_is_live(now) ? move(PAYMENT_FAILED, next) : PAYMENT_STAYS;
    case PAYMENT_LAPSED:
        return payment_is_live(now) ? move(PAYMENT_EXPIRED, next) : PAYMENT_STAYS;
    case PAYMENT_GIVEN_UP:
        return now == PAYMENT_OPEN ? move(PAYMENT_CANCELLED, next) : PAYMENT_STAYS;
    case PAYMENT_WORD__MAX:
        break;
    }
    return PAYMENT_STAYS;
}

bool
payment_is_late(enum payment_state now, enum payment_word word)
{
    if (payment_is_live(now))
        return false;
    switch (word) {
    case PAYMENT_PENDING:
        return true;
    case PAYMENT_CAPTURED: /* money after its payment had ended without it */
        return now != PAYMENT_SUCCEEDED;
    case PAYMENT_DECLINED:
        return now != PAYMENT_FAILED;
    case PAYMENT_LAPSED:
        return now != PAYMENT_EXPIRED;
    case PAYMENT_GIVEN_UP:
        return now != PAYMENT_CANCELLED;
    default: /* builds upon the money */
        return false;
    }
}

enum err
payment_refund_new(
    int64_t total, int64_t refunded, int64_t returned, int64_t captured, int64_t *minor)
{
    int64_t more = total > refunded ? total - refunded : 0;

    if (total < 0 || more > captured - returned)
        return ERR_INVALID;
    *minor = more;
    return OK;
}
