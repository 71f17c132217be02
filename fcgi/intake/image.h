#ifndef INTAKE_IMAGE_H
#define INTAKE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What a picture is, by its own bytes: nobody's word is taken for it. */
enum image_kind { IMAGE_PNG, IMAGE_JPEG };

struct image {
    enum image_kind kind;
    uint32_t width, height;
};

/*
 * Walks the parts of the file from its first byte to its last.
 * ERR_INVALID  neither PNG nor JPEG, cut off, without a size, or with something behind
 * it
 */
enum err image_look(const uint8_t *p, size_t n, struct image *out);

#endif
