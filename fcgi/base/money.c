#include "base/money.h"

#include <string.h>

/* ISO 4217, in order: the code and its number of decimals. Units that no ledger
 * is kept in (metals, test codes) are left out; currencies that ended lately stay,
 * for history. */
static const char CURRENCIES[][5] = { "AED2", "AFN2", "ALL2", "AMD2", "ANG2", "AOA2",
    "ARS2", "AUD2", "AWG2", "AZN2", "BAM2", "BBD2", "BDT2", "BGN2", "BHD3", "BIF0",
    "BMD2", "BND2", "BOB2", "BOV2", "BRL2", "BSD2", "BTN2", "BWP2", "BYN2", "BZD2",
    "CAD2", "CDF2", "CHE2", "CHF2", "CHW2", "CLF4", "CLP0", "CNY2", "COP2", "COU2",
    "CRC2", "CUC2", "CUP2", "CVE2", "CZK2", "DJF0", "DKK2", "DOP2", "DZD2", "EGP2",
    "ERN2", "ETB2", "EUR2", "FJD2", "FKP2", "GBP2", "GEL2", "GHS2", "GIP2", "GMD2",
    "GNF0", "GTQ2", "GYD2", "HKD2", "HNL2", "HRK2", "HTG2", "HUF2", "IDR2", "ILS2",
    "INR2", "IQD3", "IRR2", "ISK0", "JMD2", "JOD3", "JPY0", "KES2", "KGS2", "KHR2",
    "KMF0", "KPW2", "KRW0", "KWD3", "KYD2", "KZT2", "LAK2", "LBP2", "LKR2", "LRD2",
    "LSL2", "LYD3", "MAD2", "MDL2", "MGA2", "MKD2", "MMK2", "MNT2", "MOP2", "MRU2",
    "MUR2", "MVR2", "MWK2", "MXN2", "MXV2", "MYR2", "MZN2", "NAD2", "NGN2", "NIO2",
    "NOK2", "NPR2", "NZD2", "OMR3", "PAB2", "PEN2", "PGK2", "PHP2", "PKR2", "PLN2",
    "PYG0", "QAR2", "RON2", "RSD2", "RUB2", "RWF0", "SAR2", "SBD2", "SCR2", "SDG2",
    "SEK2", "SGD2", "SHP2", "SLE2", "SLL2", "SOS2", "SRD2", "SSP2", "STN2", "SVC2",
    "SYP2", "SZL2", "THB2", "TJS2", "TMT2", "TND3", "TOP2", "TRY2", "TTD2", "TWD2",
    "TZS2", "UAH2", "UGX0", "USD2", "USN2", "UYI0", "UYU2", "UYW4", "UZS2", "VED2",
    "VES2", "VND0", "VUV0", "WST2", "XAF0", "XCD2", "XCG2", "XOF0", "XPF0", "YER2",
    "ZAR2", "ZMW2", "ZWG2", "ZWL2" };

/* Three letters as one number, in their order. */
static int
packed(const char *code)
{
    return (unsigned char)code[0] << 16 | (unsigned char)code[1] << 8 |
           (unsigned char)code[2];
}

int
money_exponent(const char *currency)
{
    size_t low = 0, high = sizeof CURRENCIES / sizeof *CURRENCIES;
    int code;

    if (!currency || strnlen(currency, 4) != 3)
        return -1;
    code = packed(currency);
    while (low < high) {
        size_t mid = (low + high) / 2;
        int other = packed(CURRENCIES[mid]);

        if (code == other)
            return CURRENCIES[mid][3] - '0';
        if (code < other)
            high = mid;
        else
            low = mid + 1;
    }
    return -1;
}

bool
money_known(const char *currency)
{
    return money_exponent(currency) >= 0;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
push_digit(uint64_t *v, char c)
{
    return !__builtin_mul_overflow(*v, UINT64_C(10), v) &&
           !__builtin_add_overflow(*v, (uint64_t)(c - '0'), v);
}

static enum err
with_sign(uint64_t v, bool negative, int64_t *out)
{
    if (v > (uint64_t)INT64_MAX + negative)
        return ERR_INVALID;
    *out = (int64_t)(negative ? 0 - v : v);
    return OK;
}

/* 1 to `places` digits behind the mark, filled up with zeros; moves on. */
static bool
decimals(const char **s, int places, uint64_t *v)
{
    int n = 0;

    for (; is_digit(**s); (*s)++)
        if (++n > places || !push_digit(v, **s))
            return false;
    if (n == 0)
        return false;
    for (; n < places; n++)
        if (!push_digit(v, '0'))
            return false;
    return true;
}

static bool
zeros(int n, uint64_t *v)
{
    for (; n > 0; n--)
        if (!push_digit(v, '0'))
            return false;
    return true;
}

/* "-12.5" with at most `places` decimals, as if it had all of them. */
static enum err
parse_plain(const char *s, int places, int64_t *out)
{
    bool negative = *s == '-';
    uint64_t v = 0;

    s += negative;
    if (!is_digit(*s))
        return ERR_INVALID;
    for (; is_digit(*s); s++)
        if (!push_digit(&v, *s))
            return ERR_INVALID;
    if (*s == '.') {
        s++;
        if (!decimals(&s, places, &v))
            return ERR_INVALID;
    } else if (!zeros(places, &v)) {
        return ERR_INVALID;
    }
    return *s ? ERR_INVALID : with_sign(v, negative, out);
}

enum err
money_parse(const char *s, const char *currency, int64_t *out_minor)
{
    int places = money_exponent(currency);

    return places < 0 ? ERR_INVALID : parse_plain(s, places, out_minor);
}

enum err
money_convert(
    int64_t minor, const char *from, const char *to, int64_t rate_e8, int64_t *out)
{
    int64_t num = rate_e8, den = 100000000;

    for (int d = money_exponent(from); d < money_exponent(to); d++)
        num *= 10;
    for (int d = money_exponent(to); d < money_exponent(from); d++)
        den *= 10;
    return money_scale(minor, num, den, out);
}

enum err
money_parse_percent(const char *s, int64_t *out_ppm)
{
    return parse_plain(s, 4, out_ppm);
}

/* Bytes of the grouping mark at s; 0 when there is none. */
static size_t
group_len(const char *s, char group)
{
    if (group == ' ' && strncmp(s, "\xc2\xa0", 2) == 0)
        return 2;
    if (group == ' ' && strncmp(s, "\xe2\x80\xaf", 3) == 0)
        return 3;
    return group && *s == group;
}

/* Digits in front of the decimal mark: in groups of three all the way, or in no
 * groups at all. */
static bool
grouped(const char **s, char group, uint64_t *v)
{
    int in_group = 0;
    bool any = false;

    for (;;) {
        size_t len = group_len(*s, group);

        if (is_digit(**s)) {
            if (!push_digit(v, **s))
                return false;
            in_group++;
            (*s)++;
        } else if (len) {
            if (any ? in_group != 3 : in_group < 1 || in_group > 3)
                return false;
            any = true;
            in_group = 0;
            *s += len;
        } else {
            return !any || in_group == 3;
        }
    }
}

enum sign { SIGN_NONE, SIGN_FRONT, SIGN_PARENTHESES };

static bool
close_sign(const char **s, enum sign sign, bool *negative)
{
    if (sign == SIGN_PARENTHESES) {
        if (**s != ')')
            return false;
        (*s)++;
    } else if (sign == SIGN_NONE && (**s == '-' || **s == '+')) {
        *negative = **s == '-';
        (*s)++;
    }
    return **s == '\0';
}

enum err
money_parse_marked(
    const char *s, const char *currency, char decimal, char group, int64_t *out_minor)
{
    int places = money_exponent(currency);
    bool negative = *s == '-' || *s == '(';
    enum sign sign = SIGN_NONE;
    uint64_t v = 0;
    bool whole;

    if (places < 0 || (decimal != '.' && decimal != ',') || group == decimal ||
        (group && !strchr(".,' _", group)))
        return ERR_INVALID;
    if (*s == '(')
        sign = SIGN_PARENTHESES;
    else if (*s == '-' || *s == '+')
        sign = SIGN_FRONT;
    s += sign != SIGN_NONE;

    whole = is_digit(*s);
    if (!grouped(&s, group, &v))
        return ERR_INVALID;
    if (*s == decimal) {
        s++;
        if (!decimals(&s, places, &v))
            return ERR_INVALID;
    } else if (!whole || !zeros(places, &v)) {
        return ERR_INVALID;
    }
    if (!close_sign(&s, sign, &negative))
        return ERR_INVALID;
    return with_sign(v, negative, out_minor);
}

char *
money_format(int64_t minor, const char *currency, char out[static MONEY_TEXT__SIZE])
{
    uint64_t v = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    int places = money_exponent(currency), n = 0;
    char text[MONEY_TEXT__SIZE];
    char *to = text + sizeof text;

    *--to = '\0';
    do {
        if (n == places && places > 0)
            *--to = '.';
        *--to = (char)('0' + v % 10);
        v /= 10;
    } while (++n <= places || v);
    if (minor < 0)
        *--to = '-';
    return memcpy(out, to, (size_t)(text + sizeof text - to));
}

enum err
money_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return ERR_INVALID;
    *out = sum;
    return OK;
}

enum err
money_sub(int64_t a, int64_t b, int64_t *out)
{
    int64_t difference;

    if (__builtin_sub_overflow(a, b, &difference))
        return ERR_INVALID;
    *out = difference;
    return OK;
}

enum err
money_scale(int64_t minor, int64_t num, int64_t den, int64_t *out)
{
    __int128 product = (__int128)minor * num, quotient, rest;

    if (den <= 0)
        return ERR_INVALID;
    quotient = product / den;
    rest = product % den;
    if (rest >= den - rest)
        quotient++;
    else if (-rest >= den + rest)
        quotient--;
    if (quotient < INT64_MIN || quotient > INT64_MAX)
        return ERR_INVALID;
    *out = (int64_t)quotient;
    return OK;
}

enum err
money_percent(int64_t minor, int64_t rate_ppm, int64_t *out)
{
    return money_scale(minor, rate_ppm, 100 * (int64_t)MONEY_PPM_PER_PERCENT, out);
}
