#include "domain/interest.h"

/* base x rate x days of all that was added, in minor units times 10^6 a year. */
struct sum {
    __int128 of;
};

static enum err
add(struct sum *s, int64_t base_minor, int64_t rate_e6, int32_t days)
{
    __int128 part;

    if (base_minor < 0 || rate_e6 < 0 || days < 0)
        return ERR_INVALID;
    if (__builtin_mul_overflow((__int128)base_minor * rate_e6, days, &part) ||
        __builtin_add_overflow(s->of, part, &s->of))
        return ERR_INVALID;
    return OK;
}

static enum err
finish(const struct sum *s, int64_t *out_minor)
{
    const __int128 year = (__int128)INTEREST_YEAR_DAYS * 1000000;
    __int128 minor = (s->of + year / 2) / year;

    if (minor > INT64_MAX)
        return ERR_INVALID;
    *out_minor = (int64_t)minor;
    return OK;
}

enum err
interest_of_spans(const struct interest_span *spans, size_t n, int64_t *out_minor)
{
    struct sum s = { 0 };
    enum err e;

    for (size_t k = 0; k < n; k++)
        if ((e = add(&s, spans[k].base_minor, spans[k].rate_e6, spans[k].days)))
            return e;
    return finish(&s, out_minor);
}

enum err
interest_simple(int64_t base_minor, int64_t rate_e6, int32_t days, int64_t *out_minor)
{
    struct interest_span span = { base_minor, rate_e6, days };

    return interest_of_spans(&span, 1, out_minor);
}

enum err
interest_until(int64_t base_minor, int32_t due_on, int32_t day,
    const struct interest_rate *rates, size_t n, int64_t *out_minor)
{
    struct sum s = { 0 };
    enum err e;

    for (size_t k = 0; k < n; k++) {
        int32_t from = rates[k].from_on > due_on ? rates[k].from_on : due_on + 1;
        int32_t to =
            k + 1 < n && rates[k + 1].from_on <= day ? rates[k + 1].from_on - 1 : day;

        if (to < from)
            continue;
        if ((e = add(&s, base_minor, rates[k].rate_e6, to - from + 1)))
            return e;
    }
    return finish(&s, out_minor);
}

enum err
interest_until_fixed(int64_t base_minor, int32_t due_on, int32_t day,
    const struct interest_rate *rates, size_t n, int64_t *out_minor)
{
    int64_t rate = 0;

    for (size_t k = 0; k < n && rates[k].from_on <= due_on + 1; k++)
        rate = rates[k].rate_e6;
    return interest_simple(
        base_minor, rate, day > due_on ? day - due_on : 0, out_minor);
}
