#include "service/company_head.h"

#include <string.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "store/setting.h"

/* Both alphabets of base64, with or without padding and line ends. */
static void
read_logo(struct arena *a, const char *text, struct paper_head *out)
{
    const char *comma = text_starts(text, "data:") ? strchr(text, ',') : NULL;
    struct buf b;
    uint8_t *png;
    size_t n;

    if (!*text)
        return;
    buf_init(&b, a);
    for (const char *p = comma ? comma + 1 : text; *p && *p != '='; p++)
        if (!strchr(" \r\n", *p))
            buf_char(&b, *p == '+' ? '-' : *p == '/' ? '_' : *p);
    if (secret_unbase64url(a, b.text, &png, &n)) {
        log_warn("logo_is_no_base64");
        return;
    }
    out->logo = png;
    out->logo_n = n;
}

static void
check_account(struct paper_head *h)
{
    size_t bic = strlen(h->bic);

    if (*h->iban && !iban_valid(h->iban)) {
        log_warn("company_iban_invalid");
        h->iban = "";
    }
    if (bic && bic != 8 && bic != 11) {
        log_warn("company_bic_invalid");
        h->bic = "";
    }
}

enum err
company_head(struct db *db, struct arena *a, const char *name, struct paper_head *out)
{
    const char *logo, *window;
    enum err e;

    *out = (struct paper_head){ .name = name };
    if ((e = setting_read(db, a, "company.name", name, &out->name)) ||
        (e = setting_read(db, a, "company.address", "", &out->address)) ||
        (e = setting_read(db, a, "company.footer", "", &out->footer)) ||
        (e = setting_read(db, a, "company.iban", "", &out->iban)) ||
        (e = setting_read(db, a, "company.bic", "", &out->bic)) ||
        (e = setting_read(db, a, "company.logo", "", &logo)) ||
        (e = setting_read(db, a, "company.window", "left", &window)))
        return e;
    if (!*out->name)
        out->name = name;
    out->window_right = text_eq(window, "right");
    read_logo(a, logo, out);
    check_account(out);
    return OK;
}
