#ifndef DOMAIN_AMOUNT_WORDS_H
#define DOMAIN_AMOUNT_WORDS_H

#include <stdint.h>

#include "base/arena.h"

/* "1,250.00 EUR": an amount in an English sentence of ours, as the pages and the digest
 * find it there to write it as its reader does. */
const char *amount_words(struct arena *a, int64_t minor, const char *currency);

#endif
