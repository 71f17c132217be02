#include "domain/intent_date.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/date.h"

enum { IN_DAYS__MAX = 180, FRIDAY = 5 };

static bool
is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Where the phrase stands as words of its own; NULL: nowhere. */
static const char *
find(const char *s, const char *phrase)
{
    size_t n = strlen(phrase);
    bool open = n > 0 && phrase[n - 1] == '*';

    n -= open;
    for (const char *at = s; *at; at++) {
        if (strncmp(at, phrase, n) != 0 || (at > s && is_letter(at[-1])))
            continue;
        if (open || !is_letter(at[n]))
            return at;
    }
    return NULL;
}

bool
intent_has(const char *sentence, const char *phrase)
{
    return find(sentence, phrase) != NULL;
}

/* -- numbers --------------------------------------------------------------- */

/* At most `most` digits at s; how many, 0 when there are none or more. */
static size_t
number(const char *s, size_t most, int *out)
{
    size_t n = 0;

    for (*out = 0; n <= most && isdigit((unsigned char)s[n]); n++)
        *out = *out * 10 + (s[n] - '0');
    return n > most ? 0 : n;
}

static bool
real_day(int y, int m, int d, int32_t *day)
{
    struct ymd date = { y, m, d };

    if (!date_valid(date))
        return false;
    *day = date_join(date);
    return true;
}

/* Without a year it is the next one to come. */
static bool
next_of(int m, int d, int32_t today, int32_t *day)
{
    int y = date_split(today).y;

    if (!real_day(y, m, d, day))
        return false;
    return *day >= today || real_day(y + 1, m, d, day);
}

static bool
with_year(int y, int m, int d, size_t digits, int32_t *day)
{
    return digits != 3 && real_day(digits == 2 ? 2000 + y : y, m, d, day);
}

/* 2026-03-12 */
static bool
iso(const char *s, int32_t *day)
{
    int y, m, d;

    return number(s, 4, &y) == 4 && s[4] == '-' && number(s + 5, 2, &m) == 2 &&
           s[7] == '-' && number(s + 8, 2, &d) == 2 && real_day(y, m, d, day);
}

/* 12.3.2026, 12.03.26, 12.3.; 25/03/2026. 03/04 may be the third or the fourth month.
 */
static bool
dotted(const char *s, int32_t today, int32_t *day)
{
    int d, m, y;
    size_t a = number(s, 2, &d), b, c;
    char mark = s[a];

    if (a == 0 || (mark != '.' && mark != '/'))
        return false;
    b = number(s + a + 1, 2, &m);
    if (b == 0 || (mark == '/' && d <= 12 && d != m))
        return false;
    if (s[a + 1 + b] != mark)
        return mark == '/' && !isdigit((unsigned char)s[a + 1 + b]) &&
               next_of(m, d, today, day);
    c = number(s + a + b + 2, 4, &y);
    if (c == 0)
        return mark == '.' && next_of(m, d, today, day);
    return c >= 2 && with_year(y, m, d, c, day);
}

/* -- names ----------------------------------------------------------------- */

static const char *const MONTHS[12][4] = {
    { "january", "januar", "janvier", "jan" },
    { "february", "februar", "février", "feb" },
    { "march", "märz", "mars", "mar" },
    { "april", "avril", "apr", "avr" },
    { "may", "mai", "mai", "mai" },
    { "june", "juni", "juin", "jun" },
    { "july", "juli", "juillet", "jul" },
    { "august", "août", "aout", "aug" },
    { "september", "septembre", "sept", "sep" },
    { "october", "oktober", "octobre", "oct" },
    { "november", "novembre", "nov", "nov" },
    { "december", "dezember", "décembre", "dec" },
};

/* The month that begins at s, 1 to 12, and its length; 0: none. */
static int
month(const char *s, size_t *n)
{
    for (int m = 0; m < 12; m++)
        for (size_t k = 0; k < 4; k++) {
            *n = strlen(MONTHS[m][k]);
            if (strncmp(s, MONTHS[m][k], *n) == 0 && !is_letter(s[*n]))
                return m + 1;
        }
    return 0;
}

static const char *
past(const char *s, const char *marks)
{
    return s + strspn(s, marks);
}

/* "12 march 2026", "12. märz", "12th of march", "1er mars" */
static bool
day_then_month(const char *s, int32_t today, int32_t *day)
{
    static const char *const AFTER[] = { "st", "nd", "rd", "th", "er" };
    int d, m, y;
    size_t n = number(s, 2, &d), len, c;

    if (n == 0)
        return false;
    s += n;
    for (size_t i = 0; i < sizeof AFTER / sizeof *AFTER; i++)
        if (strncmp(s, AFTER[i], 2) == 0) {
            s += 2;
            break;
        }
    s = past(s, ". ");
    if (strncmp(s, "of ", 3) == 0)
        s += 3;
    if ((m = month(s, &len)) == 0)
        return false;
    s = past(s + len, "., ");
    c = number(s, 4, &y);
    return c == 4 ? with_year(y, m, d, c, day) : next_of(m, d, today, day);
}

/* "march 12", "march 12th, 2026" */
static bool
month_then_day(const char *s, int32_t today, int32_t *day)
{
    size_t len, n, c;
    int m = month(s, &len), d, y;

    if (m == 0)
        return false;
    s = past(s + len, ". ");
    if ((n = number(s, 2, &d)) == 0)
        return false;
    s += n;
    s += strspn(s, "stndrh");
    s = past(s, ", ");
    c = number(s, 4, &y);
    return c == 4 ? with_year(y, m, d, c, day) : next_of(m, d, today, day);
}

static bool
weekday(const char *s, int32_t today, int32_t *day)
{
    static const char *const NAMES[7][3] = {
        { "monday", "montag", "lundi" },
        { "tuesday", "dienstag", "mardi" },
        { "wednesday", "mittwoch", "mercredi" },
        { "thursday", "donnerstag", "jeudi" },
        { "friday", "freitag", "vendredi" },
        { "saturday", "samstag", "samedi" },
        { "sunday", "sonntag", "dimanche" },
    };

    for (int d = 0; d < 7; d++)
        for (size_t k = 0; k < 3; k++) {
            size_t n = strlen(NAMES[d][k]);

            if (strncmp(s, NAMES[d][k], n) != 0 || is_letter(s[n]))
                continue;
            *day = today + 1 + (d + 7 - date_weekday(today)) % 7;
            return true;
        }
    return false;
}

/* -- phrases --------------------------------------------------------------- */

static int32_t
month_end(int32_t today)
{
    struct ymd d = date_split(today);

    d.d = date_days_in_month(d.y, d.m);
    return date_join(d);
}

static bool
any(const char *s, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (intent_has(s, *phrases))
            return true;
    return false;
}

static bool
phrase(const char *s, int32_t today, int32_t *day)
{
    static const char *const TODAY[] = { "today", "heute", "aujourd'hui", "aujourd’hui",
        NULL };
    static const char *const TOMORROW[] = { "tomorrow", "morgen", "demain", NULL };
    static const char *const MONTH_END[] = { "end of the month", "end of this month",
        "month end", "month-end", "monatsende", "ende des monats", "ende dieses monats",
        "fin du mois", "fin de mois", NULL };
    static const char *const NEXT_WEEK[] = { "next week", "nächste woche",
        "nächster woche", "kommende woche", "kommenden woche", "la semaine prochaine",
        NULL };
    static const char *const THIS_WEEK[] = { "this week", "diese woche", "dieser woche",
        "cette semaine", NULL };
    int32_t friday = today + FRIDAY - date_weekday(today);

    if (any(s, TODAY))
        *day = today;
    else if (any(s, TOMORROW))
        *day = today + 1;
    else if (any(s, MONTH_END))
        *day = month_end(today);
    else if (any(s, NEXT_WEEK))
        *day = friday + 7;
    else if (any(s, THIS_WEEK))
        *day = friday >= today ? friday : today;
    else
        return false;
    return true;
}

/* "in 3 days", "within 10 days", "in zwei …" is not read. */
static bool
in_days(const char *s, int32_t today, int32_t *day)
{
    static const char *const IN[] = { "in", "within", "innerhalb von", "binnen", "dans",
        "sous" };

    for (size_t i = 0; i < sizeof IN / sizeof *IN; i++)
        for (const char *at = s; (at = find(at, IN[i])); at++) {
            const char *p = past(at + strlen(IN[i]), " ");
            int n;
            size_t digits = number(p, 3, &n);
            bool weeks;

            if (digits == 0)
                continue;
            p = past(p + digits, " ");
            weeks = strncmp(p, "week", 4) == 0 || strncmp(p, "woche", 5) == 0 ||
                    strncmp(p, "semaine", 7) == 0;
            if (!weeks && strncmp(p, "day", 3) != 0 && strncmp(p, "tag", 3) != 0 &&
                strncmp(p, "jour", 4) != 0)
                continue;
            n *= weeks ? 7 : 1;
            if (n > IN_DAYS__MAX)
                continue;
            *day = today + n;
            return true;
        }
    return false;
}

bool
intent_day(const char *sentence, int32_t today, int32_t *day)
{
    for (const char *s = sentence; *s; s++) {
        if (s > sentence && (is_letter(s[-1]) || strchr(".,/-", s[-1])))
            continue;
        if (iso(s, day) || day_then_month(s, today, day) || dotted(s, today, day) ||
            month_then_day(s, today, day) || weekday(s, today, day))
            return true;
    }
    return in_days(sentence, today, day) || phrase(sentence, today, day);
}
