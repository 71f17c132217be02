/* Any template: refused, or it renders without a field leaving its place. The first
 * byte chooses the kind. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "render/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EVIL "<evil a=\"x\" b='y'>\r\n"

static const struct template_field ROW[] = { { .name = "b", .text = EVIL } };
static const struct template_row ROWS[] = { { ROW, 1 }, { ROW, 1 } };
static const struct template_field FIELDS[] = {
    { .name = "a", .text = EVIL },
    { .name = "b", .text = "plain" },
    { .name = "u", .text = "https://a.example/?x=<evil" },
    { .name = "f", .kind = TEMPLATE_IS_FLAG, .flag = true },
    { .name = "l", .kind = TEMPLATE_IS_LIST, .rows = ROWS, .rows_n = 2 },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct template_row top = { FIELDS, sizeof FIELDS / sizeof *FIELDS };
    struct arena *a;
    struct template *t;
    struct buf out;
    const char *source, *why;
    enum template_kind kind;

    if (size == 0)
        return 0;
    a = arena_new();
    kind = (enum template_kind)(data[0] % 3);
    source = arena_strn(a, (const char *)data + 1, size - 1);
    buf_init(&out, a);
    if (template_parse(&t, a, kind, source, &why) ||
        template_render(t, &top, &out, &why)) {
        if (!why)
            abort();
    } else if (!strstr(source, "evil")) {
        if (kind == TEMPLATE_HTML && strstr(out.text, "<evil"))
            abort();
        if (kind == TEMPLATE_LINE && strpbrk(out.text, "\r\n"))
            abort();
    }
    arena_free(a);
    return 0;
}
