#ifndef DOMAIN_SEARCH_TERMS_H
#define DOMAIN_SEARCH_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What somebody typed into the search, as the things it may mean: the beginning of a
 * number, words of a name, an amount. Pure.
 *
 *    "R-0017"       a number
 *    "brook mil"    two words
 *    "1.250,00"     an amount (and the beginning of a number)
 *    "1,250"        1250 and, of three decimals, 1.250
 */
enum {
    SEARCH_TEXT__MAX = 100, /* bytes that are looked at */
    SEARCH_WORDS = 3,
    SEARCH_WORD__SIZE = 129, /* 32 characters */
    SEARCH_AMOUNTS = 3
};

/* An amount without its currency: value / 10^decimals. */
struct search_amount {
    int64_t value;
    int decimals; /* digits that were written after the mark: 0 .. 3 */
};

struct search_terms {
    char whole[SEARCH_TEXT__MAX + 1]; /* without blanks at its ends */
    char word[SEARCH_WORDS][SEARCH_WORD__SIZE];
    size_t words_n;
    bool has_digit, has_letter;
    struct search_amount amount[2]; /* readings of it */
    size_t amounts_n;
};

/* False: nothing to look for. text is UTF-8. */
bool search_terms(struct search_terms *out, const char *text);

/* The amount in minor units of a currency with so many decimals; false when it has more
 * decimals than that or is too large. */
bool search_amount_minor(const struct search_amount *a, int decimals, int64_t *out);

#endif
