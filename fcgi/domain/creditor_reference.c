#include "domain/creditor_reference.h"

#include <string.h>

enum { OWN__MAX = 21, IBAN__MIN = 15, IBAN__MAX = 34 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char
capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* ISO 7064: letters count as two digits, A is 10. -1: neither letter nor digit. */
static int
mod_97(int rest, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_digit(text[i]))
            rest = (rest * 10 + text[i] - '0') % 97;
        else if (is_capital(text[i]))
            rest = (rest * 100 + text[i] - 'A' + 10) % 97;
        else
            return -1;
    return rest;
}

/* Text without its blanks, in upper case; 0 when it is longer than max. */
static size_t
compact(const char *text, char *out, size_t max)
{
    size_t n = 0;

    for (; *text; text++) {
        if (*text == ' ')
            continue;
        if (n == max)
            return 0;
        out[n++] = capital(*text);
    }
    out[n] = '\0';
    return n;
}

enum err
creditor_reference(const char *number, char out[static CREDITOR_REFERENCE__SIZE])
{
    char own[OWN__MAX + 1];
    size_t n = 0;
    int check;

    for (; *number; number++) {
        char c = capital(*number);

        if (!is_digit(c) && !is_capital(c))
            continue;
        if (n == OWN__MAX)
            memmove(own, own + 1, --n);
        own[n++] = c;
    }
    own[n] = '\0';
    if (n == 0)
        return ERR_INVALID;
    check = 98 - mod_97(mod_97(0, own, n), "RF00", 4);
    out[0] = 'R';
    out[1] = 'F';
    out[2] = (char)('0' + check / 10);
    out[3] = (char)('0' + check % 10);
    memcpy(out + 4, own, n + 1);
    return OK;
}

/* The first four stand at the end while it is checked. */
static bool
turned_is_one(const char *text, size_t n)
{
    int rest = mod_97(0, text + 4, n - 4);

    return rest >= 0 && mod_97(rest, text, 4) == 1;
}

bool
creditor_reference_valid(const char *text)
{
    char c[CREDITOR_REFERENCE__SIZE];
    size_t n = compact(text, c, CREDITOR_REFERENCE__MAX);

    return n > 4 && c[0] == 'R' && c[1] == 'F' && is_digit(c[2]) && is_digit(c[3]) &&
           turned_is_one(c, n);
}

void
creditor_references_in(
    const char *text, void (*found)(void *ctx, const char *reference), void *ctx)
{
    for (; *text; text++) {
        char c[CREDITOR_REFERENCE__SIZE];
        size_t n = 0;

        if (capital(text[0]) != 'R' || capital(text[1]) != 'F')
            continue;
        for (const char *p = text; *p && n < CREDITOR_REFERENCE__MAX; p++) {
            if (*p == ' ')
                continue;
            c[n++] = capital(*p);
            c[n] = '\0';
            if (n > 4 && creditor_reference_valid(c))
                found(ctx, c);
            if (!is_digit(c[n - 1]) && !is_capital(c[n - 1]))
                break;
        }
    }
}

char *
creditor_reference_text(
    const char *reference, char out[static CREDITOR_REFERENCE_TEXT__SIZE])
{
    size_t n = 0;

    for (size_t i = 0; i < CREDITOR_REFERENCE__MAX && reference[i]; i++) {
        if (i && i % 4 == 0)
            out[n++] = ' ';
        out[n++] = reference[i];
    }
    out[n] = '\0';
    return out;
}

bool
iban_valid(const char *text)
{
    char c[IBAN__MAX + 1];
    size_t n = compact(text, c, IBAN__MAX);

    return n >= IBAN__MIN && is_capital(c[0]) && is_capital(c[1]) && is_digit(c[2]) &&
           is_digit(c[3]) && turned_is_one(c, n);
}
