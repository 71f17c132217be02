#include "base/zone.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/date.h"

enum { NAME_SIZE = 64, BUCKETS = 256 };

/* From `from` on, until the next span's, clocks are offset_us ahead of UTC. */
struct span {
    int64_t from, offset_us;
};

struct zone {
    struct zone *next;
    char name[NAME_SIZE];
    size_t n;
    struct span *spans; /* the first begins before all time */
};

/* Zones are made once under the lock, read without it, and never freed. */
static _Atomic(struct zone *) zones[BUCKETS];
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static bool
plausible(const char *name)
{
    size_t n = strnlen(name, NAME_SIZE);

    return n > 0 && n < NAME_SIZE &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789_+-/") == n;
}

static unsigned
bucket_of(const char *name)
{
    unsigned h = 2166136261u;

    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * 16777619u;
    return h % BUCKETS;
}

static struct zone *
look_up(unsigned bucket, const char *name)
{
    struct zone *z = atomic_load_explicit(&zones[bucket], memory_order_acquire);

    while (z && strcmp(z->name, name) != 0)
        z = z->next;
    return z;
}

static void
add_span(struct zone *z, size_t *room, int64_t from, int64_t offset_us)
{
    if (z->n && z->spans[z->n - 1].offset_us == offset_us)
        return;
    if (z->n == *room) {
        *room = *room ? *room * 2 : 64;
        z->spans = realloc(z->spans, *room * sizeof *z->spans);
        if (!z->spans)
            abort();
    }
    z->spans[z->n++] = (struct span){ from, offset_us };
}

static int64_t
offset_of(UCalendar *c, UErrorCode *rc)
{
    int32_t ms = ucal_get(c, UCAL_ZONE_OFFSET, rc) + ucal_get(c, UCAL_DST_OFFSET, rc);

    return ms * INT64_C(1000);
}

/* Walks through the changes that ICU knows, 1900 to 2200. */
static bool
expand(struct zone *z, UCalendar *c)
{
    const UDate end = (double)(INT64_C(84006) * 86400000);
    UErrorCode rc = U_ZERO_ERROR;
    size_t room = 0;
    UDate at;

    ucal_setMillis(c, (double)(INT64_C(-25567) * 86400000), &rc);
    add_span(z, &room, INT64_MIN, offset_of(c, &rc));
    while (U_SUCCESS(rc) &&
           ucal_getTimeZoneTransitionDate(c, UCAL_TZ_TRANSITION_NEXT, &at, &rc) &&
           at < end) {
        ucal_setMillis(c, at, &rc);
        add_span(z, &room, (int64_t)at * 1000, offset_of(c, &rc));
    }
    return U_SUCCESS(rc);
}

/* NULL when ICU does not know the name. */
static struct zone *
zone_make(const char *name)
{
    UChar wide[NAME_SIZE], canonical[NAME_SIZE];
    UErrorCode rc = U_ZERO_ERROR;
    UBool is_system = false;
    struct zone *z;
    UCalendar *c;
    bool ok;

    u_charsToUChars(name, wide, (int32_t)strlen(name) + 1);
    ucal_getCanonicalTimeZoneID(wide, -1, canonical, NAME_SIZE, &is_system, &rc);
    if (U_FAILURE(rc) || !is_system)
        return NULL;
    c = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &rc);
    if (U_FAILURE(rc))
        return NULL;
    z = calloc(1, sizeof *z);
    if (!z)
        abort();
    memcpy(z->name, name, strlen(name) + 1);
    ok = expand(z, c);
    ucal_close(c);
    if (!ok) {
        free(z->spans);
        free(z);
        return NULL;
    }
    return z;
}

const struct zone *
zone_find(const char *name)
{
    struct zone *z;
    unsigned bucket;

    if (!name || !plausible(name))
        return NULL;
    bucket = bucket_of(name);
    if ((z = look_up(bucket, name)))
        return z;
    pthread_mutex_lock(&making);
    if (!(z = look_up(bucket, name)) && (z = zone_make(name))) {
        z->next = atomic_load(&zones[bucket]);
        atomic_store_explicit(&zones[bucket], z, memory_order_release);
    }
    pthread_mutex_unlock(&making);
    return z;
}

bool
zone_valid(const char *name)
{
    return zone_find(name) != NULL;
}

const char *
zone_name(const struct zone *z)
{
    return z ? z->name : "UTC";
}

/* The last span that begins at or before `at`. */
static size_t
span_at(const struct zone *z, int64_t at)
{
    size_t low = 0, high = z->n;

    while (high - low > 1) {
        size_t mid = (low + high) / 2;

        if (z->spans[mid].from <= at)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static int64_t
local_of(const struct zone *z, int64_t at)
{
    return z ? at + z->spans[span_at(z, at)].offset_us : at;
}

int32_t
zone_day(const struct zone *z, int64_t at)
{
    return date_of_instant(local_of(z, at));
}

int
zone_minute_of_day(const struct zone *z, int64_t at)
{
    int64_t local = local_of(z, at);

    return (int)((local - date_instant(date_of_instant(local))) / DATE_US_PER_MINUTE);
}

int
zone_offset_s(const struct zone *z, int64_t at)
{
    return z ? (int)(z->spans[span_at(z, at)].offset_us / DATE_US_PER_S) : 0;
}

/* The first span, in order of time, in which the wall clock shows `local`; a
 * span that ends before it shows that is one whose jump skipped it. */
int64_t
zone_instant(const struct zone *z, int32_t day, int minute)
{
    int64_t local = date_instant(day) + minute * DATE_US_PER_MINUTE;
    size_t i;

    if (!z)
        return local;
    for (i = span_at(z, local - DATE_US_PER_DAY); i + 1 < z->n; i++) {
        int64_t at = local - z->spans[i].offset_us;

        if (at < z->spans[i + 1].from)
            return at;
        if (local - z->spans[i + 1].offset_us < z->spans[i + 1].from)
            return at;
    }
    return local - z->spans[i].offset_us;
}
