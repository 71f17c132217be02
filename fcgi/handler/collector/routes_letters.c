#include "handler/collector/letters.h"
#include "handler/collector/schemas.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define SEND RIGHT_SEND

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "letters/waiting", STAFF, RIGHT_READ, letters_waiting, NULL, NULL, "letters_waiting", 200, 0, 0,
      "Letters for post that wait for a batch, by division" },
    { "POST", V1 "letter-batches/preview", STAFF, SEND, letter_batches_preview, NULL, "letter_preview_in",
      "letter_preview", 200, 0, 65536,
      "What a batch would hold now, who is left out and why; nothing changes. While there is a next: again with skip" },
    { "POST", V1 "letter-batches", STAFF, SEND, letter_batches_make, NULL, "letter_batch_in", "letter_batch", 201, 0,
      65536, "Put the letters that wait into a batch, each after a last look; go-on does what is left" },
    { "GET", V1 "letter-batches", STAFF, SEND, letter_batches_list, NULL, NULL, "letter_batch_row", 200, ROUTE_LIST, 0,
      "Batches of letters, newest first" },
    { "GET", V1 "letter-batches/{id}", STAFF, SEND, letter_batches_get, NULL, NULL, "letter_batch", 200, 0, 0,
      "A batch with its letters" },
    { "GET", V1 "letter-batches/{id}/letters", STAFF, SEND, letter_batches_letters, NULL, NULL, "letter_row", 200,
      ROUTE_LIST, 0, "Its letters alone" },
    { "GET", V1 "letter-batches/{id}/letters.pdf", STAFF, SEND, letter_batches_file, NULL, NULL, NULL, 200, 0, 0,
      "The letters as one file to print; each fetch is counted" },
    { "POST", V1 "letter-batches/{id}/go-on", STAFF, SEND, letter_batches_go_on, NULL, NULL, "letter_batch", 200, 0, 0,
      "Go on with a batch that is not made or posted as a whole" },
    { "POST", V1 "letter-batches/{id}/posted", STAFF, SEND, letter_batches_posted, NULL, "letters_posted",
      "letter_batch", 200, 0, 0, "Its letters were posted that day: they count as handed over" },
    { "POST", V1 "letter-batches/{id}/take-out", STAFF, SEND, letter_batches_take_out, NULL, "letter_out",
      "letter_batch", 200, 0, 0, "Take a letter out: it waits for another batch" },
    { .method = NULL },
};
/* clang-format on */

#define BATCH                                                               \
    "id:id state:making|ready|posting|posted interrupted:bool duplex:bool " \
    "division:text? by:text? made_at:instant letters:int pages:int "        \
    "left_out:int taken_out:int posted:int opened:int opened_at:instant? "  \
    "posted_on:day?"

static const struct schema schemas[] = {
    { "letters_division", "id:id code:text name:text count:int oldest_at:instant" },
    { "letters_waiting", "divisions:[letters_division] total:int at_once:int" },
    { "letter_batch_in", "division_id?:id? outbox_ids?:[id] duplex?:bool" },
    { "letter_left_out",
        "id:id customer:customer_ref? reason:text cause:" OUTBOX_CAUSES "?" },
    { "letter_preview_in", "division_id?:id? outbox_ids?:[id] duplex?:bool skip?:int" },
    { "letter_preview",
        "count:int pages:int more:bool next:int? left_out:[letter_left_out]" },
    { "letter_batch_row", BATCH },
    { "letter_row",
        "id:id place:int state:in|posted|taken_out|left_out reason:text? "
        "cause:" OUTBOX_CAUSES "? pages:int enclosures:int "
        "customer:customer_ref subject:text? currency:currency? total:amount? "
        "settled:bool printed_before:id?" },
    { "letter_batch", BATCH " rows:[letter_row]" },
    { "letters_posted", "on:day" },
    { "letter_out", "outbox_id:id reason:text" },
    { NULL, NULL },
};

const struct route_table LETTER_ROUTES = { routes, schemas };
