#ifndef INTAKE_AR_ROWS_H
#define INTAKE_AR_ROWS_H

#include "base/arena.h"
#include "intake/ar_profile.h"

/*
 * Rows of a file of invoices and settlements, read by a profile. Pure: the same
 * row gives the same record or the same faults.
 */
enum ar_kind { AR_INVOICE, AR_CREDIT, AR_PAYMENT };

#define AR_DAY_NONE INT32_MIN

struct ar_record {
    uint64_t line_no;
    enum ar_kind kind;
    const char *source_id, *number, *customer;
    const char *customer_name, *country, *language, *email, *division, *reference;
    int32_t issued_on;
    int32_t due_on; /* AR_DAY_NONE: the file has none */
    int64_t amount_minor;
    char currency[4];
    bool cancelled;
    uint64_t version;
    int32_t settled_on;    /* AR_DAY_NONE: not settled */
    int64_t settled_minor; /* of the same currency */
};

struct ar_fault {
    const char *column; /* as the file calls it; "" the row */
    const char *value, *reason;
};

enum { AR_FAULTS__MAX = 16 };

struct ar_faults {
    struct ar_fault list[AR_FAULTS__MAX];
    size_t n;
};

/* Where the fields stand in this file. */
struct ar_header {
    const struct ar_profile *profile;
    int at[AR_FIELD__MAX]; /* -1: not there */
    int filled[AR_LIST__MAX];
    const char *const *names; /* [n], in the arena */
    size_t n;
};

/*
 * Reads the first row. ERR_INVALID: a column is missing, unknown or there twice;
 * *why tells all of them.
 */
enum err ar_header_read(struct ar_header *h, struct arena *a,
    const struct ar_profile *profile, const struct csv_row *row, const char **why);

/* ERR_INVALID: the faults tell why, each with column, value and reason; all of a row
 * at once. Texts of both live in the arena. */
enum err ar_record_read(const struct ar_header *h, struct arena *a,
    const struct csv_row *row, struct ar_record *out, struct ar_faults *faults);

#endif
