#ifndef SERVICE_TRY_TEXT_H
#define SERVICE_TRY_TEXT_H

#include "service/send_message.h"

/*
 * A text as a customer would get it: of a case as it stands, whatever the guards say,
 * with all that is overdue, else all that is not. Nothing open: the sample's invoices.
 */
struct text_trial {
    const struct mail_text *text; /* what to try */
    const char *topic;
    uint64_t case_id;
};

struct text_tried {
    struct written text;
    const char *why; /* it cannot be written; NULL: it can */
    bool sample;     /* the customer owes nothing: with invoices made up */
    uint64_t customer_id;
};

enum err try_text(struct db *db, struct arena *a, const struct message_desk *desk,
    const struct text_trial *in, struct text_tried *out);

#endif
