#ifndef DOMAIN_CREDITOR_REFERENCE_H
#define DOMAIN_CREDITOR_REFERENCE_H

#include <stdbool.h>

#include "base/err.h"

/*
 * The reference a payer gives, ISO 11649: "RF", two check digits, and up to 21
 * letters or digits of the creditor's own. Pure.
 */
enum { CREDITOR_REFERENCE__MAX = 25, CREDITOR_REFERENCE__SIZE = 26 };

/*
 * Of our own number, such as that of a customer or an invoice: its letters and
 * digits in upper case, all else left out; of a longer one the last 21.
 * ERR_INVALID  it has no letter or digit; out is untouched
 */
enum err creditor_reference(
    const char *number, char out[static CREDITOR_REFERENCE__SIZE]);

/* Whether it is one and its check digits are right; blanks between do not count. */
bool creditor_reference_valid(const char *text);

/* The references that stand somewhere in a text, with blanks or without: calls found
 * for each. One may be the start of another; the caller knows his own. */
void creditor_references_in(
    const char *text, void (*found)(void *ctx, const char *reference), void *ctx);

/* "RF18 5390 0754 7034": in groups of four, as people read it. */
enum { CREDITOR_REFERENCE_TEXT__SIZE = 33 };
char *creditor_reference_text(
    const char *reference, char out[static CREDITOR_REFERENCE_TEXT__SIZE]);

/* An international account number with the right check digits, ISO 13616; blanks
 * between do not count. */
bool iban_valid(const char *text);

#endif
