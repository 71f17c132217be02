#ifndef HANDLER_EXPORT_WORDS_H
#define HANDLER_EXPORT_WORDS_H

#include "base/arena.h"

/* What a column is called, from its name in the API: "due_on" is "Due", "Fällig",
 * "Échéance". One without a word of its own is its name, readably. */
const char *export_word(struct arena *a, const char *language, const char *name);

#endif
