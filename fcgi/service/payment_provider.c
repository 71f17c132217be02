#include "service/payment_provider.h"

#include <string.h>

#include "base/text.h"
#include "domain/creditor_reference.h"
#include "store/setting.h"

const struct payment_provider *const PAYMENT_PROVIDERS[] = { &PAYMENT_STRIPE,
    &PAYMENT_TRANSFER, &PAYMENT_SANDBOX, NULL };

const struct payment_provider *
payment_provider_find(const char *code)
{
    for (size_t i = 0; PAYMENT_PROVIDERS[i]; i++)
        if (text_eq(PAYMENT_PROVIDERS[i]->code, code))
            return PAYMENT_PROVIDERS[i];
    return NULL;
}

bool
payment_provider_offered(const struct payment_provider *p, const char *list)
{
    size_t n = strlen(p->code);

    for (; *list; list += strcspn(list, ","), list += *list == ',')
        if (strcspn(list, ",") == n && !memcmp(list, p->code, n))
            return true;
    return false;
}

/* -- bank transfer -------------------------------------------------------- */

/* The customer sends the money himself, with a reference of this payment alone; it
 * settles when a payment that carries it comes in. */

static bool
transfer_ready(
    struct db *db, struct arena *a, const struct payment_env *, const char **why)
{
    const char *iban;

    if (setting_read(db, a, "company.iban", "", &iban) || !iban_valid(iban)) {
        *why = "The letterhead has no bank account (IBAN).";
        return false;
    }
    return true;
}

const struct payment_provider PAYMENT_TRANSFER = {
    .code = "transfer", .slow = true, .ready = transfer_ready
};
