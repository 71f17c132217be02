#ifndef INTAKE_AR_PROFILE_H
#define INTAKE_AR_PROFILE_H

#include "base/date.h"
#include "intake/csv.h"

/*
 * How a file of invoices and settlements is written: which column is what, and how
 * amounts, dates and letters are. Filled from an import profile; texts belong to
 * whoever filled it.
 */
enum ar_field {
    AR_SOURCE_ID, /* of the document; absent: its number */
    AR_NUMBER,
    AR_KIND, /* invoice | credit | payment; absent: invoice */
    AR_CUSTOMER,
    AR_CUSTOMER_NAME,
    AR_COUNTRY,
    AR_LANGUAGE,
    AR_EMAIL, /* where reminders go */
    AR_DIVISION,
    AR_ISSUED_ON,
    AR_DUE_ON,
    AR_AMOUNT,
    AR_CURRENCY,
    AR_REFERENCE,
    AR_STATUS, /* posted | cancelled */
    AR_VERSION,
    AR_SETTLED_ON, /* a payment of the whole, or of settled_amount, on that day */
    AR_SETTLED_AMOUNT,
    AR_FIELD__MAX
};

enum { AR_LIST__MAX = 100 };

struct ar_profile {
    const char *name; /* of the profile */
    const char *source_system;
    enum csv_encoding encoding;
    char delimiter;
    bool has_date_order;
    enum date_order date_order;
    char decimal, group;  /* 0: not said, none */
    const char *currency; /* of rows without a column for it; NULL */
    const char *division; /* the same */
    bool known_effective; /* a load of history: known when it became effective */
    const char *column[AR_FIELD__MAX]; /* name in the file; NULL: it has none */
    bool optional[AR_FIELD__MAX];      /* the column may be missing */
    const char *ignore[AR_LIST__MAX];  /* columns nobody reads */
    size_t ignore_n;
    const char *filled[AR_LIST__MAX]; /* columns that must not be blank */
    size_t filled_n;
};

/* Its name in profiles: "issued_on"; NULL past the end. */
const char *ar_field_name(enum ar_field f);

/* What is wrong with the profile itself, or NULL. */
const char *ar_profile_fault(const struct ar_profile *p);

#endif
