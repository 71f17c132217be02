#include "domain/stripe_amount.h"

#include <stddef.h>
#include <string.h>

#include "base/money.h"

static const char ZERO[] =
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";
static const char TWO[] = "ISK"; /* always 00 */
enum { CODE = 3, TEN = 10, HUNDRED = 100, THOUSANDTHS = 3 };

static int
decimals(const char *currency)
{
    if (strlen(currency) != CODE || !money_known(currency) || !strcmp(currency, "UGX"))
        return -1;
    if (strstr(ZERO, currency))
        return 0;
    return strstr(TWO, currency) ? 2 : money_exponent(currency);
}

static enum err
shift(int64_t amount, int from, int to, int64_t *out)
{
    int64_t v = amount;

    for (; from < to; from++)
        if (__builtin_mul_overflow(v, (int64_t)TEN, &v))
            return ERR_INVALID;
    for (; from > to; from--, v /= TEN)
        if (v % TEN)
            return ERR_INVALID;
    *out = v;
    return OK;
}

/* What it must be a multiple of. */
static int64_t
step(const char *currency, int there)
{
    return strstr(TWO, currency) ? HUNDRED : there == THOUSANDTHS ? TEN : 1;
}

enum err
stripe_amount_of(int64_t minor, const char *currency, int64_t *out)
{
    int there = decimals(currency);
    int64_t v;

    if (there < 0 || shift(minor, money_exponent(currency), there, &v) ||
        v % step(currency, there))
        return ERR_INVALID;
    *out = v;
    return OK;
}

enum err
stripe_amount_to_minor(int64_t amount, const char *currency, int64_t *out)
{
    int there = decimals(currency);

    return there < 0 ? ERR_INVALID
                     : shift(amount, there, money_exponent(currency), out);
}
