#ifndef DOMAIN_IBAN_H
#define DOMAIN_IBAN_H

#include <stdbool.h>

/* Letters and digits alone, in capitals: country, check digits that are right (ISO
 * 7064, mod 97), 15 to 34 in all. */
bool iban_is_valid(const char *iban);

/* Eight or eleven letters and digits of ISO 9362, in capitals. */
bool bic_is_valid(const char *bic);

#endif
