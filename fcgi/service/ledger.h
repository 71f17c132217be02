#ifndef SERVICE_LEDGER_H
#define SERVICE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * The one way into the ledger for what other systems know: customers, contacts,
 * documents, allocations and their reversals, one or thousands at a time.
 *
 * A row is known by (source system, kind, source id). Sent twice it changes
 * nothing; an older version than the one stored is ignored; a row whose partner has
 * not arrived waits parked and is applied when it does. So the same rows in any
 * order and any cutting into batches give the same ledger.
 *
 * Nothing here is guessed: what does not add up is refused, row by row.
 */
enum {
    LEDGER_BATCH__MAX = 5000, /* rows of a batch from outside */
    LEDGER_CALL__MAX = 30000, /* rows of one call */
    LEDGER_INSTALMENTS__MAX = 120,
    LEDGER_LINES__MAX = 500,
    LEDGER_ADDRESSES__MAX = 20,
    LEDGER_ID__MAX = 128, /* bytes of a source id */
};

enum ledger_kind {
    LEDGER_CUSTOMER,
    LEDGER_CONTACT,
    LEDGER_INVOICE,
    LEDGER_CREDIT,
    LEDGER_PAYMENT,
    LEDGER_ALLOCATION,
    LEDGER_REVERSAL, /* source_id is that of the allocation it undoes */
    LEDGER_KIND__MAX
};

/* As item.kind, parked_row.object_kind and the API spell it. */
const char *ledger_kind_name(enum ledger_kind kind);

struct ledger_address {
    const char *kind; /* billing | shipping */
    const char *line1, *line2, *postcode, *city, *region, *country;
};

/* Text that is NULL is unknown; status, kind and language are never NULL. */
struct ledger_customer {
    const char *number, *name, *parent; /* parent: source id */
    const char *status, *kind, *language, *time_zone, *country, *region, *tax_id;
    const char *payment_method;
    uint32_t terms_days;        /* U32_NONE */
    int64_t credit_limit_minor; /* I64_NONE */
    char credit_currency[4];
    int32_t since_on; /* DAY_NONE */
    bool has_addresses;
    struct ledger_address *addresses;
    size_t addresses_n;
    bool keep; /* one that exists stays as it is */
};

struct ledger_contact {
    const char *customer; /* source id */
    const char *name, *email, *phone, *language, *time_zone;
    const char *roles; /* "billing,statement", in the order of the column */
    bool email_consent, active;
};

struct ledger_instalment {
    int32_t due_on;
    int64_t minor;
};

struct ledger_line {
    const char *description, *order_number;
    const char *quantity, *tax_rate; /* decimal texts or NULL */
    int64_t unit_minor, tax_minor;   /* I64_NONE */
    int64_t amount_minor;
};

/* An invoice, credit note or payment. */
struct ledger_document {
    const char *customer; /* source id */
    const char *division; /* code; NULL: the only one there is */
    const char *number, *reference, *payment_method, *payer_name, *note;
    int32_t issued_on;
    int32_t due_on; /* DAY_NONE: ages by its document date, and is flagged */
    int64_t amount_minor;
    char currency[4];
    bool cancelled;
    struct ledger_instalment *instalments; /* none: one, of all, on due_on */
    size_t instalments_n;
    bool has_lines;
    struct ledger_line *lines;
    size_t lines_n;
};

struct ledger_allocation {
    enum ledger_kind credit_kind; /* LEDGER_PAYMENT or LEDGER_CREDIT */
    const char *credit, *invoice; /* source ids */
    uint32_t instalment;          /* seq; 0: the only one */
    const char *amount;           /* decimal text, in the invoice's currency */
    const char *credit_amount;    /* in the credit's; NULL: the same */
    int32_t effective_on;
    const char *reason;
};

struct ledger_reversal {
    int32_t effective_on;
    const char *reason;
};

struct ledger_row {
    enum ledger_kind kind;
    const char *source_id;
    uint64_t source_version; /* 0: the source counts none, the last one wins */
    int64_t known_at;        /* INSTANT_NONE: now */
    bool known_assumed;      /* known when it became effective: a load of history */
    bool skip;               /* leave this row and its result alone */
    union {
        struct ledger_customer customer;
        struct ledger_contact contact;
        struct ledger_document document;
        struct ledger_allocation allocation;
        struct ledger_reversal reversal;
    };
};

enum ledger_status {
    LEDGER_CREATED,
    LEDGER_CHANGED,
    LEDGER_SAME,
    LEDGER_OLDER,
    LEDGER_PARKED,
    LEDGER_REFUSED,
    LEDGER_STATUS__MAX
};

/* "created" … "parked", "error" */
const char *ledger_status_name(enum ledger_status status);

struct ledger_result {
    enum ledger_status status;
    uint64_t id;           /* ours; 0 where there is none */
    const char *field;     /* what is wrong: "amount"; "" the row */
    const char *message;   /* and why; NULL unless refused */
    const char *waits_for; /* "customer/4711" of a parked row */
};

/* Customers that an import told on their timeline already. */
struct ledger_seen;

struct ledger_call {
    const char *source_system;
    const struct actor *by;
    const char *client_id; /* of an integrator; NULL */
    bool atomic;           /* one refused row undoes all */
    /* An import: one line a customer on the timeline, not one a row. */
    const char *import_title; /* NULL: no import */
    uint64_t import_id;
    struct ledger_seen *seen;
};

struct ledger_seen *ledger_seen_new(struct arena *a);

/*
 * Applies n <= LEDGER_CALL__MAX rows in one transaction and fills results[n]; texts
 * of results live in the arena. Then applies what had waited for them.
 *
 * OK           look at the results
 * ERR_INVALID  atomic, and a row was refused: nothing was written
 * ERR_LIMIT    more rows than that
 */
enum err ledger_apply(struct db *db, struct arena *a, const struct ledger_call *call,
    struct ledger_row *rows, size_t n, struct ledger_result *results);

/* Tries every parked row again whose partner is there by now; *applied counts
 * those that no longer wait. For the worker, and after a crash. */
enum err ledger_retry_parked(
    struct db *db, struct arena *a, const struct actor *by, uint64_t *applied);

#endif
