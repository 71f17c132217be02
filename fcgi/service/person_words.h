#ifndef SERVICE_PERSON_WORDS_H
#define SERVICE_PERSON_WORDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/* What the company writes to people at customers about their way in. "{company}" stands
 * in the texts for its name. */
enum person_word {
    PERSON_CODE, /* has "{code}" in its text */
    PERSON_PASSWORD_CHANGED,
    PERSON_FACTOR_CHANGED,
    PERSON_PASSKEY_CHANGED,
    PERSON_INVITATION, /* has "{link}" and "{customer}" in its text */
    PERSON_WORD__MAX
};

/* Queues it, in the person's language, else English. code_id: the mail_code that stands
 * for "{code}"; 0: none. Inside the caller's transaction. */
enum err person_tell(struct db *db, struct arena *a, uint64_t person_id,
    enum person_word what, uint64_t code_id);

/* The same for an invitation, whose link stands for "{link}". */
enum err person_invite_mail(
    struct db *db, struct arena *a, uint64_t person_id, uint64_t invitation_id);

#endif
