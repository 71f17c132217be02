/* Any bytes as text: what json writes is read by jansson, holds no byte that
 * HTML could take for its own, and is the same text when that was UTF-8. */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
    if (!ok)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data;
    struct arena *a = arena_new();
    struct buf b;
    struct json j = { .out = &b };
    json_t *read, *text;

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_textn(&j, "text", s, size);
    json_u64(&j, "n", size);
    json_close(&j, '}');
    check(text_is_utf8(b.text, b.len));
    check(!text_has_control(b.text, b.len));
    check(strcspn(b.text, "<>&") == b.len);
    read = json_loadb(b.text, b.len, JSON_ALLOW_NUL, NULL);
    check(read);
    text = json_object_get(read, "text");
    if (text_is_utf8(s, size))
        check(json_string_length(text) == size &&
              memcmp(json_string_value(text), s, size) == 0);
    json_decref(read);
    arena_free(a);
    return 0;
}
