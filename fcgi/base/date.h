#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * A calendar day is a number: 0 is 1970-01-01. No time zone, no time of day.
 * An instant is µs since 1970-01-01T00:00:00Z. What parses lies in the years
 * 1000 to 9999, which is what a DATE column can hold.
 */
struct ymd {
    int y, m, d; /* 2025, 1..12, 1..31 */
};

enum {
    DATE_DAY__MIN = -354285,     /* 1000-01-01 */
    DATE_DAY__MAX = 2932896,     /* 9999-12-31 */
    DATE_TEXT__SIZE = 11,        /* "2026-03-04" and NUL */
    DATE_INSTANT_TEXT__SIZE = 28 /* "2026-03-04T11:00:00.000000Z" and NUL */
};

/* No day, no instant: what a nullable column holds as NULL. */
#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN

#define DATE_US_PER_S INT64_C(1000000)
#define DATE_US_PER_MINUTE (60 * DATE_US_PER_S)
#define DATE_US_PER_DAY (86400 * DATE_US_PER_S)

int32_t date_join(struct ymd d); /* d must be valid */
struct ymd date_split(int32_t day);
bool date_valid(struct ymd d); /* 2025-02-29 is not; nor is the year 999 */

/* 1 = Monday .. 7 = Sunday */
int date_weekday(int32_t day);

int date_days_in_month(int y, int m);

/* n months on, or back; the 31st becomes the last day of a shorter month. */
int32_t date_add_months(int32_t day, int n);

/* The UTC day of an instant; for another zone see base/zone.h. */
int32_t date_of_instant(int64_t at);
int64_t date_instant(int32_t day); /* its midnight, UTC */

/* Exactly YYYY-MM-DD and a day that exists; else ERR_INVALID. */
enum err date_parse(const char *s, int32_t *out);
/* Writes and returns out. Outside the years 1000 to 9999: "0000-00-00". */
char *date_format(int32_t day, char out[static DATE_TEXT__SIZE]);

/* The order in which a file writes its dates. */
enum date_order { DATE_YMD, DATE_DMY, DATE_MDY };

/*
 * A date as foreign files write it, in the order they declared: three numbers
 * divided twice by the same one of - . / or (YMD only) 8 digits. The year has
 * four digits: two are a guess, and refused. Never tries another order.
 */
enum err date_parse_order(const char *s, enum date_order order, int32_t *out);

/* RFC 3339 with Z or an offset, up to 6 decimals; 24:00 and leap seconds are
 * refused. */
enum err date_parse_instant(const char *s, int64_t *out);
/* "2026-03-04T11:00:00.000Z", or with 6 decimals when it has µs. */
char *date_format_instant(int64_t at, char out[static DATE_INSTANT_TEXT__SIZE]);

#endif
