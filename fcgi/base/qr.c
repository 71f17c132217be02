#include "base/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum err
qr_make(struct arena *a, const char *text, struct qr *out)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

    if (!code) {
        if (errno == ENOMEM)
            abort();
        return errno == ERANGE ? ERR_LIMIT : ERR_INVALID;
    }
    out->side = (size_t)code->width;
    out->row = arena_new_n(a, out->side, const char *);
    for (size_t y = 0; y < out->side; y++) {
        char *row = arena_alloc(a, out->side + 1);

        for (size_t x = 0; x < out->side; x++)
            row[x] = code->data[y * out->side + x] & 1 ? '1' : '0';
        out->row[y] = row;
    }
    QRcode_free(code);
    return OK;
}
