#ifndef HANDLER_EXPORT_WORDS_H
#define HANDLER_EXPORT_WORDS_H

#include "base/arena.h"

/* What a column is called, from its name in the API: "due_on" is "Due", "Fällig",
 * "Échéance". One without a word of its own is its name, readably. */
const char *export_word(struct arena *a, const char *language, const char *name);

/* The same where the name says something else in that schema than elsewhere. */
const char *export_word_of(
    struct arena *a, const char *language, const char *schema, const char *name);

/* What the rows of a list of figures are, "insights/open-items": what a file says at
 * its head. NULL: nothing is said of that list. */
const char *export_meaning(const char *language, const char *list);

#endif
