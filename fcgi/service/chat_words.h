#ifndef SERVICE_CHAT_WORDS_H
#define SERVICE_CHAT_WORDS_H

/* What mail about messages in the portal says, in English, German and French; another
 * language gets English. */
enum chat_word {
    CHAT_SUBJECT,         /* %s: company */
    CHAT_HELLO_NAME,      /* %s: who reads */
    CHAT_HELLO,           /* the name is not known */
    CHAT_WROTE,           /* %s: company */
    CHAT_WROTE_ABOUT,     /* %s: company, %s: number of the invoice */
    CHAT_FILES,           /* %u, with its line's end */
    CHAT_MORE,            /* than what stands here */
    CHAT_ANSWER,          /* the link follows */
    CHAT_ANSWER_OR_REPLY, /* the same where an answer to the mail comes back */
    CHAT_WORD__MAX
};

const char *chat_word(enum chat_word which, const char *language);

#endif
