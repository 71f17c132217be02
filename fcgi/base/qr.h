#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/arena.h"
#include "base/err.h"

/*
 * A QR code (error correction M) as rows of modules: side strings of side letters, '1'
 * dark and '0' light, without the quiet zone of four that has to stand around it.
 */
struct qr {
    size_t side;
    const char **row;
};

/* Text is UTF-8. ERR_LIMIT: longer than a code can hold. ERR_INVALID: it is empty. */
enum err qr_make(struct arena *a, const char *text, struct qr *out);

#endif
