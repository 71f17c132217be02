#include "intake/mark.h"

#include <string.h>

#include "base/money.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The marks of the number: how often each, and the digits after the last one. */
struct marks {
    size_t points, commas, tail;
    char last;
};

static struct marks
marks_of(const char *s)
{
    struct marks m = { 0 };

    for (; *s; s++) {
        m.points += *s == '.';
        m.commas += *s == ',';
        if (*s == '.' || *s == ',') {
            m.last = *s;
            m.tail = 0;
        } else if (is_digit(*s)) {
            m.tail++;
        }
    }
    return m;
}

enum err
mark_amount(
    const char *s, const char *currency, char decimal, char group, int64_t *out_minor)
{
    struct marks m = marks_of(s);

    if (decimal)
        return money_parse_marked(s, currency, decimal, group, out_minor);
    if (!m.last)
        return money_parse_marked(s, currency, '.', 0, out_minor);
    if (m.points && m.commas) /* the last one is decimal, or the number is nonsense */
        return money_parse_marked(
            s, currency, m.last, m.last == '.' ? ',' : '.', out_minor);
    if (m.points + m.commas > 1) /* twice the same one can only group */
        return money_parse_marked(
            s, currency, m.last == '.' ? ',' : '.', m.last, out_minor);
    if (m.tail == 3)
        return ERR_CONFLICT;
    return money_parse_marked(s, currency, m.last, 0, out_minor);
}

enum err
mark_day(const char *s, bool has_order, enum date_order order, int32_t *out)
{
    int32_t dmy, mdy;
    bool is_dmy, is_mdy;

    if (has_order)
        return date_parse_order(s, order, out);
    if (date_parse_order(s, DATE_YMD, out) == OK)
        return OK;
    is_dmy = date_parse_order(s, DATE_DMY, &dmy) == OK;
    is_mdy = date_parse_order(s, DATE_MDY, &mdy) == OK;
    if (!is_dmy && !is_mdy)
        return ERR_INVALID;
    if (is_dmy && is_mdy && dmy != mdy)
        return ERR_CONFLICT;
    *out = is_dmy ? dmy : mdy;
    return OK;
}
