#include "domain/risk.h"

#include <math.h>
#include <string.h>

const char *const RISK_NAME[RISK__MAX] = { NULL, "low", "medium", "high" };

enum risk_class
risk_named(const char *name)
{
    for (int k = RISK_LOW; name && k < RISK__MAX; k++)
        if (strcmp(name, RISK_NAME[k]) == 0)
            return (enum risk_class)k;
    return RISK_UNKNOWN;
}

void
risk_add(struct risk_sums *s, int64_t open_minor, uint32_t late_permille, bool is_late)
{
    double late = (double)open_minor * late_permille / 1000;

    s->open_minor += open_minor;
    s->late += late;
    if (is_late)
        return;
    s->ahead_minor += open_minor;
    s->ahead += late;
}

static int32_t
share(double part, int64_t whole)
{
    return whole > 0 ? (int32_t)lround(part * 1000 / (double)whole) : -1;
}

int32_t
risk_late_permille(const struct risk_sums *s)
{
    return share(s->late, s->open_minor);
}

int32_t
risk_ahead_permille(const struct risk_sums *s)
{
    return share(s->ahead, s->ahead_minor);
}

int32_t
risk_limit_permille(int64_t open_minor, int64_t limit_minor)
{
    __int128 used = (__int128)open_minor * 1000;

    if (limit_minor < 0)
        return -1;
    if (open_minor <= 0)
        return 0;
    if (limit_minor == 0 || used / limit_minor > RISK_LIMIT__MAX)
        return RISK_LIMIT__MAX;
    return (int32_t)(used / limit_minor);
}

static enum risk_class
by_share(int32_t late)
{
    return late >= RISK_HIGH_FROM     ? RISK_HIGH
           : late >= RISK_MEDIUM_FROM ? RISK_MEDIUM
                                      : RISK_LOW;
}

static enum risk_class
with_limit(enum risk_class c, int32_t limit)
{
    return limit >= 1000 && c < RISK_HIGH ? c + 1 : c;
}

enum risk_class
risk_judge(int32_t late, int32_t limit, enum risk_class was)
{
    enum risk_class is, slow;

    if (late < 0)
        return RISK_UNKNOWN;
    is = with_limit(by_share(late), limit);
    if (is >= was)
        return is;
    slow = with_limit(by_share(late + RISK_MARGIN), limit);
    return slow < was ? slow : was;
}

bool
risk_is_news(enum risk_class was, enum risk_class is, int32_t ahead)
{
    return was != RISK_UNKNOWN && was < RISK_HIGH && is == RISK_HIGH &&
           ahead >= RISK_HIGH_FROM;
}

bool
risk_moved(int32_t was, int32_t is)
{
    int32_t by = is > was ? is - was : was - is;

    return (was < 0) != (is < 0) || by >= RISK_STEP;
}
