#ifndef DOMAIN_INTENT_DATE_H
#define DOMAIN_INTENT_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* The first day that a sentence names, in small letters: a date, a weekday, "in 3
 * days", "end of the month". A date without a year is the next one. False: none, or one
 * that can be read in two ways. */
bool intent_day(const char *sentence, int32_t today, int32_t *day);

/* Whether the phrase stands in the sentence as words of its own; a trailing '*' lets
 * the last one go on. */
bool intent_has(const char *sentence, const char *phrase);

#endif
