#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Amounts are int64 minor units beside an ISO 4217 code; the code says how many
 * decimals there are: EUR 2, JPY 0, KWD 3. Never floating point. Whatever can
 * overflow says so: ERR_INVALID, with *out untouched.
 */
enum { MONEY_TEXT__SIZE = 32 };

/* Decimals of a currency; -1 when there is no such currency. Codes are upper
 * case. */
int money_exponent(const char *currency);
bool money_known(const char *currency);

/*
 * "-1250.00", exactly: digits, then maybe a point and 1 to exponent decimals.
 * No sign but '-', no grouping, no blanks, no more decimals than the currency
 * has, even zero ones. ERR_INVALID for anything else, an unknown currency too.
 */
enum err money_parse(const char *s, const char *currency, int64_t *out_minor);

/*
 * The same as a foreign file writes it: `decimal` is its decimal mark, '.' or
 * ','; `group` its grouping mark, or 0 for none ( ' ' also stands for no-break
 * spaces). Nothing is guessed: a mark in a place where it cannot be, a group
 * that is not three digits, more decimals than the currency has: ERR_INVALID.
 * Negative is a sign before or after, or ( ) around. A currency code or symbol
 * is not part of it.
 */
enum err money_parse_marked(
    const char *s, const char *currency, char decimal, char group, int64_t *out_minor);

/* The canonical decimal text; writes and returns out. An unknown currency has
 * no decimals. */
char *money_format(
    int64_t minor, const char *currency, char out[static MONEY_TEXT__SIZE]);

enum err money_add(int64_t a, int64_t b, int64_t *out);
enum err money_sub(int64_t a, int64_t b, int64_t *out);

/* minor * num / den, halves away from zero ("half up"), den > 0. Exact between:
 * the product does not overflow. */
enum err money_scale(int64_t minor, int64_t num, int64_t den, int64_t *out);

/* In another currency: rate_e8 is units of `to` for one unit of `from`, times 10^8. The
 * minor units differ by the decimals of both. */
enum err money_convert(
    int64_t minor, const char *from, const char *to, int64_t rate_e8, int64_t *out);

/* A rate in millionths: 1 % is 10,000. "10", "8.125", "0.0001", "-2.5". */
enum { MONEY_PPM_PER_PERCENT = 10000 };
enum err money_parse_percent(const char *s, int64_t *out_ppm);

/* rate_ppm of minor, half up: money_percent(105, 100000) is 11. */
enum err money_percent(int64_t minor, int64_t rate_ppm, int64_t *out);

#endif
