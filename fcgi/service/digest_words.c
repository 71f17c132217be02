#include "service/digest_words.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/format.h"
#include "base/money.h"
#include "base/text.h"
#include "domain/outbox_cause.h"
#include "service/notify.h"

struct word {
    const char *en, *de, *fr;
};

static const struct word WORDS[DIGEST_WORD__MAX] = {
    [DIGEST_SUBJECT] = { "Dunlin: %u new, follow-ups due: %u",
        "Dunlin: %u neu, fällige Wiedervorlagen: %u",
        "Dunlin : nouveautés : %u, relances à échéance : %u" },
    [DIGEST_HELLO] = { "Hello %s,", "Guten Tag %s,", "Bonjour %s," },
    [DIGEST_NEWS] = { "New for you:", "Neu für Sie:", "Nouveau pour vous :" },
    [DIGEST_DUE] = { "Follow-ups due: %u", "Fällige Wiedervorlagen: %u",
        "Relances à échéance : %u" },
    [DIGEST_MORE] = { "… and more in Dunlin.", "… und mehr in Dunlin.",
        "… et d'autres dans Dunlin." },
    [DIGEST_FOOT] = { "How often this comes is chosen in Dunlin under Notifications.",
        "Wie oft diese E-Mail kommt, wählen Sie in Dunlin unter Mitteilungen.",
        "La fréquence de cet e-mail se choisit dans Dunlin, sous Notifications." },
};

/* The same words as the pages say (cause.* in www/src/i18n). */
static const struct word CAUSES[CAUSE__MAX] = {
    [CAUSE_UNKNOWN] = { "Nobody knows whether it arrived", "Niemand weiß, ob sie ankam",
        "Personne ne sait s’il est arrivé" },
    [CAUSE_SERVER_BUSY] = { "The mail server could not take it yet",
        "Der Mailserver konnte sie noch nicht annehmen",
        "Le serveur de messagerie n’a pas encore pu le prendre" },
    [CAUSE_SERVER_SILENT] = { "The mail server did not take it for a whole day",
        "Der Mailserver nahm sie einen ganzen Tag lang nicht an",
        "Le serveur de messagerie ne l’a pas pris de toute une journée" },
    [CAUSE_REFUSED] = { "The mail server refused the message",
        "Der Mailserver hat die Nachricht abgelehnt",
        "Le serveur de messagerie a refusé le message" },
    [CAUSE_ADDRESS_REFUSED] = { "The mail server refused an address",
        "Der Mailserver hat eine Adresse abgelehnt",
        "Le serveur de messagerie a refusé une adresse" },
    [CAUSE_NOT_WRITTEN] = { "The message could not be written",
        "Die Nachricht konnte nicht geschrieben werden",
        "Le message n’a pas pu être écrit" },
    [CAUSE_NOT_ARRIVED] = { "It did not arrive, a colleague says",
        "Sie kam nicht an, sagt jemand aus dem Team",
        "Il n’est pas arrivé, dit un collègue" },
    [CAUSE_SUPPRESSED] = { "Mail to the address is stopped after it came back",
        "Mail an die Adresse ist nach einem Rückläufer gestoppt",
        "Les envois à cette adresse sont arrêtés après un retour" },
    [CAUSE_NOBODY] = { "There is nobody to write to",
        "Es gibt niemanden, dem man schreiben kann", "Il n’y a personne à qui écrire" },
    [CAUSE_HELD] = { "A hold keeps the debt from being reminded",
        "Eine Sperre hält die Forderung zurück", "Un blocage empêche la relance" },
    [CAUSE_BOUNCED] = { "It came back", "Sie kam zurück", "Il est revenu" },
    [CAUSE_NO_ADDRESS] = { "No address that a letter can be posted to",
        "Keine Anschrift, an die ein Brief gehen kann",
        "Aucune adresse où poster une lettre" },
    [CAUSE_FILE_BROKEN] = { "A file that goes with it cannot be read",
        "Eine Datei, die mitgehen soll, ist nicht lesbar",
        "Un fichier à joindre est illisible" },
    [CAUSE_FILES_TOO_LARGE] = { "The files that go with it are too many or too large",
        "Die Dateien, die mitgehen sollen, sind zu viele oder zu groß",
        "Les fichiers à joindre sont trop nombreux ou trop gros" },
};

static const struct {
    const char *kind;
    struct word word;
} KINDS[] = {
    { NOTIFY_MENTION, { "Mention", "Erwähnung", "Mention" } },
    { NOTIFY_ASSIGNED, { "Assigned to you", "Ihnen zugewiesen", "Confié à vous" } },
    { NOTIFY_DUE, { "Follow-up due", "Wiedervorlage fällig", "Relance à échéance" } },
    { NOTIFY_REPLY, { "Reply waiting", "Antwort wartet", "Réponse en attente" } },
    { NOTIFY_APPROVAL, { "Waits for your approval", "Wartet auf Ihre Freigabe",
                           "Attend votre approbation" } },
    { NOTIFY_UNDELIVERABLE, { "Mail could not be delivered", "E-Mail nicht zustellbar",
                                "E-mail non remis" } },
    { NOTIFY_RUN_FAILED,
        { "Run with errors", "Lauf mit Fehlern", "Exécution avec erreurs" } },
    { NOTIFY_REPORT_FAILED,
        { "Report not sent", "Bericht nicht versandt", "Rapport non envoyé" } },
};

static const char *
say(const struct word *w, const char *language)
{
    return text_starts(language, "de")   ? w->de
           : text_starts(language, "fr") ? w->fr
                                         : w->en;
}

const char *
digest_word(enum digest_word which, const char *language)
{
    return say(&WORDS[which], language);
}

const char *
digest_kind(const char *kind, const char *language)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (text_eq(KINDS[i].kind, kind))
            return say(&KINDS[i].word, language);
    return kind;
}

const char *
digest_cause(const char *cause, const char *language)
{
    for (size_t i = CAUSE_NONE + 1; i < CAUSE__MAX; i++)
        if (text_eq(OUTBOX_CAUSE_NAME[i], cause))
            return say(&CAUSES[i], language);
    return cause;
}

/* How many bytes of an amount as amount_words wrote it begin here; 0: none does. */
static size_t
amount_at(struct arena *a, const char *text, int64_t *minor, char currency[static 4])
{
    size_t n = strspn(text, "-0123456789,."), k = 0;
    char *plain = arena_strn(a, text, n);

    if (n == 0 || text[n] != ' ')
        return 0;
    for (size_t i = 1; i <= 3; i++)
        if (!isupper((unsigned char)text[n + i]))
            return 0;
    if (isalnum((unsigned char)text[n + 4]))
        return 0;
    memcpy(currency, text + n + 1, 3);
    currency[3] = '\0';
    for (size_t i = 0; i < n; i++)
        if (text[i] != ',')
            plain[k++] = text[i];
    plain[k] = '\0';
    return money_known(currency) && !money_parse(plain, currency, minor) ? n + 4 : 0;
}

const char *
digest_title(struct arena *a, const char *kind, const char *title, const char *language)
{
    char currency[4];
    int64_t minor;
    struct buf b;

    if (!text_eq(kind, NOTIFY_APPROVAL)) /* words of a person */
        return title;
    buf_init(&b, a);
    for (const char *p = title; *p;) {
        bool begins = p == title || p[-1] == ' ';
        size_t n = begins ? amount_at(a, p, &minor, currency) : 0;

        if (n)
            buf_text(&b, fmt_money(a, minor, currency, language));
        else
            buf_char(&b, *p);
        p += n ? n : 1;
    }
    return b.text;
}
