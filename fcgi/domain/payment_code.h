#ifndef DOMAIN_PAYMENT_CODE_H
#define DOMAIN_PAYMENT_CODE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * What a banking app reads off paper: the quick response code of the European
 * Payments Council, EPC069-12, version 002, UTF-8. For transfers in euro. Pure.
 */
struct payment_code {
    const char *name;      /* who is paid; cut at 70 characters */
    const char *iban;      /* blanks do not count */
    const char *bic;       /* NULL or "": none, which version 002 allows */
    const char *reference; /* ISO 11649; NULL or "": none */
    int64_t minor;         /* cents, 1 to 99999999999 */
};

/*
 * The text of the code, in the arena.
 * ERR_INVALID  no name, no proper account number or reference, a BIC that is none, or
 *              an amount that such a code cannot hold
 */
enum err payment_code_text(
    struct arena *a, const struct payment_code *code, const char **out);

#endif
