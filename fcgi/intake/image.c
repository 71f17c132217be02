#include "intake/image.h"

#include <stdbool.h>
#include <string.h>

static uint32_t
u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t
u16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static enum err
sized(struct image *out, enum image_kind kind, uint32_t width, uint32_t height)
{
    *out = (struct image){ .kind = kind, .width = width, .height = height };
    return width && height ? OK : ERR_INVALID;
}

/* Chunks of length, name, data and checksum: IHDR first, IEND last. */
static enum err
look_at_png(const uint8_t *p, size_t n, struct image *out)
{
    size_t at = 8;
    bool first = true;

    while (n - at >= 12) {
        uint32_t len = u32(p + at);
        const uint8_t *name = p + at + 4;

        if (len > n - at - 12)
            return ERR_INVALID;
        if (first && (memcmp(name, "IHDR", 4) || len != 13 ||
                         sized(out, IMAGE_PNG, u32(p + at + 8), u32(p + at + 12))))
            return ERR_INVALID;
        first = false;
        at += 12 + (size_t)len;
        if (!memcmp(name, "IEND", 4))
            return at == n ? OK : ERR_INVALID;
    }
    return ERR_INVALID;
}

/* A frame header: C0 to CF but for tables (C4), extensions (C8) and conditioning (CC).
 */
static bool
is_frame(uint8_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
           marker != 0xcc;
}

/* Segments with a length each up to the scan, which ends with the file. */
static enum err
look_at_jpeg(const uint8_t *p, size_t n, struct image *out)
{
    size_t at = 2;
    bool framed = false;

    if (p[n - 2] != 0xff || p[n - 1] != 0xd9)
        return ERR_INVALID;
    while (n - at >= 4) {
        uint8_t marker = p[at + 1];
        uint32_t len = u16(p + at + 2);

        if (p[at] != 0xff || len < 2 || len > n - at - 2)
            return ERR_INVALID;
        if (is_frame(marker)) {
            if (len < 8 || sized(out, IMAGE_JPEG, u16(p + at + 7), u16(p + at + 5)))
                return ERR_INVALID;
            framed = true;
        }
        if (marker == 0xda)
            return framed ? OK : ERR_INVALID;
        at += 2 + (size_t)len;
    }
    return ERR_INVALID;
}

enum err
image_look(const uint8_t *p, size_t n, struct image *out)
{
    static const uint8_t PNG[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

    if (n > sizeof PNG && !memcmp(p, PNG, sizeof PNG))
        return look_at_png(p, n, out);
    if (n > 4 && p[0] == 0xff && p[1] == 0xd8)
        return look_at_jpeg(p, n, out);
    return ERR_INVALID;
}
