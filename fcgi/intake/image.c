#include "intake/image.h"

#include <stdbool.h>
#include <string.h>

enum { HEAD = 8, CHUNK__MIN = 12, IHDR_BYTES = 13 };

static uint32_t
u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum err
read_size(const uint8_t *chunk, uint32_t len, struct image *out)
{
    if (memcmp(chunk + 4, "IHDR", 4) || len != IHDR_BYTES)
        return ERR_INVALID;
    *out = (struct image){ .width = u32(chunk + 8), .height = u32(chunk + 12) };
    return out->width && out->height ? OK : ERR_INVALID;
}

/* Chunks of length, name, data and checksum: IHDR first, IEND last. */
enum err
image_look(const uint8_t *p, size_t n, struct image *out)
{
    static const uint8_t PNG[HEAD] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    size_t at = HEAD;

    if (n < HEAD || memcmp(p, PNG, HEAD))
        return ERR_INVALID;
    while (n - at >= CHUNK__MIN) {
        const uint8_t *chunk = p + at;
        uint32_t len = u32(chunk);

        if (len > n - at - CHUNK__MIN || (at == HEAD && read_size(chunk, len, out)))
            return ERR_INVALID;
        at += CHUNK__MIN + (size_t)len;
        if (!memcmp(chunk + 4, "IEND", 4))
            return at == n ? OK : ERR_INVALID;
    }
    return ERR_INVALID;
}
