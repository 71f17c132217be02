#include "domain/iban.h"

#include <string.h>

enum { IBAN__MIN = 15, IBAN__MAX = 34 };

static bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The remainder with one more letter (A is 10 .. Z is 35) or digit behind. */
static unsigned
mod97(unsigned rest, char c)
{
    if (is_digit(c))
        return (rest * 10 + (unsigned)(c - '0')) % 97;
    return (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
}

bool
iban_is_valid(const char *iban)
{
    size_t n = strlen(iban);
    unsigned rest = 0;

    if (n < IBAN__MIN || n > IBAN__MAX || !is_capital(iban[0]) ||
        !is_capital(iban[1]) || !is_digit(iban[2]) || !is_digit(iban[3]))
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = iban[(i + 4) % n];

        if (!is_digit(c) && !is_capital(c))
            return false;
        rest = mod97(rest, c);
    }
    return rest == 1;
}

bool
bic_is_valid(const char *bic)
{
    size_t n = strlen(bic);

    if (n != 8 && n != 11)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_capital(bic[i]) && (i < 6 || !is_digit(bic[i])))
            return false;
    return true;
}
