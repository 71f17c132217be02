/* Any UTF-8: words and readings stay within their bounds, and an amount is never more
 * than its digits say. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/search_terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
    if (!ok)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct search_terms t;
    char *text = malloc(size + 1);
    int64_t minor;

    memcpy(text, data, size);
    text[size] = '\0';
    if (text_is_utf8(text, strlen(text))) {
        search_terms(&t, text);
        check(strlen(t.whole) <= SEARCH_TEXT__MAX && t.words_n <= SEARCH_WORDS);
        check(t.amounts_n <= 2 && (t.has_digit || !t.amounts_n));
        for (size_t i = 0; i < t.words_n; i++)
            check(*t.word[i] && text_is_utf8(t.word[i], strlen(t.word[i])));
        for (size_t i = 0; i < t.amounts_n; i++)
            for (int d = 0; d <= 3; d++)
                if (search_amount_minor(&t.amount[i], d, &minor))
                    check(minor >= t.amount[i].value);
    }
    free(text);
    return 0;
}
