#ifndef DOMAIN_FEE_H
#define DOMAIN_FEE_H

#include "base/err.h"
#include "domain/snapshot.h"
#include "domain/strategy.h"

/*
 * What a step claims at hand-over, with all it was computed from. A step without a
 * fee, a currency the step or the law does not list, and a residual of nothing
 * give no fee.
 */

enum { FEE_TIERS__MAX = 8 };

/* The fixed sum a law gives for one claim; data of a country pack, by validity. */
struct fee_law {
    const char *basis; /* "Directive 2011/7/EU, article 6" */
    char currency[4];
    bool consumers; /* holds for consumers too */
    struct {
        int64_t below_minor; /* residual below that; INT64_MAX in the last */
        int64_t minor;
    } tiers[FEE_TIERS__MAX]; /* ascending */
    size_t tiers_n;
};

/* A fee and its inputs, as fee_claim keeps them. */
struct fee {
    int64_t minor;       /* 0: no fee */
    int64_t base_minor;  /* the residual */
    int64_t rate_e6;     /* 0 for a fixed sum */
    int64_t fixed_minor; /* 0 for a percentage */
    int32_t days;        /* late on the day of the claim */
    const char *basis;   /* "contract", or the law's */
};

/*
 * residual_minor is what is open of the instalment, no fees in it. Percentages
 * round half up. law may be NULL: the country has none.
 *
 * ERR_INVALID  the percentage overflows; out has no fee
 */
enum err fee_of_step(const struct step_fee *f, const struct fee_law *law,
    enum customer_kind kind, const char currency[4], int64_t residual_minor,
    int32_t days_late, struct fee *out);

/* The fixed sum for a residual; 0 when no tier fits. */
int64_t fee_law_minor(const struct fee_law *law, int64_t residual_minor);

#endif
