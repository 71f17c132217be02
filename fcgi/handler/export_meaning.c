#include <string.h>

#include "base/language.h"
#include "handler/export_words.h"

/* clang-format off */
static const struct {
    const char *list, *meaning[LANGUAGES];
} MEANINGS[] = {
    { "insights/figures", {
        "Each figure of each currency, with what it means",
        "Jede Kennzahl jeder Währung, mit dem, was sie bedeutet",
        "Chaque indicateur de chaque devise, avec ce qu'il signifie" } },
    { "insights/trend", {
        "How balances and figures went: a row for each month, week or day and currency",
        "Wie sich Salden und Kennzahlen entwickelten: eine Zeile je Monat, Woche oder Tag und Währung",
        "Évolution des soldes et des indicateurs : une ligne par mois, semaine ou jour et par devise" } },
    { "insights/open-items", {
        "What was owed in the evening of a day, late by so many days: the rows of aging and DSO",
        "Was am Abend eines Tages geschuldet wurde, um so viele Tage überfällig: die Zeilen von Altersstruktur und Forderungslaufzeit",
        "Ce qui était dû le soir d'un jour, en retard de tant de jours : les lignes de la balance âgée et du délai de recouvrement" } },
    { "insights/credits", {
        "Credits and payments that no document had taken by the evening of a day",
        "Gutschriften und Zahlungen, die am Abend eines Tages noch keinen Beleg ausglichen",
        "Avoirs et paiements qui, le soir d'un jour, ne soldaient encore aucune pièce" } },
    { "insights/documents", {
        "Sales of a period, with the sign they count by; or its write-offs, or those taken back",
        "Umsatz eines Zeitraums, mit dem Vorzeichen, mit dem er zählt; oder seine Ausbuchungen, oder die zurückgenommenen",
        "Ventes d'une période, avec le signe qui compte ; ou ses passages en perte, ou ceux annulés" } },
    { "insights/at-risk", {
        "What was billed in the month that at-risk tells of, and what of it was unpaid 90 days past due",
        "Was in dem Monat fakturiert wurde, den die Kennzahl betrifft, und was davon 90 Tage nach Fälligkeit unbezahlt war",
        "Ce qui a été facturé le mois dont parle l'indicateur, et ce qui en restait impayé 90 jours après l'échéance" } },
    { "insights/disputed", {
        "Documents past due and in dispute in the evening of a day",
        "Belege, die am Abend eines Tages überfällig und strittig waren",
        "Pièces échues et contestées le soir d'un jour" } },
    { "insights/payments", {
        "What payments settled in a period, with its days: the rows of days to pay and beyond terms",
        "Was Zahlungen in einem Zeitraum ausglichen, mit den Tagen dazu: die Zeilen der Zahlungsdauer und der Überfälligkeit",
        "Ce que des paiements ont soldé dans une période, avec ses jours : les lignes du délai de paiement et du retard" } },
    { "insights/closed-invoices", {
        "Invoices that a payment closed in a period: the rows of unweighted days to pay",
        "Rechnungen, die eine Zahlung in einem Zeitraum schloss: die Zeilen der ungewichteten Zahlungsdauer",
        "Factures qu'un paiement a soldées dans une période : les lignes du délai de paiement non pondéré" } },
    { "insights/promises", {
        "Promises that were judged in a period",
        "Zusagen, die in einem Zeitraum beurteilt wurden",
        "Promesses jugées dans une période" } },
    { "insights/disputes", {
        "Disputes that were closed in a period",
        "Streitfälle, die in einem Zeitraum geschlossen wurden",
        "Litiges clos dans une période" } },
    { "insights/contacts", {
        "A collector's contacts in a period: calls, and messages that were handed over",
        "Kontakte eines Sachbearbeiters in einem Zeitraum: Anrufe und versandte Nachrichten",
        "Contacts d'un chargé de recouvrement dans une période : appels et messages remis" } },
    { "insights/promises-obtained", {
        "Promises that a collector entered in a period",
        "Zusagen, die ein Sachbearbeiter in einem Zeitraum erfasste",
        "Promesses saisies par un chargé de recouvrement dans une période" } },
    { "insights/received", {
        "What payments settled within 14 days after a contact of a collector with the customer",
        "Was Zahlungen binnen 14 Tagen nach einem Kontakt des Sachbearbeiters mit dem Kunden ausglichen",
        "Ce que des paiements ont soldé dans les 14 jours suivant un contact du chargé de recouvrement avec le client" } },
    { "insights/effectiveness", {
        "What was paid within 7, 14 and 30 days after reminders, beside like items that nobody reminded of",
        "Was binnen 7, 14 und 30 Tagen nach Mahnungen gezahlt wurde, neben ähnlichen Posten, an die niemand erinnerte",
        "Ce qui a été payé dans les 7, 14 et 30 jours après les relances, à côté de postes semblables non relancés" } },
    { "insights/work", {
        "Who or what did the work, week by week: by itself, and by people",
        "Wer oder was die Arbeit tat, Woche für Woche: selbsttätig und von Menschen",
        "Qui ou quoi a fait le travail, semaine par semaine : automatiquement, et par des personnes" } },
    { "insights/expected-cash", {
        "What open invoices will bring, week by week from today's on, with the range of 80 %; each currency for itself",
        "Was offene Rechnungen einbringen werden, Woche für Woche ab der laufenden, mit der Spanne von 80 %; jede Währung für sich",
        "Ce que rapporteront les factures ouvertes, semaine par semaine à partir de celle-ci, avec la fourchette de 80 % ; chaque devise à part" } },
    { "insights/expected-cash/items", {
        "The open invoices that are expected in these days, the soonest first",
        "Die offenen Rechnungen, die in diesen Tagen erwartet werden, die nächsten zuerst",
        "Les factures ouvertes attendues ces jours-là, les plus proches d'abord" } },
    { "insights/forecast-weeks", {
        "What was paid week by week, how far from what was expected at first, and how often within its range",
        "Was Woche für Woche gezahlt wurde, wie weit vom zuerst Erwarteten, und wie oft in dessen Spanne",
        "Ce qui a été payé semaine par semaine, à quelle distance de la première prévision, et combien de fois dans sa fourchette" } },
    { "insights/forecast-models", {
        "The models of the forecast, what each was proved on and how far off it was",
        "Die Modelle der Vorhersage, woran jedes erprobt wurde und wie weit es abwich",
        "Les modèles de la prévision, sur quoi chacun a été éprouvé et son écart" } },
};
/* clang-format on */

const char *
export_meaning(const char *language, const char *list)
{
    for (size_t i = 0; i < sizeof MEANINGS / sizeof *MEANINGS; i++)
        if (!strcmp(MEANINGS[i].list, list))
            return MEANINGS[i].meaning[language_of(language)];
    return NULL;
}
