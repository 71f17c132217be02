#include "base/date.h"

#include <string.h>

/* Years start in March here, so a leap day comes last. */
int32_t
date_join(struct ymd d)
{
    int y = d.m <= 2 ? d.y - 1 : d.y;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct ymd
date_split(int32_t day)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int m = mp < 10 ? mp + 3 : mp - 9;

    return (struct ymd){
        .y = yoe + (int)era * 400 + (m <= 2),
        .m = m,
        .d = doy - (153 * mp + 2) / 5 + 1,
    };
}

int
date_days_in_month(int y, int m)
{
    static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0))
        return 29;
    return DAYS[m - 1];
}

bool
date_valid(struct ymd d)
{
    return d.y >= 1000 && d.y <= 9999 && d.m >= 1 && d.m <= 12 && d.d >= 1 &&
           d.d <= date_days_in_month(d.y, d.m);
}

int
date_weekday(int32_t day)
{
    return (day % 7 + 10) % 7 + 1;
}

int32_t
date_add_months(int32_t day, int n)
{
    struct ymd d = date_split(day);
    int months = d.y * 12 + d.m - 1 + n;
    int last;

    d.y = (months >= 0 ? months : months - 11) / 12;
    d.m = months - d.y * 12 + 1;
    last = date_days_in_month(d.y, d.m);
    if (d.d > last)
        d.d = last;
    return date_join(d);
}

int32_t
date_of_instant(int64_t at)
{
    int64_t day = at / DATE_US_PER_DAY;

    return (int32_t)(at % DATE_US_PER_DAY < 0 ? day - 1 : day);
}

int64_t
date_instant(int32_t day)
{
    return day * DATE_US_PER_DAY;
}

/* Exactly n digits; moves on behind them. */
static bool
digits(const char **s, int n, int *out)
{
    int v = 0;

    for (; n > 0; n--, (*s)++) {
        if (**s < '0' || **s > '9')
            return false;
        v = v * 10 + (**s - '0');
    }
    *out = v;
    return true;
}

static bool
literal(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static bool
iso_day(const char **s, int32_t *out)
{
    struct ymd d;

    if (!digits(s, 4, &d.y) || !literal(s, '-') || !digits(s, 2, &d.m) ||
        !literal(s, '-') || !digits(s, 2, &d.d) || !date_valid(d))
        return false;
    *out = date_join(d);
    return true;
}

enum err
date_parse(const char *s, int32_t *out)
{
    int32_t day;

    if (!iso_day(&s, &day) || *s)
        return ERR_INVALID;
    *out = day;
    return OK;
}

static char *
put(char *to, int v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + n;
}

static char *
put_day(char *to, int32_t day)
{
    struct ymd d = { 0 };

    if (day >= DATE_DAY__MIN && day <= DATE_DAY__MAX)
        d = date_split(day);
    to = put(to, d.y, 4);
    *to++ = '-';
    to = put(to, d.m, 2);
    *to++ = '-';
    return put(to, d.d, 2);
}

char *
date_format(int32_t day, char out[static DATE_TEXT__SIZE])
{
    *put_day(out, day) = '\0';
    return out;
}

/* A number of 1 to 4 digits; *n tells how many. */
static bool
number(const char **s, int *v, int *n)
{
    *v = 0;
    for (*n = 0; **s >= '0' && **s <= '9'; (*s)++) {
        if (++*n > 4)
            return false;
        *v = *v * 10 + (**s - '0');
    }
    return *n > 0;
}

enum err
date_parse_order(const char *s, enum date_order order, int32_t *out)
{
    static const char YMD_AT[][3] = {
        [DATE_YMD] = { 0, 1, 2 }, [DATE_DMY] = { 2, 1, 0 }, [DATE_MDY] = { 2, 0, 1 }
    };
    const char *at = YMD_AT[order];
    struct ymd d;
    int v[3], n[3];
    char mark;

    if (order == DATE_YMD && strlen(s) == 8 && strspn(s, "0123456789") == 8) {
        digits(&s, 4, &d.y);
        digits(&s, 2, &d.m);
        digits(&s, 2, &d.d);
    } else {
        if (!number(&s, &v[0], &n[0]) || !(mark = *s) || !strchr("-./", mark))
            return ERR_INVALID;
        s++;
        if (!number(&s, &v[1], &n[1]) || !literal(&s, mark) ||
            !number(&s, &v[2], &n[2]) || *s)
            return ERR_INVALID;
        if (n[(int)at[0]] != 4 || n[(int)at[1]] > 2 || n[(int)at[2]] > 2)
            return ERR_INVALID;
        d = (struct ymd){ v[(int)at[0]], v[(int)at[1]], v[(int)at[2]] };
    }
    if (!date_valid(d))
        return ERR_INVALID;
    *out = date_join(d);
    return OK;
}

/* ".123456": up to 6 decimals of a second, or nothing. */
static bool
fraction(const char **s, int64_t *us)
{
    int n = 0;

    *us = 0;
    if (!literal(s, '.'))
        return true;
    for (; **s >= '0' && **s <= '9'; (*s)++) {
        if (++n > 6)
            return false;
        *us = *us * 10 + (**s - '0');
    }
    for (int i = n; i < 6; i++)
        *us *= 10;
    return n > 0;
}

/* "Z" or "+01:00", in minutes. */
static bool
offset(const char **s, int *minutes)
{
    int sign = **s == '-' ? -1 : 1, h, m;

    *minutes = 0;
    if (literal(s, 'Z'))
        return true;
    if (!literal(s, '+') && !literal(s, '-'))
        return false;
    if (!digits(s, 2, &h) || !literal(s, ':') || !digits(s, 2, &m) || h > 23 || m > 59)
        return false;
    *minutes = sign * (h * 60 + m);
    return true;
}

enum err
date_parse_instant(const char *s, int64_t *out)
{
    int h, m, sec, east;
    int32_t day;
    int64_t us;

    if (!iso_day(&s, &day) || !literal(&s, 'T') || !digits(&s, 2, &h) ||
        !literal(&s, ':') || !digits(&s, 2, &m) || !literal(&s, ':') ||
        !digits(&s, 2, &sec) || h > 23 || m > 59 || sec > 59)
        return ERR_INVALID;
    if (!fraction(&s, &us) || !offset(&s, &east) || *s)
        return ERR_INVALID;
    us += date_instant(day) + (h * 60 + m - east) * DATE_US_PER_MINUTE +
          sec * DATE_US_PER_S;
    if (date_of_instant(us) < DATE_DAY__MIN || date_of_instant(us) > DATE_DAY__MAX)
        return ERR_INVALID;
    *out = us;
    return OK;
}

char *
date_format_instant(int64_t at, char out[static DATE_INSTANT_TEXT__SIZE])
{
    int64_t rest = at % DATE_US_PER_DAY;
    char *to = put_day(out, date_of_instant(at));
    int s, us;

    if (rest < 0)
        rest += DATE_US_PER_DAY;
    s = (int)(rest / DATE_US_PER_S);
    us = (int)(rest % DATE_US_PER_S);
    *to++ = 'T';
    to = put(to, s / 3600, 2);
    *to++ = ':';
    to = put(to, s / 60 % 60, 2);
    *to++ = ':';
    to = put(to, s % 60, 2);
    *to++ = '.';
    to = us % 1000 ? put(to, us, 6) : put(to, us / 1000, 3);
    *to++ = 'Z';
    *to = '\0';
    return out;
}
