#ifndef RENDER_INVOICE_COPY_H
#define RENDER_INVOICE_COPY_H

#include "render/statement.h"

/* A document of the ledger as its reader sees it, where the original file is not at
 * hand: it says that it is a copy. */
struct invoice_copy_line {
    const char *description;
    const char *quantity, *tax_rate; /* decimal texts; NULL: not told */
    int64_t unit_minor;              /* I64_NONE, as below, where it is not told */
    int64_t amount_minor;
};

struct invoice_copy_due {
    int32_t on;
    int64_t amount_minor, open_minor;
};

struct invoice_copy_payment {
    int32_t on;
    const char *kind, *number;
    int64_t minor;
};

#define INVOICE_COPY_NONE INT64_MIN

struct invoice_copy {
    struct to_customer c;
    const char *kind, *number;
    const char *reference; /* the customer's own; NULL: none */
    int32_t issued_on;
    int64_t amount_minor, open_minor;
    const struct invoice_copy_line *lines; /* none: the amount alone */
    size_t lines_n;
    const struct invoice_copy_due *dues; /* none for a credit */
    size_t dues_n;
    const struct invoice_copy_payment *payments;
    size_t payments_n;
    struct how_to_pay pay;
};

void invoice_copy_add(struct paper *p, struct arena *a, const struct invoice_copy *i);

#endif
