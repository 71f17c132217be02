#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Second factor by RFC 6238: SHA-1, 30 seconds, 6 digits. Secrets are base32, as
 * authenticator programs take them. */
enum { TOTP_STEP_S = 30, TOTP_WINDOW = 1, TOTP_CODE__SIZE = 7 };

char *totp_new_secret(struct arena *a); /* 160 random bits */

/* The code at that instant; ERR_INVALID when the secret is no base32. */
enum err totp_code(const char *secret, int64_t at, char out[static TOTP_CODE__SIZE]);

/*
 * OK          the code is right now or within TOTP_WINDOW steps before or
 *             after. *step is the step it belongs to: store it, and refuse a
 *             code whose step is not greater, so that none works twice
 * ERR_DENIED  wrong code     ERR_INVALID  the secret is no base32
 */
enum err totp_check(const char *secret, const char *code, int64_t at, uint64_t *step);

/* otpauth://totp/… for the QR code. */
char *totp_uri(
    struct arena *a, const char *issuer, const char *account, const char *secret);

#endif
