/* Any text: refused, or an amount that is written as text which means the same.
 * The first byte chooses currency and marks. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
    if (!ok)
        abort();
}

static void
leads_back(int64_t minor, const char *currency)
{
    char text[MONEY_TEXT__SIZE];
    int64_t again;

    money_format(minor, currency, text);
    check(money_parse(text, currency, &again) == OK && again == minor);
}

static void
dates(const char *s)
{
    char day_text[DATE_TEXT__SIZE], at_text[DATE_INSTANT_TEXT__SIZE];
    int32_t day, day_again;
    int64_t at, at_again;

    for (unsigned order = DATE_YMD; order <= DATE_MDY; order++)
        if (date_parse_order(s, (enum date_order)order, &day) == OK)
            check(date_parse(date_format(day, day_text), &day_again) == OK &&
                  day_again == day);
    if (date_parse_instant(s, &at) == OK)
        check(date_parse_instant(date_format_instant(at, at_text), &at_again) == OK &&
              at_again == at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const CURRENCIES[] = { "EUR", "JPY", "KWD", "CLF" };
    static const char GROUPS[] = { 0, '.', ',', ' ', '\'' };
    struct arena *a;
    const char *currency, *s;
    int64_t minor, other;
    char decimal, group;

    if (size == 0)
        return 0;
    a = arena_new();
    currency = CURRENCIES[data[0] & 3];
    decimal = data[0] & 4 ? ',' : '.';
    group = GROUPS[(data[0] >> 3) % 5];
    s = arena_strn(a, (const char *)data + 1, size - 1);
    if (money_parse_marked(s, currency, decimal, group, &minor) == OK) {
        check(group != decimal);
        leads_back(minor, currency);
    }
    if (money_parse(s, currency, &minor) == OK) {
        leads_back(minor, currency);
        check(money_parse_marked(s, currency, '.', 0, &other) == OK && other == minor);
    }
    (void)money_parse_percent(s, &minor);
    dates(s);
    arena_free(a);
    return 0;
}
