#include "service/report_view.h"

#include <string.h>

#include "base/text.h"
#include "store/q_report_view.h"

const char *const REPORT_KIND[REPORT_KIND__N] = { "text", "amount", "number", "day",
    "instant", "yes_no" };

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
OPENS(documents)
OPENS(accounts)
OPENS(daily_balance)

static enum err
open_open_items(struct db *db, uint64_t scope, int32_t today, struct db_stream **out)
{
    struct report_rows_open_items_stream s = { 0 };
    enum err e = report_rows_open_items_open(&s, db, scope, today);

    *out = s.at;
    return e;
}

#define VIEW(id, table, at, ...)                                                 \
    {                                                                            \
        .name = #id, .meaning = { __VA_ARGS__ }, .column = REPORT_##table,       \
        .stmt = &REPORT_ROWS_##table##_STMT, .currency = (at), .open = open_##id \
    }

enum { AFTER_CUSTOMER = 3, AFTER_DIVISION = 1 };

const struct report_view REPORT_VIEWS[] = {
    VIEW(open_items, OPEN_ITEMS, AFTER_CUSTOMER,
        "What customers owe: a row for each instalment with something open",
        "Was Kunden schulden: eine Zeile je Rate, von der etwas offen ist",
        "Ce que doivent les clients : une ligne par échéance dont une part est "
        "ouverte"),
    VIEW(open_credits, OPEN_CREDITS, AFTER_CUSTOMER,
        "Payments and credit notes that settle nothing yet, to be taken off what is "
        "owed",
        "Zahlungen und Gutschriften, die noch nichts ausgleichen; von der Schuld "
        "abzuziehen",
        "Paiements et avoirs qui ne soldent encore rien, à déduire de ce qui est dû"),
    VIEW(payments, PAYMENTS, AFTER_CUSTOMER, "Payments that came in",
        "Zahlungen, die eingingen", "Paiements reçus"),
    VIEW(allocations, ALLOCATIONS, AFTER_CUSTOMER,
        "Which payment or credit note settled which document, by how much and when",
        "Welche Zahlung oder Gutschrift welchen Beleg ausglich, um wie viel und wann",
        "Quel paiement ou avoir a soldé quelle pièce, de combien et quand"),
    VIEW(promises, PROMISES, AFTER_CUSTOMER,
        "What customers promised to pay, and what became of it",
        "Was Kunden zu zahlen zusagten und was daraus wurde",
        "Ce que les clients ont promis de payer, et ce qu'il en est advenu"),
    VIEW(disputes, DISPUTES, AFTER_CUSTOMER,
        "Parts of documents that customers dispute",
        "Teile von Belegen, die Kunden bestreiten",
        "Parts de pièces que les clients contestent"),
    VIEW(messages, MESSAGES, AFTER_CUSTOMER, "Mails and letters to customers",
        "E-Mails und Briefe an Kunden", "E-mails et lettres aux clients"),
    VIEW(documents, DOCUMENTS, AFTER_CUSTOMER,
        "Every invoice, fee, refund and credit note, settled ones too",
        "Jede Rechnung, Gebühr, Erstattung und Gutschrift, auch ausgeglichene",
        "Chaque facture, frais, remboursement et avoir, soldés compris"),
    VIEW(accounts, ACCOUNTS, AFTER_CUSTOMER,
        "Customers: a row for each division and currency in which one has an account",
        "Kunden: eine Zeile je Bereich und Währung, in denen einer ein Konto hat",
        "Clients : une ligne par division et devise où l'un d'eux a un compte"),
    VIEW(daily_balance, DAILY_BALANCE, AFTER_DIVISION,
        "What was open, sold and paid day by day, of a division and currency",
        "Was Tag für Tag offen war, verkauft und bezahlt wurde, je Bereich und Währung",
        "Ce qui était ouvert, vendu et payé jour après jour, par division et devise"),
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
    for (size_t i = 0; v->column[i].name; i++)
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
        c.empty = c.number == U32_NONE;
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
