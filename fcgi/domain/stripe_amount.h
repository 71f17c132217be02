#ifndef DOMAIN_STRIPE_AMOUNT_H
#define DOMAIN_STRIPE_AMOUNT_H

#include <stdint.h>

#include "base/err.h"

/*
 * Amounts as Stripe counts them: in its "smallest unit", which for a few currencies is
 * not that of ISO 4217. Some have no decimals there though ISO gives them two; ISK has
 * two that are always 00; those of three decimals end in 0. UGX, which stands in two of
 * its lists, is none. Pure. https://docs.stripe.com/currencies#zero-decimal,
 * #special-cases, #three-decimal
 *
 * ERR_INVALID  there is no such amount over there (or here), or it overflows
 */
enum err stripe_amount_of(int64_t minor, const char *currency, int64_t *out);
enum err stripe_amount_to_minor(int64_t amount, const char *currency, int64_t *out);

#endif
