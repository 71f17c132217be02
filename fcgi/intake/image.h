#ifndef INTAKE_IMAGE_H
#define INTAKE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* A PNG picture by its own bytes: nobody's word is taken for it. */
struct image {
    uint32_t width, height;
};

/*
 * Walks the parts of the file from its first byte to its last.
 * ERR_INVALID  no PNG, cut off, without a size, or with something behind it
 */
enum err image_look(const uint8_t *p, size_t n, struct image *out);

#endif
