#include "service/mail_settings.h"

#include "base/log.h"
#include "base/text.h"
#include "service/issue_portal_link.h"
#include "store/q_setting.h"

static const char *
value_of(const struct setting_values *rows, size_t n, const char *name)
{
    for (size_t k = 0; k < n; k++)
        if (text_eq(rows[k].name, name))
            return rows[k].value;
    return NULL;
}

static bool
is_on(const char *value)
{
    return text_eq(value, "1") || text_eq(value, "true");
}

static int64_t
link_days(const char *value)
{
    int64_t days;

    if (!value)
        return PORTAL_LINK_DAYS;
    if (!text_i64(value, &days))
        return days;
    log_warn("setting_is_no_number", kv("name", "portal_link_days"));
    return PORTAL_LINK_DAYS;
}

enum err
mail_settings_read(struct db *db, struct arena *a, struct mail_settings *out)
{
    struct setting_values *rows;
    size_t n;
    enum err e = setting_values(db, a, &rows, &n);

    if (e)
        return e;
    *out = (struct mail_settings){
        .head = { .sender = value_of(rows, n, "company.mail_from_name"),
            .address = value_of(rows, n, "company.address"),
            .iban = value_of(rows, n, "company.iban"),
            .bic = value_of(rows, n, "company.bic"),
            .footer = value_of(rows, n, "company.footer"),
            .logo = value_of(rows, n, "company.logo") },
        .link_days = link_days(value_of(rows, n, "portal_link_days")),
        .track_opens = is_on(value_of(rows, n, "tracking.opens")),
        .track_clicks = is_on(value_of(rows, n, "tracking.clicks")),
    };
    return OK;
}
