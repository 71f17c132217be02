#include "service/settings.h"

#include <string.h>

static const char *const AUTOPAY_WHO[] = { "everybody", "tagged", "nobody", NULL };
static const char *const WINDOW[] = { "left", "right", NULL };

enum { LINE__MAX = 200, PROSE__MAX = 1000, TAG__MAX = 64 };

/* clang-format off */
const struct setting_def SETTINGS[] = {
    { "company.name", "letterhead", SETTING_TEXT, "", NULL, 1, LINE__MAX, false },
    { "company.mail_from_name", "letterhead", SETTING_TEXT, NULL, NULL, 1, LINE__MAX, false },
    { "company.address", "letterhead", SETTING_PROSE, NULL, NULL, 1, PROSE__MAX, false },
    { "company.footer", "letterhead", SETTING_PROSE, NULL, NULL, 1, PROSE__MAX, false },
    { "company.iban", "letterhead", SETTING_IBAN, NULL, NULL, 0, 0, false },
    { "company.bic", "letterhead", SETTING_BIC, NULL, NULL, 0, 0, false },
    { "company.logo", "letterhead", SETTING_IMAGE, NULL, NULL, 0, 0, false },
    { "company.window", "letterhead", SETTING_ENUM, "left", WINDOW, 0, 0, false },

    { "promise_tolerance_days", "rules", SETTING_INT, "2", NULL, 0, 30, false },
    { "stale_after_hours", "rules", SETTING_INT, "0", NULL, 0, 24 * 90, true },
    { "base_currency", "rules", SETTING_CURRENCY, "EUR", NULL, 0, 0, true },

    { "dispute_approval_limit", "limits", SETTING_MONEY, "1000", NULL, 0, 0, false },
    { "refund_approval_limit", "limits", SETTING_MONEY, "1000", NULL, 0, 0, false },
    { "mail.confirm_above", "limits", SETTING_INT, "25", NULL, 1, 100000, false },

    { "tracking.opens", "mail", SETTING_BOOL, "0", NULL, 0, 0, false },
    { "tracking.clicks", "mail", SETTING_BOOL, "0", NULL, 0, 0, false },

    { "portal_link_days", "portal", SETTING_INT, "30", NULL, 1, 365, false },
    { "portal_link_ask", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_link_promise", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_link_dispute", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_link_pay", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_support_act", "portal", SETTING_BOOL, "0", NULL, 0, 0, false },
    { "portal_promise_days", "portal", SETTING_INT, "14", NULL, 1, 365, false },
    { "portal_plan_parts", "portal", SETTING_INT, "3", NULL, 1, 12, false },
    { "portal_plan_days", "portal", SETTING_INT, "90", NULL, 1, 730, false },
    { "portal_pay_part", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_pay_credits", "portal", SETTING_BOOL, "1", NULL, 0, 0, false },
    { "portal_pay_days", "portal", SETTING_INT, "14", NULL, 1, 90, false },
    { "portal_pay_minutes", "portal", SETTING_INT, "30", NULL, 5, 1440, false },
    { "transfer_hold_days", "portal", SETTING_INT, "5", NULL, 0, 30, false },
    { "autopay_who", "portal", SETTING_ENUM, "everybody", AUTOPAY_WHO, 0, 0, false },
    { "autopay_tag", "portal", SETTING_TEXT, "autopay", NULL, 1, TAG__MAX, false },
    { "autopay_notice_days", "portal", SETTING_INT, "3", NULL, 1, 14, false },
    { "autopay_retry_days", "portal", SETTING_INT, "0", NULL, 0, 14, false },
    { .name = NULL },
};
/* clang-format on */

const char *
setting_kind_name(enum setting_kind kind)
{
    static const char *const NAME[] = { [SETTING_TEXT] = "text",
        [SETTING_PROSE] = "prose",
        [SETTING_INT] = "int",
        [SETTING_BOOL] = "bool",
        [SETTING_ENUM] = "enum",
        [SETTING_CURRENCY] = "currency",
        [SETTING_MONEY] = "money",
        [SETTING_IBAN] = "iban",
        [SETTING_BIC] = "bic",
        [SETTING_IMAGE] = "image" };

    return NAME[kind];
}

const struct setting_def *
setting_find(const char *name)
{
    for (const struct setting_def *d = SETTINGS; d->name; d++)
        if (!strcmp(d->name, name))
            return d;
    return NULL;
}
