#ifndef SERVICE_LOOK_ANSWER_H
#define SERVICE_LOOK_ANSWER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "service/last_look.h"

/* The template's name of what a person wrote in a conversation: its words are its own.
 */
#define ANSWER_TEMPLATE "answer"

/*
 * The last look at such a message: to its one address, with the words as they were
 * written. Inside the transaction of last_look, which has locked the row and filled
 * out's id, attempt, addresses and Message-ID.
 *
 * ERR_INVALID  it cannot go; *why says so for a person
 */
enum err look_answer(struct db *db, struct arena *a, const struct delivery *d,
    int64_t now_at, struct outgoing *out, enum outbox_cause *cause, const char **why);

#endif
