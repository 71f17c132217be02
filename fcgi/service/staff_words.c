#include "service/staff_words.h"

#include "base/text.h"
#include "service/send_staff_mail.h"
#include "store/q_user.h"

struct words {
    const char *subject, *text;
};

static const struct words EN[STAFF_WORD__MAX] = {
    [STAFF_RESET] = { "A new password for Dunlin",
        "Somebody asked for a new password for your account.\n\n"
        "Choose one here. The link is good for one hour and once:\n\n{link}\n\n"
        "If it was not you, do nothing: your password stays as it is.\n" },
    [STAFF_PASSWORD_CHANGED] = { "Your password was changed",
        "The password of your Dunlin account was changed, and you were signed out "
        "elsewhere.\n\nIf it was not you, tell your administrator at once.\n" },
    [STAFF_FACTOR_CHANGED] = { "Your second factor was changed",
        "The second factor of your Dunlin account was set up, renewed or removed.\n\n"
        "If it was not you, tell your administrator at once.\n" },
};

static const struct words DE[STAFF_WORD__MAX] = {
    [STAFF_RESET] = { "Ein neues Passwort für Dunlin",
        "Jemand hat ein neues Passwort für Ihr Konto angefordert.\n\n"
        "Wählen Sie es hier. Der Link gilt eine Stunde und einmal:\n\n{link}\n\n"
        "Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es "
        "ist.\n" },
    [STAFF_PASSWORD_CHANGED] = { "Ihr Passwort wurde geändert",
        "Das Passwort Ihres Dunlin-Kontos wurde geändert, und Sie wurden anderswo "
        "abgemeldet.\n\nWenn Sie das nicht waren, sagen Sie es sofort Ihrem "
        "Administrator.\n" },
    [STAFF_FACTOR_CHANGED] = { "Ihr zweiter Faktor wurde geändert",
        "Der zweite Faktor Ihres Dunlin-Kontos wurde eingerichtet, erneuert oder "
        "entfernt.\n\nWenn Sie das nicht waren, sagen Sie es sofort Ihrem "
        "Administrator.\n" },
};

static const struct words FR[STAFF_WORD__MAX] = {
    [STAFF_RESET] = { "Un nouveau mot de passe pour Dunlin",
        "Un nouveau mot de passe a été demandé pour votre compte.\n\n"
        "Choisissez-le ici. Le lien est valable une heure et une fois :\n\n{link}\n\n"
        "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le "
        "même.\n" },
    [STAFF_PASSWORD_CHANGED] = { "Votre mot de passe a été changé",
        "Le mot de passe de votre compte Dunlin a été changé, et vous avez été "
        "déconnecté ailleurs.\n\nSi ce n’était pas vous, prévenez tout de suite votre "
        "administrateur.\n" },
    [STAFF_FACTOR_CHANGED] = { "Votre second facteur a été changé",
        "Le second facteur de votre compte Dunlin a été mis en place, renouvelé ou "
        "retiré.\n\nSi ce n’était pas vous, prévenez tout de suite votre "
        "administrateur.\n" },
};

void
staff_words(
    const char *language, enum staff_word what, const char **subject, const char **text)
{
    const struct words *w = text_starts(language, "de")   ? &DE[what]
                            : text_starts(language, "fr") ? &FR[what]
                                                          : &EN[what];

    *subject = w->subject;
    *text = w->text;
}

enum err
staff_tell(struct db *db, struct arena *a, uint64_t user_id, enum staff_word what)
{
    struct staff_mail m = { .user_id = user_id, .kind = "security" };
    struct user_security user;
    enum err e = user_security(db, a, user_id, &user);

    if (e)
        return e;
    staff_words(user.language, what, &m.subject, &m.text);
    return staff_mail_add(db, a, &m);
}
