#include "render/paper_words.h"

#include <string.h>

#include "base/language.h"

static const char *const WORDS[WORD__MAX][LANGUAGES] = {
    [WORD_STATEMENT] = { "Statement of account", "Kontoauszug", "Relevé de compte" },
    [WORD_INVOICE] = { "Invoice", "Rechnung", "Facture" },
    [WORD_CREDIT] = { "Credit note", "Gutschrift", "Avoir" },
    [WORD_COPY] = { "Copy", "Kopie", "Copie" },
    [WORD_CUSTOMER] = { "Customer number", "Kundennummer", "Numéro de client" },
    [WORD_DATE] = { "Date", "Datum", "Date" },
    [WORD_PERIOD] = { "Period", "Zeitraum", "Période" },
    [WORD_CURRENCY] = { "Currency", "Währung", "Devise" },
    [WORD_DOCUMENT] = { "Document", "Beleg", "Pièce" },
    [WORD_NUMBER] = { "Number", "Nummer", "Numéro" },
    [WORD_DUE] = { "Due", "Fällig", "Échéance" },
    [WORD_DEBIT] = { "Debit", "Soll", "Débit" },
    [WORD_CREDITED] = { "Credit", "Haben", "Crédit" },
    [WORD_BALANCE] = { "Balance", "Saldo", "Solde" },
    [WORD_OPENING] = { "Balance brought forward", "Saldovortrag", "Solde reporté" },
    [WORD_CLOSING] = { "Closing balance", "Schlusssaldo", "Solde final" },
    [WORD_SUM] = { "Turnover", "Umsatz", "Mouvements" },
    [WORD_PAY] = { "How to pay", "Zahlung", "Paiement" },
    [WORD_PAYEE] = { "Payee", "Empfänger", "Bénéficiaire" },
    [WORD_ACCOUNT] = { "IBAN", "IBAN", "IBAN" },
    [WORD_BIC] = { "BIC", "BIC", "BIC" },
    [WORD_REFERENCE] = { "Reference", "Referenz", "Référence" },
    [WORD_AMOUNT] = { "Amount", "Betrag", "Montant" },
    [WORD_SCAN] = { "Scan with your banking app", "Mit der Banking-App scannen",
        "À scanner avec votre application bancaire" },
    [WORD_DESCRIPTION] = { "Description", "Bezeichnung", "Désignation" },
    [WORD_QUANTITY] = { "Quantity", "Menge", "Quantité" },
    [WORD_UNIT_PRICE] = { "Unit price", "Einzelpreis", "Prix unitaire" },
    [WORD_TAX] = { "Tax", "Steuer", "Taxe" },
    [WORD_TOTAL] = { "Total", "Summe", "Total" },
    [WORD_OPEN] = { "Still open", "Noch offen", "Reste à payer" },
    [WORD_YOUR_REFERENCE] = { "Your reference", "Ihr Zeichen", "Votre référence" },
    [WORD_INSTALMENT] = { "Instalment", "Rate", "Versement" },
    [WORD_PAID] = { "Settled", "Ausgeglichen", "Réglé" },
    [WORD_OVERDUE] = { "Of this overdue", "Davon überfällig", "Dont échu" },
    [WORD_NOTHING] = { "Nothing was booked in this period.",
        "In diesem Zeitraum wurde nichts gebucht.",
        "Aucune écriture sur cette période." },
    [WORD_ENCLOSED] = { "Enclosed", "Anlagen", "Pièces jointes" },
    [WORD_PAGE_OF] = { "Page %u of %u", "Seite %u von %u", "Page %u sur %u" },
    [WORD_KIND_INVOICE] = { "Invoice", "Rechnung", "Facture" },
    [WORD_KIND_CREDIT] = { "Credit note", "Gutschrift", "Avoir" },
    [WORD_KIND_PAYMENT] = { "Payment", "Zahlung", "Paiement" },
    [WORD_KIND_REFUND] = { "Refund", "Erstattung", "Remboursement" },
    [WORD_KIND_FEE] = { "Fee", "Gebühr", "Frais" },
    [WORD_KIND_INTEREST] = { "Interest", "Zinsen", "Intérêts" },
    [WORD_KIND_WRITE_OFF] = { "Write-off", "Ausbuchung", "Passage en perte" },
    [WORD_KIND_TRANSFER] = { "Transfer", "Umbuchung", "Virement interne" },
};

const char *
paper_word(const char *language, enum paper_word word)
{
    return WORDS[word][language_of(language)];
}

const char *
paper_kind(const char *language, const char *kind)
{
    static const struct {
        const char *kind;
        enum paper_word word;
    } KINDS[] = {
        { "invoice", WORD_KIND_INVOICE },
        { "credit", WORD_KIND_CREDIT },
        { "payment", WORD_KIND_PAYMENT },
        { "refund", WORD_KIND_REFUND },
        { "fee", WORD_KIND_FEE },
        { "interest", WORD_KIND_INTEREST },
        { "write_off", WORD_KIND_WRITE_OFF },
        { "transfer", WORD_KIND_TRANSFER },
    };

    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (!strcmp(kind, KINDS[i].kind))
            return paper_word(language, KINDS[i].word);
    return kind;
}
