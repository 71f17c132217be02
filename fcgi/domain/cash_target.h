#ifndef DOMAIN_CASH_TARGET_H
#define DOMAIN_CASH_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What cash is to come in: an amount a week or a calendar month, from a day on until
 * the next one. Pure. A day has its share: a seventh, or one of the days of its month.
 */
struct cash_target {
    int32_t from_on;
    bool monthly;  /* else weekly */
    int64_t minor; /* a period; 0: none */
};

/* Of the days from `from` to `to`, both included, by targets that ascend by from_on;
 * false: none holds on any of them. */
bool cash_target_of(
    const struct cash_target *t, size_t n, int32_t from, int32_t to, int64_t *out);

#endif
