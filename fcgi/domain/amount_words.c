#include "domain/amount_words.h"

#include <string.h>

#include "base/buf.h"
#include "base/money.h"

const char *
amount_words(struct arena *a, int64_t minor, const char *currency)
{
    char plain[MONEY_TEXT__SIZE];
    struct buf b;
    size_t whole, k = 0;

    money_format(minor, currency, plain);
    buf_init(&b, a);
    if (plain[0] == '-')
        buf_char(&b, plain[k++]);
    whole = strcspn(plain, ".");
    for (; k < whole; k++) {
        buf_char(&b, plain[k]);
        if (k + 1 < whole && (whole - k - 1) % 3 == 0)
            buf_char(&b, ',');
    }
    buf_text(&b, plain + whole);
    buf_char(&b, ' ');
    buf_text(&b, currency);
    return b.text;
}
