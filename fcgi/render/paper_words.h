#ifndef RENDER_PAPER_WORDS_H
#define RENDER_PAPER_WORDS_H

/*
 * The words of a document itself, in English, German and French. The reader's language
 * is a BCP 47 tag; one that we do not have is English.
 */
enum paper_word {
    WORD_STATEMENT,
    WORD_INVOICE,
    WORD_CREDIT,
    WORD_COPY,
    WORD_CUSTOMER,
    WORD_DATE,
    WORD_PERIOD,
    WORD_CURRENCY,
    WORD_DOCUMENT,
    WORD_NUMBER,
    WORD_DUE,
    WORD_DEBIT,
    WORD_CREDITED,
    WORD_BALANCE,
    WORD_OPENING,
    WORD_CLOSING,
    WORD_SUM,
    WORD_PAY,
    WORD_PAYEE,
    WORD_ACCOUNT,
    WORD_BIC,
    WORD_REFERENCE,
    WORD_AMOUNT,
    WORD_SCAN,
    WORD_DESCRIPTION,
    WORD_QUANTITY,
    WORD_UNIT_PRICE,
    WORD_TAX,
    WORD_TOTAL,
    WORD_OPEN,
    WORD_YOUR_REFERENCE,
    WORD_INSTALMENT,
    WORD_PAID,
    WORD_OVERDUE,
    WORD_NOTHING,
    WORD_PAGE_OF,
    WORD_ENCLOSED,
    WORD_KIND_INVOICE,
    WORD_KIND_CREDIT,
    WORD_KIND_PAYMENT,
    WORD_KIND_REFUND,
    WORD_KIND_FEE,
    WORD_KIND_INTEREST,
    WORD_KIND_WRITE_OFF,
    WORD_KIND_TRANSFER,
    WORD__MAX
};

const char *paper_word(const char *language, enum paper_word word);

/* "invoice" is "Rechnung"; a kind that we do not know stays as it is. */
const char *paper_kind(const char *language, const char *kind);

#endif
