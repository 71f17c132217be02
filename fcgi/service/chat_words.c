#include "service/chat_words.h"

#include "base/text.h"

static const struct word {
    const char *en, *de, *fr;
} WORDS[CHAT_WORD__MAX] = {
    [CHAT_SUBJECT] = { "A message from %s for you", "Eine Nachricht von %s für Sie",
        "Un message de %s pour vous" },
    [CHAT_HELLO_NAME] = { "Hello %s,", "Guten Tag %s,", "Bonjour %s," },
    [CHAT_HELLO] = { "Hello,", "Guten Tag,", "Bonjour," },
    [CHAT_WROTE] = { "%s wrote to you in the customer portal:",
        "%s hat Ihnen im Kundenportal geschrieben:",
        "%s vous a écrit dans le portail clients :" },
    [CHAT_WROTE_ABOUT] = { "%s wrote to you in the customer portal about invoice %s:",
        "%s hat Ihnen im Kundenportal zur Rechnung %s geschrieben:",
        "%s vous a écrit dans le portail clients au sujet de la facture %s :" },
    [CHAT_FILES] = { "(files in the portal: %u)\n", "(Dateien im Portal: %u)\n",
        "(fichiers dans le portail : %u)\n" },
    [CHAT_MORE] = { "… and more in the portal.", "… und mehr im Portal.",
        "… et d’autres dans le portail." },
    [CHAT_ANSWER] = { "Read and answer here:", "Hier lesen und antworten:",
        "Lire et répondre ici :" },
    [CHAT_ANSWER_OR_REPLY] = { "Answer this mail, or read and answer here:",
        "Antworten Sie auf diese E-Mail, oder lesen und antworten Sie hier:",
        "Répondez à cet e-mail, ou lisez et répondez ici :" },
};

const char *
chat_word(enum chat_word which, const char *language)
{
    const struct word *w = &WORDS[which];

    return text_starts(language, "de")   ? w->de
           : text_starts(language, "fr") ? w->fr
                                         : w->en;
}
