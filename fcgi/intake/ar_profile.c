#include "intake/ar_profile.h"

#include "base/money.h"

static const char *const NAMES[AR_FIELD__MAX] = { "source_id", "number", "kind",
    "customer", "customer_name", "country", "language", "email", "division",
    "issued_on", "due_on", "amount", "currency", "reference", "status", "version",
    "settled_on", "settled_amount" };

const char *
ar_field_name(enum ar_field f)
{
    return f < AR_FIELD__MAX ? NAMES[f] : NULL;
}

const char *
ar_profile_fault(const struct ar_profile *p)
{
    static const enum ar_field need[] = { AR_NUMBER, AR_CUSTOMER, AR_ISSUED_ON,
        AR_AMOUNT };

    if (!p->source_system || !p->source_system[0])
        return "the profile names no source_system";
    for (size_t i = 0; i < sizeof need / sizeof *need; i++)
        if (!p->column[need[i]] || p->optional[need[i]])
            return need[i] == AR_NUMBER     ? "the profile needs a column for number"
                   : need[i] == AR_CUSTOMER ? "the profile needs a column for customer"
                   : need[i] == AR_ISSUED_ON
                       ? "the profile needs a column for issued_on"
                       : "the profile needs a column for amount";
    if (!p->currency && !p->column[AR_CURRENCY])
        return "the profile needs a currency, or a column for it";
    if (p->currency && !money_known(p->currency))
        return "the profile's currency is unknown";
    if (p->decimal && p->decimal == p->group)
        return "decimal and group are the same mark";
    if (p->column[AR_SETTLED_AMOUNT] && !p->column[AR_SETTLED_ON])
        return "settled_amount needs settled_on";
    return NULL;
}
