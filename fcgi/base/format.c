#include "base/format.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

enum { SLOTS = 16, KEY_SIZE = 96, LOCALE_SIZE = 32, TEXT_SIZE = 128 };

/* A formatter costs thousands of times what its use does; so each thread keeps
 * the last ones, under a key such as "m:EUR:de-CH". */
struct slot {
    char key[KEY_SIZE];
    UNumberFormatter *number;
    UDateFormat *date;
};

struct cache {
    struct slot slots[SLOTS];
    unsigned next;
};

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void
slot_clear(struct slot *s)
{
    if (s->number)
        unumf_close(s->number);
    if (s->date)
        udat_close(s->date);
    *s = (struct slot){ 0 };
}

static void
cache_free(void *p)
{
    struct cache *c = p;

    for (size_t i = 0; i < SLOTS; i++)
        slot_clear(&c->slots[i]);
    free(c);
}

static void
cache_start(void)
{
    if (pthread_key_create(&cache_key, cache_free) != 0)
        abort();
}

static struct cache *
cache_of_thread(void)
{
    struct cache *c;

    pthread_once(&cache_once, cache_start);
    if ((c = pthread_getspecific(cache_key)))
        return c;
    if (!(c = calloc(1, sizeof *c)) || pthread_setspecific(cache_key, c) != 0)
        abort();
    return c;
}

/* The slot of the key; emptied and *made set when it was not there. */
static struct slot *
slot_of(const char *key, bool *made)
{
    struct cache *c = cache_of_thread();
    struct slot *s;

    *made = false;
    for (size_t i = 0; i < SLOTS; i++)
        if (strcmp(c->slots[i].key, key) == 0)
            return &c->slots[i];
    *made = true;
    s = &c->slots[c->next++ % SLOTS];
    slot_clear(s);
    (void)text_copy(s->key, sizeof s->key, key);
    return s;
}

/* A tag of letters, digits and hyphens; all else is English. */
static const char *
plain_locale(const char *locale)
{
    size_t n = locale ? strnlen(locale, LOCALE_SIZE) : 0;

    if (n < 2 || n == LOCALE_SIZE ||
        strspn(locale, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-_") != n)
        return "en";
    return locale;
}

static char *
narrow(struct arena *a, const UChar *wide, int32_t n)
{
    UErrorCode rc = U_ZERO_ERROR;
    int32_t room = n * 3 + 1, len = 0;
    char *out = arena_alloc(a, (size_t)room);

    u_strToUTF8(out, room, &len, wide, n, &rc);
    return U_SUCCESS(rc) ? out : NULL;
}

/* NULL when ICU would not; what = "" for a plain number. */
static char *
number(struct arena *a, const char *decimal, const char *key, const char *what,
    const char *locale)
{
    UErrorCode rc = U_ZERO_ERROR;
    UChar skeleton[TEXT_SIZE], wide[TEXT_SIZE];
    UFormattedNumber *result;
    char *out = NULL;
    bool made;
    struct slot *s = slot_of(key, &made);
    int32_t n;

    if (made) {
        u_charsToUChars(what, skeleton, (int32_t)strlen(what) + 1);
        s->number = unumf_openForSkeletonAndLocale(skeleton, -1, locale, &rc);
    }
    result = unumf_openResult(&rc);
    if (U_SUCCESS(rc) && s->number)
        unumf_formatDecimal(s->number, decimal, (int32_t)strlen(decimal), result, &rc);
    else
        rc = U_ILLEGAL_ARGUMENT_ERROR;
    n = unumf_resultToString(result, wide, TEXT_SIZE, &rc);
    if (U_SUCCESS(rc))
        out = narrow(a, wide, n);
    unumf_closeResult(result);
    return out;
}

char *
fmt_money(struct arena *a, int64_t minor, const char *currency, const char *locale)
{
    char decimal[MONEY_TEXT__SIZE], key[KEY_SIZE], what[TEXT_SIZE];
    int places = money_exponent(currency);
    const char *l = plain_locale(locale);
    char *out = NULL;

    money_format(minor, currency, decimal);
    if (places >= 0) {
        /* ICU's own places differ from ISO's for some currencies. */
        snprintf(what, sizeof what, "currency/%s .%.*s", currency, places, "0000");
        if (places == 0)
            snprintf(what, sizeof what, "currency/%s precision-integer", currency);
        snprintf(key, sizeof key, "m:%s:%s", currency, l);
        out = number(a, decimal, key, what, l);
    }
    return out ? out : arena_fmt(a, "%s %s", currency ? currency : "", decimal);
}

char *
fmt_decimal(struct arena *a, const char *decimal, const char *locale)
{
    static const char ZEROS[] = "000000000";
    const char *l = plain_locale(locale), *point = strchr(decimal, '.');
    size_t n = strlen(decimal), places = point ? strlen(point + 1) : 0;
    char key[KEY_SIZE], what[TEXT_SIZE] = "precision-integer", *out;

    if (!n || strspn(decimal, "-.0123456789") != n || places >= sizeof ZEROS)
        return arena_str(a, decimal);
    if (places)
        snprintf(what, sizeof what, ".%.*s", (int)places, ZEROS);
    snprintf(key, sizeof key, "n%zu:%s", places, l);
    out = number(a, decimal, key, what, l);
    return out ? out : arena_str(a, decimal);
}

char *
fmt_count(struct arena *a, int64_t n, const char *locale)
{
    const char *l = plain_locale(locale);
    char key[KEY_SIZE], *decimal = arena_fmt(a, "%lld", (long long)n), *out;

    snprintf(key, sizeof key, "n:%s", l);
    out = number(a, decimal, key, "precision-integer", l);
    return out ? out : decimal;
}

/* NULL when ICU would not. */
static char *
moment(struct arena *a, int64_t at, const char *zone, UDateFormatStyle day,
    UDateFormatStyle time, const char *locale)
{
    UErrorCode rc = U_ZERO_ERROR;
    UChar wide_zone[KEY_SIZE], wide[TEXT_SIZE];
    char key[KEY_SIZE * 2];
    struct slot *s;
    bool made;
    int32_t n;

    /* the zone last: a key cut short must not lack its other parts */
    snprintf(key, sizeof key, "d%d.%d:%s:%s", (int)day, (int)time, locale, zone);
    key[KEY_SIZE - 1] = '\0';
    s = slot_of(key, &made);
    if (made) {
        u_charsToUChars(zone, wide_zone, (int32_t)strlen(zone) + 1);
        s->date = udat_open(time, day, locale, wide_zone, -1, NULL, 0, &rc);
    }
    if (U_FAILURE(rc) || !s->date)
        return NULL;
    n = udat_format(s->date, (double)at / 1000, wide, TEXT_SIZE, NULL, &rc);
    return U_SUCCESS(rc) ? narrow(a, wide, n) : NULL;
}

static char *
day_styled(struct arena *a, int32_t day, UDateFormatStyle style, const char *locale)
{
    char iso[DATE_TEXT__SIZE];
    char *out =
        moment(a, date_instant(day), "UTC", style, UDAT_NONE, plain_locale(locale));

    return out ? out : arena_str(a, date_format(day, iso));
}

char *
fmt_day(struct arena *a, int32_t day, const char *locale)
{
    return day_styled(a, day, UDAT_MEDIUM, locale);
}

char *
fmt_day_long(struct arena *a, int32_t day, const char *locale)
{
    return day_styled(a, day, UDAT_LONG, locale);
}

char *
fmt_instant(struct arena *a, int64_t at, const struct zone *zone, const char *locale)
{
    char iso[DATE_INSTANT_TEXT__SIZE];
    char *out =
        moment(a, at, zone_name(zone), UDAT_MEDIUM, UDAT_SHORT, plain_locale(locale));

    return out ? out : arena_str(a, date_format_instant(at, iso));
}

static bool
is_country(const char *code)
{
    return code && strlen(code) == 2 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

char *
fmt_country_abroad(struct arena *a, const char *country, const char *from_country)
{
    UErrorCode rc = U_ZERO_ERROR;
    char place[LOCALE_SIZE], from[LOCALE_SIZE], likely[LOCALE_SIZE] = "en";
    UChar name[TEXT_SIZE], upper[TEXT_SIZE];
    char *out = NULL;
    int32_t n;

    if (!is_country(country))
        return arena_fmt(a, "%s", country ? country : "");
    snprintf(place, sizeof place, "und_%s", country);
    if (is_country(from_country)) {
        snprintf(from, sizeof from, "und_%s", from_country);
        uloc_addLikelySubtags(from, likely, sizeof likely, &rc);
    }
    n = uloc_getDisplayCountry(place, likely, name, TEXT_SIZE, &rc);
    n = u_strToUpper(upper, TEXT_SIZE, name, n, likely, &rc);
    if (U_SUCCESS(rc))
        out = narrow(a, upper, n);
    return out ? out : arena_fmt(a, "%s", country);
}
