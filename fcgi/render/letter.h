#ifndef RENDER_LETTER_H
#define RENDER_LETTER_H

#include "render/statement.h"

/* What goes with it in the same envelope. */
struct enclosed {
    const char *kind; /* of a document, "invoice"; NULL: the account statement */
    const char *number;
};

/* What a message says, on paper. */
struct letter {
    struct to_customer c;
    const char *subject, *text; /* as the template gave them */
    struct how_to_pay pay;
    const struct enclosed *enclosed; /* named at its end */
    size_t enclosed_n;
};

/* Returns its pages. */
size_t letter_add(struct paper *p, struct arena *a, const struct letter *l);

/* How many pages it takes; nothing is added. */
size_t letter_count(struct paper *p, struct arena *a, const struct letter *l);

#endif
