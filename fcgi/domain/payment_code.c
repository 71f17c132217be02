#include "domain/payment_code.h"

#include <string.h>

#include "base/buf.h"
#include "base/money.h"
#include "base/text.h"
#include "domain/creditor_reference.h"

enum { NAME__MAX = 70 };

static const int64_t MINOR__MAX = INT64_C(99999999999);

/* Its first characters; a line end would start another field. */
static void
add_name(struct buf *b, const char *name)
{
    for (size_t i = 0; *name && i < NAME__MAX; i++) {
        size_t n = text_utf8_len(name, strlen(name));

        if (n == 1 && (unsigned char)*name < ' ')
            buf_char(b, ' ');
        else
            buf_add(b, name, n ? n : 1);
        name += n ? n : 1;
    }
}

static void
add_compact(struct buf *b, const char *text)
{
    for (; *text; text++)
        if (*text != ' ')
            buf_char(b, *text >= 'a' && *text <= 'z' ? (char)(*text - 32) : *text);
}

static bool
bic_is_one(const char *bic)
{
    size_t n = strlen(bic);

    return (n == 8 || n == 11) &&
           strspn(bic, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n;
}

static bool
given(const char *text)
{
    return text && *text;
}

enum err
payment_code_text(struct arena *a, const struct payment_code *code, const char **out)
{
    char amount[MONEY_TEXT__SIZE];
    struct buf b;

    if (!given(code->name) || !given(code->iban) || !iban_valid(code->iban) ||
        (given(code->bic) && !bic_is_one(code->bic)) ||
        (given(code->reference) && !creditor_reference_valid(code->reference)) ||
        code->minor < 1 || code->minor > MINOR__MAX)
        return ERR_INVALID;
    buf_init(&b, a);
    buf_text(&b, "BCD\n002\n1\nSCT\n");
    buf_text(&b, given(code->bic) ? code->bic : "");
    buf_char(&b, '\n');
    add_name(&b, code->name);
    buf_char(&b, '\n');
    add_compact(&b, code->iban);
    buf_fmt(&b, "\nEUR%s\n", money_format(code->minor, "EUR", amount));
    if (given(code->reference)) {
        buf_char(&b, '\n'); /* no purpose */
        add_compact(&b, code->reference);
    } else {
        buf_truncate(&b, b.len - 1);
    }
    *out = b.text;
    return OK;
}
