#include "domain/search_terms.h"

#include <ctype.h>
#include <string.h>

enum { WORD_CHARS = 32, DIGITS__MAX = 15, DECIMALS__MAX = 3 };

static bool
is_word_byte(unsigned char c)
{
    return c >= 0x80 || isalnum(c);
}

/* The end of the character at p; p is well formed. */
static size_t
char_len(const char *p)
{
    size_t n = 1;

    while (((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* -- words ------------------------------------------------------------------------ */

static void
add_word(struct search_terms *t, const char *p, size_t n)
{
    char *to = t->word[t->words_n];
    size_t len = 0, chars = 0;

    while (len < n && chars < WORD_CHARS) {
        size_t c = char_len(p + len);

        if (len + c > n)
            break;
        len += c;
        chars++;
    }
    memcpy(to, p, len);
    to[len] = '\0';
    t->words_n++;
}

static void
find_words(struct search_terms *t)
{
    for (const char *p = t->whole; *p && t->words_n < SEARCH_WORDS;) {
        size_t n = 0;

        while (p[n] && is_word_byte((unsigned char)p[n])) {
            t->has_digit |= isdigit((unsigned char)p[n]) != 0;
            t->has_letter |= !isdigit((unsigned char)p[n]);
            n++;
        }
        if (n)
            add_word(t, p, n);
        p += n + (p[n] != '\0');
    }
}

/* -- amounts ---------------------------------------------------------------------- */

static void
add_amount(struct search_terms *t, int64_t value, int decimals)
{
    t->amount[t->amounts_n++] = (struct search_amount){ value, decimals };
}

/* Groups of three after the first mark, all by the same sign. */
static bool
is_grouped(const char *s, const char *end, char mark)
{
    int digits = 0;
    bool marked = false;

    for (; s < end; s++) {
        if (*s == mark) {
            if ((marked && digits != 3) || !digits || digits > 3)
                return false;
            marked = true;
            digits = 0;
        } else if (isdigit((unsigned char)*s)) {
            digits++;
        } else {
            return false;
        }
    }
    return marked ? digits == 3 : digits > 0;
}

/* All digits of s .. end as a number; false when there are too many. */
static bool
read_digits(const char *s, const char *end, int64_t *out)
{
    int n = 0;

    *out = 0;
    for (; s < end; s++)
        if (isdigit((unsigned char)*s)) {
            if (++n > DIGITS__MAX)
                return false;
            *out = *out * 10 + (*s - '0');
        }
    return n > 0;
}

static void
find_amounts(struct search_terms *t)
{
    const char *s = t->whole, *end = s + strlen(s), *last = NULL;
    char mark, other;
    ptrdiff_t after;
    int64_t value;

    for (const char *p = s; p < end; p++)
        if (*p == '.' || *p == ',')
            last = p;
        else if (!isdigit((unsigned char)*p))
            return;
    if (!read_digits(s, end, &value))
        return;
    if (!last) {
        add_amount(t, value, 0);
        return;
    }
    mark = *last;
    other = mark == '.' ? ',' : '.';
    after = end - last - 1;
    /* the last sign parts the decimals … */
    if (after > 0 && after <= DECIMALS__MAX && last > s && is_grouped(s, last, other))
        add_amount(t, value, (int)after);
    /* … or thousands, as all of them do */
    if (is_grouped(s, end, mark))
        add_amount(t, value, 0);
}

bool
search_amount_minor(const struct search_amount *a, int decimals, int64_t *out)
{
    *out = a->value;
    if (a->decimals > decimals)
        return false;
    for (int i = a->decimals; i < decimals; i++)
        if (__builtin_mul_overflow(*out, 10, out))
            return false;
    return true;
}

bool
search_terms(struct search_terms *out, const char *text)
{
    size_t n;

    *out = (struct search_terms){ 0 };
    while (*text == ' ')
        text++;
    for (n = 0; text[n];) {
        size_t c = char_len(text + n);

        if (n + c > SEARCH_TEXT__MAX)
            break;
        n += c;
    }
    while (n && text[n - 1] == ' ')
        n--;
    memcpy(out->whole, text, n);
    find_words(out);
    find_amounts(out);
    return out->words_n > 0;
}
