/* Any bytes as a picture: what is taken for one is whole and has a size, and no byte
 * less or more is. */
#include <stdint.h>
#include <stdlib.h>

#include "intake/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image i, again;

    if (image_look(data, size, &i))
        return 0;
    if (!i.width || !i.height || image_look(data, size - 1, &again) == OK)
        abort();
    return 0;
}
