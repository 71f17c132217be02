#ifndef SERVICE_SEND_MESSAGE_H
#define SERVICE_SEND_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/manual.h"
#include "service/compose.h"
#include "service/evaluate_case.h"
#include "service/look_lines.h"
#include "service/write_mail.h"
#include "store/actor.h"

/* Contacts that a message goes in copy to. */
enum { MESSAGE_COPIES__MAX = 20 };

/*
 * A person writes to a customer: what is to be said, looked at as it would go out, and
 * put on its way. It passes the guards of the engine and the same outbox; a person may
 * pass the minimum gap and the contact cap with a reason, nothing else. Who gets it is
 * found again at the last look, from the customer in the row.
 */
struct message_draft {
    uint64_t case_id;
    const uint64_t *item_ids; /* what it asks for */
    size_t item_ids_n;        /* 0: about no item, unless … */
    bool all_overdue;         /* … it asks for all that is overdue */
    const char *template;     /* code; NULL: that of a person's own words. A reminder
                                 names items, from the first one on overdue ones:
                                 domain/manual.h */
    const char *subject,
        *body;           /* own words, which may name fields; NULL: the template's.
                            A template that is named as well puts them where it says
                            {{message}} */
    const char *to_role; /* billing | statement | dispute | legal */
    const uint64_t *cc_contact_ids;
    size_t cc_contact_ids_n;
    const char *cc_role; /* NULL; else the customer's contacts of that role get a copy,
                            found when the message is planned */
    uint64_t cc_user_id; /* 0: nobody of the house */
    bool by_letter;      /* on paper: no copies, no files */
    bool attach_invoice, attach_statement, attach_letter;
    const char *confirmed; /* why gap and caps are passed; NULL: they are not */
    bool beside;           /* asks for nothing: goes beside what is on its way, see
                              guard_limits, and is no contact afterwards */
    uint64_t job_id;       /* of a message to many; 0 */
};

/* Whatever it takes to write, the same for all messages of a call. */
struct message_desk {
    struct rulebook *rules;
    const char *public_url;
    int64_t now_at;
};

struct message_look {
    struct case_outcome outcome; /* the case as it stands */
    size_t *chosen;              /* instalments: indices into the snapshot */
    size_t chosen_n;
    size_t unknown_n; /* of the items asked for, those with nothing open */
    struct manual_plan plan;
    struct look look;          /* lines and total of what passes */
    struct recipients readers; /* of a mail */
    bool by_letter;            /* as the draft */
    const char **to;           /* of a letter: lines of the address */
    size_t to_n;
    struct compose compose;
    const char *template;
    struct written text;   /* subject NULL: it cannot be written, see why */
    const char *why;       /* the fault, "text, line 3: …"; NULL: none */
    int64_t not_before_at; /* with time to take it back */
};

/* How long a person can take a message back before it leaves. */
enum { MESSAGE_UNDO_S = 10 };

/*
 * The message as it would go out now; changes nothing. A text that cannot be written,
 * and guards that hold, are in the look.
 *
 * ERR_NOT_FOUND  there is no such case
 */
enum err look_at_message(struct db *db, struct arena *a,
    const struct message_desk *desk, const struct message_draft *draft,
    struct message_look *out);

/*
 * Looks again under the lock of the case, and plans it; one transaction.
 *
 * ERR_INVALID   it cannot be written, out->why; or some item has nothing open
 * ERR_CONFLICT  guards hold it, out->plan; nothing was planned
 */
enum err send_message(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, const struct message_draft *draft,
    struct message_look *out, uint64_t *outbox_id);

/* The same within the caller's transaction. */
enum err send_message_in(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, const struct message_draft *draft,
    struct message_look *out, uint64_t *outbox_id);

#endif
