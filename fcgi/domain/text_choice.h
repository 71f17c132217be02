#ifndef DOMAIN_TEXT_CHOICE_H
#define DOMAIN_TEXT_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/snapshot.h"

/*
 * Which of the texts of a message somebody gets. Pure.
 *
 * A text is out of the question when its language is neither the reader's, with or
 * without the region, nor English; when its channel is neither the one wanted nor
 * e-mail; when its category is neither a tag nor the kind of the customer; or when the
 * days the oldest invoice is late lie outside its band. Of the others the most specific
 * wins, by the first of these that tells two apart:
 *
 *    1. language   the reader's before English
 *    2. category   a tag, then the kind of customer, then any
 *    3. band       the narrower; one without an end is wider than any with both
 *    4. channel    the one wanted before e-mail
 *    5. region     "de-CH" before "de" for a reader of "de-CH"
 *    6. the lower id
 */
struct text_candidate {
    uint64_t id;
    const char *language, *channel;
    const char *category;       /* NULL: any */
    int32_t late_from, late_to; /* INT32_MIN, INT32_MAX: no limit */
};

struct text_reader {
    const char *language; /* such as "de-CH" */
    const char *channel;  /* email | letter | sms */
    enum customer_kind kind;
    const char *const *tags;
    size_t tags_n;
    int32_t days_late; /* of the oldest invoice; negative while not due */
};

/* The index of the text, or n when none fits. */
size_t text_choose(
    const struct text_reader *r, const struct text_candidate *list, size_t n);

/* business | public_body | consumer */
const char *customer_kind_name(enum customer_kind kind);

#endif
