#include "service/person_words.h"

#include "base/text.h"
#include "service/send_staff_mail.h"
#include "store/q_user.h"

struct words {
    const char *subject, *text;
};

static const struct words EN[PERSON_WORD__MAX] = {
    [PERSON_CODE] = { "Your code to sign in",
        "Your code to sign in to your account with {company}:\n\n{code}\n\n"
        "It is good for ten minutes and once. Give it to nobody: we never ask for it.\n"
        "If you did not ask for it, do nothing.\n" },
    [PERSON_PASSWORD_CHANGED] = { "Your password was changed",
        "The password of your account with {company} was changed, and you were signed "
        "out elsewhere.\n\nIf it was not you, tell us at once.\n" },
    [PERSON_FACTOR_CHANGED] = { "Your second factor was changed",
        "The second factor of your account with {company} was set up, renewed or "
        "removed.\n\nIf it was not you, tell us at once.\n" },
    [PERSON_PASSKEY_CHANGED] = { "Your passkeys were changed",
        "A passkey of your account with {company} was added or removed.\n\n"
        "If it was not you, tell us at once.\n" },
    [PERSON_INVITATION] = { "Your way into the customer portal",
        "{company} invites you to the customer portal of {customer}: invoices, "
        "statements "
        "and messages in one place.\n\nAccept here. The link is good for fourteen days "
        "and once, and only for you:\n\n{link}\n\n"
        "If you do not know what this is about, do nothing.\n" },
};

static const struct words DE[PERSON_WORD__MAX] = {
    [PERSON_CODE] = { "Ihr Code zum Anmelden",
        "Ihr Code zum Anmelden in Ihrem Konto bei {company}:\n\n{code}\n\n"
        "Er gilt zehn Minuten und einmal. Geben Sie ihn niemandem: wir fragen nie "
        "danach.\n"
        "Wenn Sie ihn nicht angefordert haben, tun Sie nichts.\n" },
    [PERSON_PASSWORD_CHANGED] = { "Ihr Passwort wurde geändert",
        "Das Passwort Ihres Kontos bei {company} wurde geändert, und Sie wurden "
        "anderswo abgemeldet.\n\nWenn Sie das nicht waren, sagen Sie es uns "
        "sofort.\n" },
    [PERSON_FACTOR_CHANGED] = { "Ihr zweiter Faktor wurde geändert",
        "Der zweite Faktor Ihres Kontos bei {company} wurde eingerichtet, erneuert "
        "oder "
        "entfernt.\n\nWenn Sie das nicht waren, sagen Sie es uns sofort.\n" },
    [PERSON_PASSKEY_CHANGED] = { "Ihre Passkeys wurden geändert",
        "Ein Passkey Ihres Kontos bei {company} wurde hinzugefügt oder entfernt.\n\n"
        "Wenn Sie das nicht waren, sagen Sie es uns sofort.\n" },
    [PERSON_INVITATION] = { "Ihr Zugang zum Kundenportal",
        "{company} lädt Sie in das Kundenportal von {customer} ein: Rechnungen, "
        "Kontoauszüge und Nachrichten an einem Ort.\n\nNehmen Sie hier an. Der Link "
        "gilt "
        "vierzehn Tage, einmal und nur für Sie:\n\n{link}\n\n"
        "Wenn Sie nicht wissen, worum es geht, tun Sie nichts.\n" },
};

static const struct words FR[PERSON_WORD__MAX] = {
    [PERSON_CODE] = { "Votre code de connexion",
        "Votre code pour vous connecter à votre compte chez {company} :\n\n{code}\n\n"
        "Il est valable dix minutes et une fois. Ne le donnez à personne : nous ne le "
        "demandons jamais.\n"
        "Si vous ne l’avez pas demandé, ne faites rien.\n" },
    [PERSON_PASSWORD_CHANGED] = { "Votre mot de passe a été changé",
        "Le mot de passe de votre compte chez {company} a été changé, et vous avez été "
        "déconnecté ailleurs.\n\nSi ce n’était pas vous, prévenez-nous tout de "
        "suite.\n" },
    [PERSON_FACTOR_CHANGED] = { "Votre second facteur a été changé",
        "Le second facteur de votre compte chez {company} a été mis en place, "
        "renouvelé "
        "ou retiré.\n\nSi ce n’était pas vous, prévenez-nous tout de suite.\n" },
    [PERSON_PASSKEY_CHANGED] = { "Vos clés d’accès ont été changées",
        "Une clé d’accès de votre compte chez {company} a été ajoutée ou retirée.\n\n"
        "Si ce n’était pas vous, prévenez-nous tout de suite.\n" },
    [PERSON_INVITATION] = { "Votre accès au portail clients",
        "{company} vous invite au portail clients de {customer} : factures, relevés et "
        "messages au même endroit.\n\nAcceptez ici. Le lien est valable quatorze "
        "jours, "
        "une fois et pour vous seul :\n\n{link}\n\n"
        "Si vous ne savez pas de quoi il s’agit, ne faites rien.\n" },
};

/* Fills in what it says, in his language. */
static enum err
queue(struct db *db, struct arena *a, struct staff_mail *m, enum person_word what)
{
    struct user_security about;
    const struct words *w;
    enum err e = person_security(db, a, m->person_id, &about);

    if (e)
        return e;
    w = text_starts(about.language, "de")   ? &DE[what]
        : text_starts(about.language, "fr") ? &FR[what]
                                            : &EN[what];
    m->subject = w->subject;
    m->text = w->text;
    return staff_mail_add(db, a, m);
}

enum err
person_tell(struct db *db, struct arena *a, uint64_t person_id, enum person_word what,
    uint64_t code_id)
{
    struct staff_mail m = { .person_id = person_id,
        .kind = code_id ? "sign_in_code" : "security",
        .code_id = code_id };

    return queue(db, a, &m, what);
}

enum err
person_invite_mail(
    struct db *db, struct arena *a, uint64_t person_id, uint64_t invitation_id)
{
    struct staff_mail m = { .person_id = person_id,
        .kind = "portal_invitation",
        .invitation_id = invitation_id };

    return queue(db, a, &m, PERSON_INVITATION);
}
