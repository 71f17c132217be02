#include "domain/insight.h"

/* clang-format off */
const struct insight_definition INSIGHT_DEFINITIONS[INSIGHT_FIGURE__MAX] = {
    [INSIGHT_DSO_COUNTBACK] = { "dso", "countback", true, INSIGHT_DAYS, {
        "Days sales outstanding: the open balance is used up by the sales of the newest month, then the one before, each counting its days; the last in proportion.",
        "Der offene Saldo wird durch den Umsatz des jüngsten Monats aufgezehrt, dann des vorigen, jeder zählt mit seinen Tagen; der letzte anteilig.",
        "Le solde ouvert est épuisé par les ventes du dernier mois, puis du précédent, chacun comptant ses jours ; le dernier en proportion." } },
    [INSIGHT_DSO_SIMPLE] = { "dso", "simple", false, INSIGHT_DAYS, {
        "Open balance / sales of the period x days of the period.",
        "Offener Saldo / Umsatz des Zeitraums × Tage des Zeitraums.",
        "Solde ouvert / ventes de la période × jours de la période." } },
    [INSIGHT_DSO_BEST] = { "dso", "best_possible", false, INSIGHT_DAYS, {
        "What is not yet due / sales of the period x days of the period.",
        "Was noch nicht fällig ist / Umsatz des Zeitraums × Tage des Zeitraums.",
        "Ce qui n’est pas échu / ventes de la période × jours de la période." } },
    [INSIGHT_ADD] = { "add", "simple", true, INSIGHT_DAYS, {
        "Average days delinquent: simple DSO minus best possible DSO.",
        "Einfache Forderungslaufzeit minus der bestmöglichen.",
        "Délai simple moins le meilleur possible." } },
    [INSIGHT_CEI_MONTHLY] = { "cei", "monthly", true, INSIGHT_PERCENT, {
        "Collection effectiveness: (opening balance + sales - closing balance) / (opening balance + sales - what is not yet due), numerators and denominators added up over the whole months of the period; of the last one by default.",
        "(Anfangssaldo + Umsatz − Endsaldo) / (Anfangssaldo + Umsatz − noch nicht Fälliges), summiert über die ganzen Monate des Zeitraums; bei 90 Tagen der letzte.",
        "(Solde initial + ventes − solde final) / (solde initial + ventes − non échu), additionné sur les mois entiers de la période ; le dernier pour 90 jours." } },
    [INSIGHT_CEI_FULL] = { "cei", "full_period", false, INSIGHT_PERCENT, {
        "The same computed once, with the sales of the whole period.",
        "Dasselbe einmal gerechnet, mit dem Umsatz des ganzen Zeitraums.",
        "Le même calcul en une fois, avec les ventes de toute la période." } },
    [INSIGHT_CEI_CRF] = { "cei", "crf", false, INSIGHT_PERCENT, {
        "The same for the last three whole months, with a third of their sales.",
        "Dasselbe für die letzten drei ganzen Monate, mit einem Drittel ihres Umsatzes.",
        "Le même pour les trois derniers mois entiers, avec un tiers de leurs ventes." } },
    [INSIGHT_ADP_WEIGHTED] = { "adp", "weighted", true, INSIGHT_DAYS, {
        "Days from invoice to payment, weighted by the amount of each payment that counts from a day of the period. Reversed ones never count.",
        "Tage von der Rechnung bis zur Zahlung, gewichtet nach dem Betrag jeder Zahlung des Zeitraums. Zurückgenommene zählen nie.",
        "Jours de la facture au paiement, pondérés par le montant de chaque paiement de la période. Les paiements annulés ne comptent jamais." } },
    [INSIGHT_ADP_UNWEIGHTED] = { "adp", "unweighted", false, INSIGHT_DAYS, {
        "Mean of the days that the invoices took which a payment closed in the period.",
        "Mittel der Tage der Rechnungen, die eine Zahlung im Zeitraum schloss.",
        "Moyenne des jours des factures qu’un paiement a soldées dans la période." } },
    [INSIGHT_DBT_SIGNED] = { "dbt", "signed", false, INSIGHT_DAYS, {
        "Days beyond terms: days from the due date to payment, weighted by amount; early payment counts against late.",
        "Tage von der Fälligkeit bis zur Zahlung, nach Betrag gewichtet; frühe Zahlung gleicht späte aus.",
        "Jours de l’échéance au paiement, pondérés par le montant ; le paiement anticipé compense le tardif." } },
    [INSIGHT_DBT_FLOORED] = { "dbt", "floored", true, INSIGHT_DAYS, {
        "The same with early payment as 0 days.",
        "Tage von der Fälligkeit bis zur Zahlung, nach Betrag gewichtet, frühe Zahlung als 0 Tage.",
        "Jours de l’échéance au paiement, pondérés par le montant, le paiement anticipé comptant 0 jour." } },
    [INSIGHT_PAST_DUE] = { "past_due", "ratio", true, INSIGHT_PERCENT, {
        "What is past due / all that is owed, before unapplied credits.",
        "Was überfällig ist / alles Geschuldete, vor nicht zugeordneten Guthaben.",
        "Ce qui est échu / tout ce qui est dû, avant les avoirs non imputés." } },
    [INSIGHT_OVER_90] = { "over_90", "ratio", true, INSIGHT_PERCENT, {
        "What is more than 90 days past due / all that is owed, before unapplied credits.",
        "Was mehr als 90 Tage überfällig ist / alles Geschuldete, vor nicht zugeordneten Guthaben.",
        "Ce qui est échu depuis plus de 90 jours / tout ce qui est dû, avant les avoirs non imputés." } },
    [INSIGHT_BAD_DEBT] = { "bad_debt", "ratio", true, INSIGHT_PERCENT, {
        "(Write-offs - recoveries) / sales of the period.",
        "(Ausbuchungen − Rückholungen) / Umsatz des Zeitraums.",
        "(Passages en perte − récupérations) / ventes de la période." } },
    [INSIGHT_AT_RISK] = { "at_risk", "rate", true, INSIGHT_PERCENT, {
        "Of what was billed in a month, the share that was unpaid 90 days past due: the last month that ended 120 days ago.",
        "Vom Fakturierten eines Monats der Anteil, der 90 Tage nach Fälligkeit unbezahlt war: des letzten Monats, der vor 120 Tagen endete.",
        "De ce qui a été facturé en un mois, la part impayée 90 jours après l’échéance : le dernier mois terminé il y a 120 jours." } },
    [INSIGHT_KEPT_COUNT] = { "promises", "kept_count", true, INSIGHT_PERCENT, {
        "Promises kept / promises judged in the period.",
        "Gehaltene Zusagen / im Zeitraum beurteilte Zusagen.",
        "Promesses tenues / promesses jugées dans la période." } },
    [INSIGHT_KEPT_AMOUNT] = { "promises", "kept_amount", false, INSIGHT_PERCENT, {
        "Received by the judged day / promised, of the same promises.",
        "Bis zum Stichtag eingegangen / zugesagt, aus denselben Zusagen.",
        "Reçu au jour du jugement / promis, pour les mêmes promesses." } },
    [INSIGHT_DISPUTE_MEDIAN] = { "dispute_cycle", "median", true, INSIGHT_DAYS, {
        "Half of the disputes closed in the period took no more days.",
        "Die Hälfte der im Zeitraum geschlossenen Streitfälle dauerte nicht länger.",
        "La moitié des litiges clos dans la période n’a pas duré plus longtemps." } },
    [INSIGHT_DISPUTE_P90] = { "dispute_cycle", "p90", false, INSIGHT_DAYS, {
        "Nine of ten disputes closed in the period took no more days.",
        "Neun von zehn der im Zeitraum geschlossenen Streitfälle dauerten nicht länger.",
        "Neuf litiges sur dix clos dans la période n’ont pas duré plus longtemps." } },
    [INSIGHT_DISPUTED] = { "disputed", "past_due_share", true, INSIGHT_PERCENT, {
        "What is past due and in dispute / what is past due.",
        "Was überfällig und strittig ist / was überfällig ist.",
        "Ce qui est échu et contesté / ce qui est échu." } },
    [INSIGHT_CONCENTRATION] = { "concentration", "top_10", true, INSIGHT_PERCENT, {
        "What the ten customers that owe most owe / all that is owed.",
        "Was die zehn Kunden schulden, die am meisten schulden / alles Geschuldete.",
        "Ce que doivent les dix clients qui doivent le plus / tout ce qui est dû." } },
};
/* clang-format on */
