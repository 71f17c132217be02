#include "domain/strategy.h"

#include <string.h>

int64_t
per_currency_get(const struct per_currency *t, const char currency[4])
{
    for (size_t k = 0; k < t->n; k++)
        if (memcmp(t->of[k].currency, currency, 3) == 0)
            return t->of[k].minor;
    return -1;
}

static bool
has_tag(const char *const *tags, size_t n, const char *tag)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(tags[k], tag) == 0)
            return true;
    return false;
}

/* Higher rank first, then the lower id: the same answer in any order. */
static bool
goes_before(const struct strategy *a, const struct strategy *b)
{
    if (!b)
        return true;
    if (a->rank != b->rank)
        return a->rank > b->rank;
    return a->script_id < b->script_id;
}

const struct strategy *
strategy_choose(const struct strategy *const *all, size_t n, uint64_t pin_script_id,
    const char *const *tags, size_t tags_n, const char **why)
{
    const struct strategy *segment = NULL, *fallback = NULL;

    for (size_t k = 0; k < n; k++) {
        const struct strategy *st = all[k];

        if (pin_script_id && st->script_id == pin_script_id) {
            *why = "pin";
            return st;
        }
        if (!st->segment) {
            if (goes_before(st, fallback))
                fallback = st;
        } else if (has_tag(tags, tags_n, st->segment) && goes_before(st, segment)) {
            segment = st;
        }
    }
    if (segment) {
        *why = segment->segment_why ? segment->segment_why : segment->segment;
        return segment;
    }
    *why = fallback ? "default" : NULL;
    return fallback;
}
