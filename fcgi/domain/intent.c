#include "domain/intent.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "domain/intent_date.h"

enum { TEXT__MAX = 8000, WORDS__MAX = 300, NUMBER__SIZE = 32 };

/* -- the words ------------------------------------------------------------- */

static const char *const PAY[] = { "pay", "pays", "paying", "paid", "payment*",
    "transfer*", "remit*", "settle*", "zahl*", "bezahl*", "überweis*", "begleich*",
    "anweis*", "payer*", "paie*", "payons", "paierons", "virement*", "virer*", "règl*",
    "régl*", NULL };

static const char *const NOT[] = { "not", "cannot", "can't", "won't", "unable", "never",
    "nicht", "kein", "keine", "keinen", "nie", "pas", "jamais", "aucun", NULL };

static const struct {
    const char *phrase, *reason;
} DISPUTES[] = {
    { "already paid", "already_paid" },
    { "already been paid", "already_paid" },
    { "already transferred", "already_paid" },
    { "have paid", "already_paid" },
    { "was paid", "already_paid" },
    { "we paid", "already_paid" },
    { "bereits bezahlt", "already_paid" },
    { "bereits gezahlt", "already_paid" },
    { "bereits überwiesen", "already_paid" },
    { "bereits beglichen", "already_paid" },
    { "schon bezahlt", "already_paid" },
    { "schon überwiesen", "already_paid" },
    { "déjà payé*", "already_paid" },
    { "déjà réglé*", "already_paid" },
    { "wrong price", "price" },
    { "price is wrong", "price" },
    { "overcharged", "price" },
    { "falscher preis", "price" },
    { "preis ist falsch", "price" },
    { "preis stimmt nicht", "price" },
    { "zu teuer", "price" },
    { "mauvais prix", "price" },
    { "prix erroné", "price" },
    { "prix incorrect", "price" },
    { "wrong quantity", "quantity" },
    { "short delivery", "quantity" },
    { "missing items", "quantity" },
    { "falsche menge", "quantity" },
    { "zu wenig geliefert", "quantity" },
    { "mauvaise quantité", "quantity" },
    { "damaged", "quality" },
    { "defective", "quality" },
    { "faulty", "quality" },
    { "broken", "quality" },
    { "beschädigt*", "quality" },
    { "defekt*", "quality" },
    { "mangelhaft*", "quality" },
    { "reklam*", "quality" },
    { "endommagé*", "quality" },
    { "défectueu*", "quality" },
    { "not received", "not_received" },
    { "never received", "not_received" },
    { "not arrived", "not_received" },
    { "never arrived", "not_received" },
    { "not delivered", "not_received" },
    { "nicht erhalten", "not_received" },
    { "nie erhalten", "not_received" },
    { "nicht geliefert", "not_received" },
    { "nicht angekommen", "not_received" },
    { "pas reçu*", "not_received" },
    { "jamais reçu*", "not_received" },
    { "non reçu*", "not_received" },
    { "wrong terms", "wrong_terms" },
    { "payment terms are", "wrong_terms" },
    { "falsches zahlungsziel", "wrong_terms" },
    { "wrong", "other" },
    { "incorrect", "other" },
    { "dispute*", "other" },
    { "falsch*", "other" },
    { "fehlerhaft*", "other" },
    { "widersprechen", "other" },
    { "erroné*", "other" },
    { "incorrecte*", "other" },
    { "contest*", "other" },
};

/* -- sentences ------------------------------------------------------------- */

/* Small letters, also of the Latin-1 half of Unicode; the length stays. */
static char *
lower(struct arena *a, const char *text, size_t n)
{
    char *s = arena_strn(a, text, n);

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c < 0x80)
            s[i] = (char)tolower(c);
        else if (i > 0 && (unsigned char)s[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e &&
                 c != 0x97)
            s[i] = (char)(c + 0x20);
    }
    return s;
}

/* Bytes of the sentence at s: to a mark that ends one, or an empty line. A point after
 * a digit is part of a date or a number. */
static size_t
sentence(const char *s)
{
    size_t n = 0;

    for (; s[n]; n++) {
        if (s[n] == '\n' && s[n + 1] == '\n')
            return n;
        if (s[n] == '!' || s[n] == '?')
            return n + 1;
        if (s[n] == '.' && (s[n + 1] == '\0' || isspace((unsigned char)s[n + 1])) &&
            (n == 0 || !isdigit((unsigned char)s[n - 1])))
            return n + 1;
    }
    return n;
}

static bool
any(const char *s, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (intent_has(s, *phrases))
            return true;
    return false;
}

/* -- amounts --------------------------------------------------------------- */

static const char *
sign_of(const char *currency)
{
    static const struct {
        const char *currency, *sign;
    } SIGNS[] = { { "EUR", "€" }, { "GBP", "£" }, { "USD", "$" }, { "JPY", "¥" } };

    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (text_eq(SIGNS[i].currency, currency))
            return SIGNS[i].sign;
    return "";
}

/* Whether the currency stands at s, in small letters: its code, sign or name. */
static size_t
currency_at(const char *s, const char *currency)
{
    const char *sign = sign_of(currency);
    size_t n = strlen(sign);

    if (n > 0 && strncmp(s, sign, n) == 0)
        return n;
    if (text_eq(currency, "EUR") && strncmp(s, "euro", 4) == 0)
        return 4 + (s[4] == 's');
    for (n = 0; n < 3; n++)
        if (s[n] != (char)tolower((unsigned char)currency[n]))
            return 0;
    return isalpha((unsigned char)s[3]) ? 0 : 3;
}

/* A number of n bytes as people write it: the last mark is the decimal one when as many
 * digits follow as the currency has. */
static bool
amount_of(const char *s, size_t n, const char *currency, int64_t *minor)
{
    int decimals = money_exponent(currency);
    char plain[NUMBER__SIZE];
    size_t len = 0, last = n;

    if (n + 2 > sizeof plain || decimals < 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] == '.' || s[i] == ',')
            last = i;
    if (decimals == 0 || n - last != (size_t)decimals + 1)
        last = n;
    for (size_t i = 0; i < n; i++) {
        if (i == last)
            plain[len++] = '.';
        else if (isdigit((unsigned char)s[i]))
            plain[len++] = s[i];
        else if (i < last && (n < i + 4 || !isdigit((unsigned char)s[i + 3])))
            return false; /* no group of three */
    }
    plain[len] = '\0';
    return money_parse(plain, currency, minor) == OK && *minor > 0;
}

/* The first amount with the currency before or after it. */
static int64_t
amount_in(const char *s, const char *currency)
{
    int64_t minor;

    for (size_t i = 0; s[i]; i++) {
        size_t n, back = i;
        const char *after;
        bool ours = false;

        if (!isdigit((unsigned char)s[i]) ||
            (i > 0 && (isdigit((unsigned char)s[i - 1]) || strchr(".,-", s[i - 1]))))
            continue;
        n = strspn(s + i, "0123456789.,'");
        while (n > 0 && !isdigit((unsigned char)s[i + n - 1]))
            n--;
        while (back > 0 && s[back - 1] == ' ')
            back--;
        for (size_t k = 1; k <= 5 && k <= back && !ours; k++)
            ours = currency_at(s + back - k, currency) == k;
        after = s + i + n + strspn(s + i + n, " ");
        if ((ours || currency_at(after, currency) > 0) &&
            amount_of(s + i, n, currency, &minor))
            return minor;
    }
    return INTENT_NO_AMOUNT;
}

/* -- reading --------------------------------------------------------------- */

static const char *
words(struct arena *a, const char *s, size_t n)
{
    char *out = text_trim(a, arena_strn(a, s, n));
    char *cut = arena_alloc(a, WORDS__MAX);

    for (char *p = out; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    text_copy(cut, WORDS__MAX, out);
    return cut;
}

static void
look_for_dispute(
    struct arena *a, const char *said, const char *low, size_t n, struct intent *out)
{
    for (size_t i = 0; i < sizeof DISPUTES / sizeof *DISPUTES; i++) {
        /* a reason that says more beats one that says "wrong" */
        if (!intent_has(low, DISPUTES[i].phrase) ||
            (out->reason && (!text_eq(out->reason, "other") ||
                                text_eq(DISPUTES[i].reason, "other"))))
            continue;
        out->reason = DISPUTES[i].reason;
        out->dispute_words = words(a, said, n);
        return;
    }
}

static void
look_for_promise(struct arena *a, const char *said, const char *low, size_t n,
    int32_t today, const char *currency, struct intent *out)
{
    int32_t day;

    if (out->promises || !any(low, PAY) || any(low, NOT))
        return;
    for (size_t i = 0; text_eq(DISPUTES[i].reason, "already_paid"); i++)
        if (intent_has(low, DISPUTES[i].phrase))
            return;
    if (!intent_day(low, today, &day) || day < today || day > today + INTENT_DAYS__MAX)
        return;
    out->promises = true;
    out->on = day;
    out->amount_minor = amount_in(low, currency);
    out->promise_words = words(a, said, n);
}

void
intent_read(struct arena *a, const char *text, int32_t today, const char *currency,
    struct intent *out)
{
    size_t left = strnlen(text, TEXT__MAX);
    char *said = arena_strn(a, text, left);

    *out = (struct intent){ .on = DAY_NONE, .amount_minor = INTENT_NO_AMOUNT };
    while (*said) {
        size_t n = sentence(said);
        const char *low = lower(a, said, n);

        look_for_dispute(a, said, low, n, out);
        look_for_promise(a, said, low, n, today, currency, out);
        said += n;
        said += strspn(said, " \t\r\n");
    }
}
