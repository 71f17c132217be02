/* Any bytes as a file: read whole or in pieces, the rows are the same; they are UTF-8,
 * in the order of their lines. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
    if (!ok)
        abort();
}

struct told {
    struct arena *a;
    struct buf b;
    uint64_t line_no;
};

static enum err
each(void *ctx, const struct csv_row *row)
{
    struct told *t = ctx;
    const char *text = csv_row_text(t->a, row, ';');

    check(row->line_no > t->line_no && row->n <= CSV_COLUMNS__MAX);
    t->line_no = row->line_no;
    check(text_is_utf8(text, strlen(text)));
    buf_fmt(&t->b, "%llu %s%s\n", (unsigned long long)row->line_no,
        row->broken ? "!" : "", text);
    return OK;
}

static const char *
read_in(
    struct arena *a, enum csv_encoding encoding, const char *p, size_t n, size_t piece)
{
    struct told t = { .a = a };
    struct csv_in *in = csv_in_new(encoding, ';', each, &t);
    enum err e = OK;

    buf_init(&t.b, a);
    for (size_t i = 0; !e && i < n; i += piece)
        e = csv_in_feed(in, p + i, n - i < piece ? n - i : piece);
    if (!e)
        e = csv_in_end(in);
    check(!e || e == ERR_INVALID);
    csv_in_free(in);
    return t.b.text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum csv_encoding encoding = size && data[0] & 1 ? CSV_WINDOWS_1252 : CSV_UTF8;
    struct arena *a = arena_new();
    const char *whole = read_in(a, encoding, (const char *)data, size, size + 1);

    check(strcmp(whole, read_in(a, encoding, (const char *)data, size, 1)) == 0);
    check(strcmp(whole, read_in(a, encoding, (const char *)data, size, 7)) == 0);
    arena_free(a);
    return 0;
}
