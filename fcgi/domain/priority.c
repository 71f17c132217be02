#include "domain/priority.h"

#include "base/money.h"

enum { CONTRIBUTIONS__MAX = 7 };

/* Thousandths of the binary logarithm of n >= 1, straight between powers of two. */
static int64_t
log2_milli(int64_t n)
{
    int64_t whole = 63 - __builtin_clzll((unsigned long long)n);
    int64_t floor = INT64_C(1) << whole;
    int64_t rest = n - floor;

    while (rest > INT64_MAX / 1000) {
        rest >>= 1;
        floor >>= 1;
    }
    return whole * 1000 + rest * 1000 / floor;
}

static int64_t
major_units(int64_t minor, const char *currency)
{
    for (int k = money_exponent(currency); k > 0; k--)
        minor /= 10;
    return minor;
}

static void
add(struct contribution *list, size_t *n, const char *name, int64_t milli)
{
    if (milli != 0)
        list[(*n)++] = (struct contribution){ name, milli };
}

void
priority_default(const struct snapshot *s, const struct snap_sums *sums,
    struct arena *a, struct contribution **list, size_t *n)
{
    int64_t major = major_units(sums->overdue_minor, s->currency);
    int64_t amount = major > 0 ? 3 * log2_milli(major) : 0;
    int64_t age = 250 * (int64_t)(sums->days_late > 120 ? 120 : sums->days_late);
    int64_t broken = s->broken_promises > 4 ? 4 : s->broken_promises;
    int64_t slow = s->average_days_late > 60  ? 60
                   : s->average_days_late > 0 ? s->average_days_late
                                              : 0;
    int64_t rest = 0;

    *list = arena_new_n(a, CONTRIBUTIONS__MAX, struct contribution);
    *n = 0;
    for (size_t k = 0; k < s->instalments_n; k++)
        if (s->instalments[k].due_on < s->today)
            rest += instalment_free_minor(&s->instalments[k]);
    add(*list, n, "overdue", amount);
    add(*list, n, "age", age);
    add(*list, n, "broken_promises", broken * 8000);
    if (sums->overdue_minor > 0) {
        __int128 taken = (__int128)(amount + age) * (sums->overdue_minor - rest);

        add(*list, n, "slow_payer", slow * 100);
        if (s->credit_limit_minor >= 0 && sums->open_minor > s->credit_limit_minor)
            add(*list, n, "over_limit", 10000);
        add(*list, n, "risk",
            s->risk == RISK_HIGH     ? 12000
            : s->risk == RISK_MEDIUM ? 4000
                                     : 0);
        add(*list, n, "covered", -(int64_t)(taken / sums->overdue_minor));
    }
}
