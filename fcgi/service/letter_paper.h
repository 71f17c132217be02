#ifndef SERVICE_LETTER_PAPER_H
#define SERVICE_LETTER_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "render/letter.h"
#include "store/q_document.h"
#include "store/q_letter.h"

/* What letters, statements and copies to a customer say of address and payment. */

/* "de" of a Swiss company is "de-CH". */
const char *paper_locale(struct arena *a, const char *language, const char *country);

enum { POSTAL_LINES__MAX = 6 };

/* As an envelope has it; the country where it is not the sender's own. Gives how many
 * of POSTAL_LINES__MAX were written. */
size_t postal_lines(struct arena *a, const struct document_customer *c,
    const char *country, const char **out);

/* How to pay that much; number is what the reference is made of. The code stands only
 * where banking apps take it: in euro. */
void how_to_pay(struct arena *a, const struct to_customer *c, const char *number,
    int64_t minor, struct how_to_pay *out);

/* A letter as it was fixed when it came into its batch; what is enclosed is named. */
void letter_paper(struct arena *a, const struct paper_head *head,
    const struct letter_sheets *sheet, const struct document_enclosed *enclosed,
    size_t enclosed_n, struct letter *out);

/* Pages of a letter and of what is enclosed, as printed but for the last back: on both
 * sides, each of them begins on a front. */
size_t letter_pages(
    size_t own, const struct document_enclosed *enclosed, size_t n, bool duplex);

/* The letterheads of many letters, each read once; all of it lives in the arena. */
struct letter_heads {
    struct arena *arena;
    struct letter_head {
        const char *division;
        struct paper_head head;
    } * list;
    size_t n;
};

enum err letter_head_of(struct db *db, struct letter_heads *h, const char *division,
    const struct paper_head **out);

#endif
