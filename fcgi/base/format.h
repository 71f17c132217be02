#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/zone.h"

/*
 * Amounts and dates as a reader of that language and country writes them, by
 * ICU. Locales are BCP 47 tags: "de", "de-CH", "en-US"; an unknown one falls
 * back to English. Exact: no floating point on the way. Each thread keeps the
 * formatters it used last.
 */

/* "1.250,00 €" in de, "€1,250.00" in en-US, "¥1,250" for JPY. */
char *fmt_money(
    struct arena *a, int64_t minor, const char *currency, const char *locale);

/* "04.03.2026" in de, "Mar 4, 2026" in en-US: the medium form. */
char *fmt_day(struct arena *a, int32_t day, const char *locale);

/* "4. März 2026", "March 4, 2026": the long form, for letters. */
char *fmt_day_long(struct arena *a, int32_t day, const char *locale);

/* Medium day and short time in the zone. */
char *fmt_instant(
    struct arena *a, int64_t at, const struct zone *zone, const char *locale);

/* "1,250.50" of "1250.50": as many places as the text has. What is no number stays. */
char *fmt_decimal(struct arena *a, const char *decimal, const char *locale);

/* "12,345" */
char *fmt_count(struct arena *a, int64_t n, const char *locale);

/*
 * The last line of an address abroad: "GRIECHENLAND" for GR from a sender in DE. In
 * capitals and in the language of the country it is posted in, as the Universal Postal
 * Union asks. Both are ISO 3166 codes; one that ICU does not know is written as it is,
 * without a sender's country it is English.
 */
char *fmt_country_abroad(
    struct arena *a, const char *country, const char *from_country);

#endif
