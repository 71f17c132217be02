#ifndef SERVICE_DIGEST_WORDS_H
#define SERVICE_DIGEST_WORDS_H

#include "base/arena.h"

/* What the mail digest says to its reader, in English, German or French; another
 * language gets English. The texts are static where no arena is asked for. */
enum digest_word {
    DIGEST_SUBJECT, /* "%u", "%u": what is new, what is due */
    DIGEST_HELLO,   /* "%s": a name */
    DIGEST_NEWS,
    DIGEST_DUE, /* "%u" */
    DIGEST_MORE,
    DIGEST_FOOT,
    DIGEST_WORD__MAX
};
const char *digest_word(enum digest_word which, const char *language);

/* NOTIFY_… in words. */
const char *digest_kind(const char *kind, const char *language);

/* outbox.cause in words. */
const char *digest_cause(const char *cause, const char *language);

/* The title of a notification; amounts in a sentence of ours as the reader writes them.
 */
const char *digest_title(
    struct arena *a, const char *kind, const char *title, const char *language);

#endif
