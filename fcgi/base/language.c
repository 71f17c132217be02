#include "base/language.h"

#include <string.h>

enum language
language_of(const char *tag)
{
    size_t n = tag ? strcspn(tag, "-_") : 0;

    return n == 2 && !memcmp(tag, "de", 2)   ? LANGUAGE_DE
           : n == 2 && !memcmp(tag, "fr", 2) ? LANGUAGE_FR
                                             : LANGUAGE_EN;
}
