#ifndef DOMAIN_INTENT_H
#define DOMAIN_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * What a customer's words may mean, in English, German and French: a promise to pay on
 * a day, or a dispute. A proposal for a person, who sees the words it rests on; nothing
 * is ever done by it alone.
 *
 *    promise   a sentence with a word of paying, a day from today on and no negation:
 *              "We will transfer EUR 1,200.50 on 12 March", "am Freitag", "fin du mois"
 *    dispute   a phrase of the list in intent.c, each with its reason: "already paid",
 *              "falscher Preis", "pas reçu"
 *
 * What can be read in two ways, such as 03/04, is not read at all. Pure.
 */
struct intent {
    bool promises;
    int32_t on; /* from today to INTENT_DAYS__MAX later */
    int64_t
        amount_minor; /* in the currency that was asked for; I64 minimum: none said */
    const char *promise_words;

    const char *reason; /* a code of dispute_reason; NULL: no dispute */
    const char *dispute_words;
};

enum { INTENT_DAYS__MAX = 180 };

#define INTENT_NO_AMOUNT INT64_MIN

/* today: the division's. The words are sentences of the text, in the arena. */
void intent_read(struct arena *a, const char *text, int32_t today, const char *currency,
    struct intent *out);

#endif
