#ifndef SERVICE_MAIL_VIEW_H
#define SERVICE_MAIL_VIEW_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/text_choice.h"
#include "render/reminder.h"
#include "service/case_stream.h"
#include "service/look_lines.h"
#include "service/mail_settings.h"
#include "service/resolve_recipients.h"
#include "service/rulebook.h"

/* What is known of a message before its text is chosen. */
struct mail_view_in {
    const struct letterhead *head; /* NULL: read now */
    const struct rulebook *rules;
    const struct case_facts *facts; /* with coverage */
    const struct look *look;
    const struct recipients *readers;
    const char *division_name;
    bool overdue;   /* about arrears, or a person's own */
    bool by_letter; /* in the customer's language, to nobody by name */
    int64_t fee_minor;
    const char *fee_basis;
    const char *portal_link, *opt_out_link; /* NULL: none */
};

/*
 * Who reads it (which text), and the fields of it: as the reader writes amounts and
 * days, with the company's letterhead.
 */
enum err mail_view(struct db *db, struct arena *a, const struct mail_view_in *in,
    struct text_reader *reader, struct reminder *view);

#endif
