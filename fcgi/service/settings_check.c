#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "intake/image.h"
#include "service/settings.h"

enum { SIDE__MAX = 2000, WHOLE_DIGITS__MAX = 12 };

struct checking {
    struct arena *arena;
    const struct setting_def *d;
    const char *text, *pointer;
    struct faults *f;
};

static const char *
check_text(const struct checking *c)
{
    const char *text = text_trim(c->arena, c->text);
    size_t n = strlen(text);

    if (n < (size_t)c->d->min || n > (size_t)c->d->max)
        faults_add(c->f, c->pointer, "must have %" PRId64 " to %" PRId64 " bytes",
            c->d->min, c->d->max);
    return text;
}

static const char *
check_number(const struct checking *c)
{
    int64_t v;

    if (text_i64(c->text, &v) || v < c->d->min || v > c->d->max)
        faults_add(c->f, c->pointer,
            "must be a whole number from %" PRId64 " to %" PRId64, c->d->min,
            c->d->max);
    return c->text;
}

static const char *
check_amount(const struct checking *c)
{
    size_t whole = strspn(c->text, "0123456789");
    const char *rest = c->text + whole;
    size_t part = *rest == '.' ? strspn(rest + 1, "0123456789") : 0;

    if (!whole || whole > WHOLE_DIGITS__MAX || part > 2 || (*rest == '.' && !part) ||
        rest[*rest == '.' ? part + 1 : 0])
        faults_add(c->f, c->pointer, "must be an amount such as 500 or 500.00");
    return c->text;
}

static const char *
check_name(const struct checking *c)
{
    for (const char *const *n = c->d->names; *n; n++)
        if (!strcmp(*n, c->text))
            return c->text;
    faults_add(c->f, c->pointer, "is none of the choices");
    return c->text;
}

/* Letters in capitals, without blanks. */
static const char *
plain_capitals(struct arena *a, const char *text)
{
    char *out = arena_str(a, text), *to = out;

    for (const char *p = text; *p; p++) {
        if (*p == ' ')
            continue;
        *to++ = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
    }
    *to = '\0';
    return out;
}

static enum err
unbase64(struct arena *a, const char *text, uint8_t **p, size_t *n)
{
    char *url = arena_str(a, text);

    for (char *c = url; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    url[strcspn(url, "=")] = '\0';
    return secret_unbase64url(a, url, p, n);
}

static const char *
check_image(const struct checking *c)
{
    const char *data = strstr(c->text, ";base64,");
    struct image i;
    uint8_t *p;
    size_t n;

    if (!text_starts(c->text, "data:image/") || !data ||
        unbase64(c->arena, data + 8, &p, &n) || image_look(p, n, &i))
        faults_add(c->f, c->pointer, "must be a PNG picture");
    else if (n > SETTING_IMAGE__MAX)
        faults_add(c->f, c->pointer, "must have at most %d bytes", SETTING_IMAGE__MAX);
    else if (i.width > SIDE__MAX || i.height > SIDE__MAX)
        faults_add(
            c->f, c->pointer, "must be at most %d pixels wide and high", SIDE__MAX);
    else
        return arena_fmt(
            c->arena, "data:image/png;base64,%s", secret_base64(c->arena, p, n));
    return NULL;
}

/* Eight or eleven letters and digits of ISO 9362, in capitals. */
static bool
bic_valid(const char *bic)
{
    size_t n = strlen(bic);

    if (n != 8 && n != 11)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((bic[i] < 'A' || bic[i] > 'Z') && (i < 6 || bic[i] < '0' || bic[i] > '9'))
            return false;
    return true;
}

static const char *
check_code(const struct checking *c, bool (*valid)(const char *), const char *what)
{
    const char *text = plain_capitals(c->arena, c->text);

    if (!valid(text))
        faults_add(c->f, c->pointer, "is not a valid %s", what);
    return text;
}

void
setting_check(struct arena *a, const struct setting_def *d, const char *text,
    const char *pointer, struct faults *f, const char **out)
{
    const struct checking c = {
        .arena = a, .d = d, .text = text, .pointer = pointer, .f = f
    };

    switch (d->kind) {
    case SETTING_TEXT:
    case SETTING_PROSE:
        *out = check_text(&c);
        return;
    case SETTING_INT:
        *out = check_number(&c);
        return;
    case SETTING_MONEY:
        *out = check_amount(&c);
        return;
    case SETTING_BOOL:
        if (!text_eq(text, "1") && !text_eq(text, "0"))
            faults_add(f, pointer, "must be true or false");
        *out = text;
        return;
    case SETTING_ENUM:
        *out = check_name(&c);
        return;
    case SETTING_CURRENCY:
        *out = check_code(&c, money_known, "currency");
        return;
    case SETTING_IBAN:
        *out = check_code(&c, iban_valid, "IBAN: letters, digits or check digits");
        return;
    case SETTING_BIC:
        *out = check_code(&c, bic_valid, "BIC");
        return;
    case SETTING_IMAGE:
        break;
    }
    *out = check_image(&c);
}
