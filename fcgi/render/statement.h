#ifndef RENDER_STATEMENT_H
#define RENDER_STATEMENT_H

#include "render/paper.h"

/* What all documents to a customer have in common. */
struct to_customer {
    const struct paper_head *head;
    const char *name, *number;
    const char *const *to; /* lines of the address, the name first */
    size_t to_n;
    const char *locale, *language; /* "de-CH", "de" */
    const char *currency;
    int32_t today;
};

/* How to pay, where it can be said; all NULL: it is left out. */
struct how_to_pay {
    int64_t minor;
    const char *reference; /* as people read it */
    const char *code;      /* for banking apps; NULL: none */
};

/* An account in one currency over a period. */
struct statement_line {
    int32_t on, due_on; /* due_on DAY_NONE: nothing falls due */
    const char *kind, *number;
    int64_t debit_minor, credit_minor;
};

struct statement {
    struct to_customer c;
    int32_t from_on, to_on;
    int64_t opening_minor;
    const struct statement_line *lines;
    size_t n;
    int64_t overdue_minor; /* as of today; 0: not mentioned */
    struct how_to_pay pay;
};

/* What stands under a statement's lines; the PDF and the page agree on it. */
struct statement_sums {
    int64_t debit_minor, credit_minor, closing_minor;
};
/* ERR_INVALID: a sum overflows */
enum err statement_sums(const struct statement *s, struct statement_sums *out);

/* Adds it to a file. ERR_INVALID: a sum overflows; nothing is added */
enum err statement_add(struct paper *p, struct arena *a, const struct statement *s);

/* The facts that begin each document: customer number and date. The words are the
 * reader's. Returns how many were written. */
size_t customer_facts(
    struct arena *a, const struct to_customer *c, struct paper_fact *out);
/* The block "how to pay"; nothing without an account or amount. */
void customer_pay(struct paper *p, struct arena *a, const struct to_customer *c,
    const struct how_to_pay *pay);

#endif
