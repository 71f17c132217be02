#include "service/report_view.h"

#include <string.h>

#include "base/text.h"
#include "store/q_report_view.h"

const char *const REPORT_KIND[REPORT_KIND__N] = { "text", "amount", "number", "day",
    "instant", "yes_no" };

#define CUSTOMER                                                              \
    { "customer_number", "The customer's number, as the accounting has it" }, \
    {                                                                         \
        "customer_name", "The customer's name"                                \
    }
#define DIVISION                                        \
    {                                                   \
        "division", "Code of the division that is owed" \
    }
#define CURRENCY                                               \
    {                                                          \
        "currency", "ISO 4217 code of the amounts of this row" \
    }
#define REFERENCE                                          \
    {                                                      \
        "reference", "Purchase order or payment reference" \
    }

/* clang-format off */
static const struct report_column OPEN_ITEMS[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "document_number", "Number of the invoice, fee or other document that is owed" },
    { "kind", "invoice, refund, fee or interest" },
    { "instalment", "Which instalment of the document this row is, from 1" },
    REFERENCE,
    { "issued_on", "Date of the document" },
    { "due_on", "Day on which the instalment is due" },
    { "days_late", "Days from the due date to the day of the report; negative before it" },
    { "age", "How late: not due, 1-30, 31-60, 61-90, 91+ days after the due date" },
    { "amount", "Amount of the instalment" },
    { "open", "What of it is not settled" },
};
static const struct report_column OPEN_CREDITS[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "document_number", "Number of the payment or credit note" },
    { "kind", "payment or credit" },
    REFERENCE,
    { "issued_on", "Value date of the payment, date of the credit note" },
    { "amount", "Amount of the payment or credit note" },
    { "open", "What of it settles no document yet" },
};
static const struct report_column PAYMENTS[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "payment_number", "Number of the payment" },
    REFERENCE,
    { "payer_name", "Who paid, as the bank says" },
    { "payment_method", "How it was paid: transfer, card, direct_debit …" },
    { "source_system", "Which system told of the payment" },
    { "received_on", "Value date" },
    { "status", "posted, or cancelled" },
    { "amount", "Amount of the payment" },
    { "unapplied", "What of it settles no document yet" },
};
static const struct report_column ALLOCATIONS[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "document_number", "Number of the document that was settled" },
    { "document_kind", "invoice, refund, fee or interest" },
    { "instalment", "Which instalment of the document, from 1" },
    { "credit_number", "Number of the payment or credit note that settled it" },
    { "credit_kind", "payment, credit or write_off" },
    { "issued_on", "Date of the document" },
    { "due_on", "Day on which the instalment is due" },
    { "effective_on", "Day from which it counts as settled" },
    { "days_late", "Days from the due date to that day; negative: before it was due" },
    { "reversal", "Whether the row takes an earlier one back; its amount is negative" },
    { "amount", "What was settled, in the currency of the document" },
};
static const struct report_column PROMISES[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "made_on", "Day on which the customer promised" },
    { "promised_on", "Day by which the customer promised to pay" },
    { "judged_on", "Day at whose end the promise is kept or broken" },
    { "channel", "How it was promised: call, mail, portal, chat or import" },
    { "state", "open, kept, partly, broken or cancelled, at the last evaluation" },
    { "amount", "Amount promised" },
    { "kept", "What of it was paid in time" },
};
static const struct report_column DISPUTES[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "document_number", "Number of the document that is disputed" },
    { "kind", "dispute, or deduction: the customer paid less" },
    { "reason_code", "Why, by the company's list of reasons" },
    { "state", "open, approval (waits for a second person) or closed" },
    { "resolution", "How it ended: credit, reject, rebill, write_off or withdrawn" },
    { "owner_name", "Who sees to it" },
    { "opened_on", "Day on which it was opened" },
    { "target_on", "Day by which it is to be resolved" },
    { "closed_on", "Day on which it was closed, UTC" },
    { "amount", "Part of the document that is disputed" },
};
static const struct report_column MESSAGES[] = {
    CUSTOMER, DIVISION, CURRENCY,
    { "channel", "email or letter" },
    { "kind", "upcoming, overdue, manual (a person wrote it) or system" },
    { "template", "Which text it is" },
    { "step", "The highest step of the strategy in it" },
    { "state", "planned, claimed, sending, handed_over, failed, cancelled or uncertain" },
    { "cause", "Why it has not arrived; empty: nothing is the matter" },
    { "subject", "Its subject, once it was written" },
    { "created_at", "When it was planned, UTC" },
    { "handed_at", "When it was handed to the mail server or the post, UTC" },
    { "handed_on", "That day, by the clock of the division" },
    { "total", "What it asks for" },
};
static const struct report_column DAILY_BALANCE[] = {
    DIVISION, CURRENCY,
    { "day", "The day; what is open is open in its evening" },
    { "not_due", "Open and not due yet" },
    { "late_30", "Open, 1 to 30 days after the due date" },
    { "late_60", "Open, 31 to 60 days after the due date" },
    { "late_90", "Open, 61 to 90 days after the due date" },
    { "late_91", "Open, 91 and more days after the due date" },
    { "unapplied", "Payments and credit notes that settle nothing yet; to be taken off" },
    { "sales", "Invoices less credit notes of that day" },
    { "written_off", "Written off on that day" },
    { "paid", "Invoices settled by payments on that day" },
    { "disputed", "In open disputes" },
    { "promised", "In promises that are not judged yet" },
};
/* clang-format on */

#define OPENS(name)                                                           \
    static enum err open_##name(                                              \
        struct db *db, uint64_t scope, int32_t today, struct db_stream **out) \
    {                                                                         \
        struct report_rows_##name##_stream s = { 0 };                         \
        enum err e = report_rows_##name##_open(&s, db, scope);                \
                                                                              \
        (void)today;                                                          \
        *out = s.at;                                                          \
        return e;                                                             \
    }

OPENS(open_credits)
OPENS(payments)
OPENS(allocations)
OPENS(promises)
OPENS(disputes)
OPENS(messages)
OPENS(daily_balance)

static enum err
open_open_items(struct db *db, uint64_t scope, int32_t today, struct db_stream **out)
{
    struct report_rows_open_items_stream s = { 0 };
    enum err e = report_rows_open_items_open(&s, db, scope, today);

    *out = s.at;
    return e;
}

#define VIEW(id, table, stmt, at, text)                                       \
    {                                                                         \
#id, (text), &(stmt), (table), sizeof(table) / sizeof *(table), (at), \
            open_##id                                                         \
    }

enum { AFTER_CUSTOMER = 3, AFTER_DIVISION = 1 };

const struct report_view REPORT_VIEWS[] = {
    VIEW(open_items, OPEN_ITEMS, REPORT_ROWS_OPEN_ITEMS_STMT, AFTER_CUSTOMER,
        "What customers owe: a row for each instalment with something open"),
    VIEW(open_credits, OPEN_CREDITS, REPORT_ROWS_OPEN_CREDITS_STMT, AFTER_CUSTOMER,
        "Payments and credit notes that settle nothing yet, to be taken off what is "
        "owed"),
    VIEW(payments, PAYMENTS, REPORT_ROWS_PAYMENTS_STMT, AFTER_CUSTOMER,
        "Payments that came in"),
    VIEW(allocations, ALLOCATIONS, REPORT_ROWS_ALLOCATIONS_STMT, AFTER_CUSTOMER,
        "Which payment or credit note settled which document, by how much and when"),
    VIEW(promises, PROMISES, REPORT_ROWS_PROMISES_STMT, AFTER_CUSTOMER,
        "What customers promised to pay, and what became of it"),
    VIEW(disputes, DISPUTES, REPORT_ROWS_DISPUTES_STMT, AFTER_CUSTOMER,
        "Parts of documents that customers dispute"),
    VIEW(messages, MESSAGES, REPORT_ROWS_MESSAGES_STMT, AFTER_CUSTOMER,
        "Mails and letters to customers"),
    VIEW(daily_balance, DAILY_BALANCE, REPORT_ROWS_DAILY_BALANCE_STMT, AFTER_DIVISION,
        "What was open, sold and paid day by day, of a division and currency"),
    { 0 },
};

const struct report_view *
report_view_find(const char *name)
{
    for (const struct report_view *v = REPORT_VIEWS; v->name; v++)
        if (text_eq(v->name, name))
            return v;
    return NULL;
}

bool
report_column_find(const struct report_view *v, const char *name, size_t *out)
{
    for (size_t i = 0; i < v->columns_n; i++)
        if (text_eq(v->column[i].name, name)) {
            *out = i;
            return true;
        }
    return false;
}

enum report_kind
report_column_kind(const struct report_view *v, size_t column)
{
    const struct db_field *f = &v->stmt->out[column];

    switch (f->type) {
    case DB_DAY:
        return REPORT_DAY;
    case DB_INSTANT:
        return REPORT_INSTANT;
    case DB_BOOL:
        return REPORT_BOOL;
    case DB_I64:
        /* x_minor is the amount x */
        return strlen(f->name) > strlen(v->column[column].name) ? REPORT_MONEY
                                                                : REPORT_NUMBER;
    case DB_U32:
        return REPORT_NUMBER;
    default:
        return REPORT_TEXT;
    }
}

struct report_cell
report_cell_of(const struct report_view *v, size_t column, const void *row)
{
    const struct db_field *f = &v->stmt->out[column];
    const char *at = (const char *)row + f->offset;
    struct report_cell c = { 0 };

    switch (f->type) {
    case DB_CUR:
        c.text = at;
        c.empty = !*at;
        break;
    case DB_DAY:
        c.number = *(const int32_t *)(const void *)at;
        c.empty = c.number == DAY_NONE;
        break;
    case DB_INSTANT:
    case DB_I64:
        c.number = *(const int64_t *)(const void *)at;
        c.empty = c.number == I64_NONE;
        break;
    case DB_U32:
        c.number = *(const uint32_t *)(const void *)at;
        break;
    case DB_BOOL:
        c.number = *(const bool *)(const void *)at;
        break;
    default:
        c.text = *(const char *const *)(const void *)at;
        c.empty = !c.text || !*c.text;
    }
    return c;
}
