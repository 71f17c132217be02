#include "domain/fee.h"

#include <string.h>

#include "base/money.h"

int64_t
fee_law_minor(const struct fee_law *law, int64_t residual_minor)
{
    for (size_t k = 0; k < law->tiers_n; k++)
        if (residual_minor < law->tiers[k].below_minor)
            return law->tiers[k].minor;
    return 0;
}

static int64_t
fixed_minor(const struct step_fee *f, const char *currency)
{
    for (size_t k = 0; k < f->fixed_n; k++)
        if (memcmp(f->fixed[k].currency, currency, 3) == 0)
            return f->fixed[k].minor;
    return 0;
}

static bool
law_holds(const struct fee_law *law, enum customer_kind kind, const char *currency)
{
    return law && memcmp(law->currency, currency, 3) == 0 &&
           (kind != CUSTOMER_CONSUMER || law->consumers);
}

enum err
fee_of_step(const struct step_fee *f, const struct fee_law *law,
    enum customer_kind kind, const char currency[4], int64_t residual_minor,
    int32_t days_late, struct fee *out)
{
    *out = (struct fee){
        .base_minor = residual_minor,
        .days = days_late,
        .basis = "contract",
    };
    if (residual_minor <= 0)
        return OK;
    switch (f->kind) {
    case FEE_NONE:
        return OK;
    case FEE_FIXED:
        out->fixed_minor = out->minor = fixed_minor(f, currency);
        return OK;
    case FEE_PERCENT:
        out->rate_e6 = f->rate_e6;
        return money_percent(residual_minor, f->rate_e6, &out->minor);
    case FEE_LEGAL:
        if (!law_holds(law, kind, currency))
            return OK;
        out->basis = law->basis;
        out->fixed_minor = out->minor = fee_law_minor(law, residual_minor);
        return OK;
    }
    return ERR_BUG;
}
