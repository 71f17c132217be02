#ifndef RENDER_LETTER_H
#define RENDER_LETTER_H

#include "render/statement.h"

/* What a message says, on paper. */
struct letter {
    struct to_customer c;
    const char *subject, *text; /* as the template gave them */
    struct how_to_pay pay;
};

/* Returns its pages. */
size_t letter_add(struct paper *p, struct arena *a, const struct letter *l);

/* How many pages it takes; nothing is added. */
size_t letter_count(struct paper *p, struct arena *a, const struct letter *l);

#endif
