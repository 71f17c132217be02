#include "handler/export_values.h"

#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "store/q_dispute_view.h"

/* clang-format off */
static const struct {
    const char *code, *word[LANGUAGES]; /* column/code, or schema/column/code */
} VALUES[] = {
    { "status/ok", { "In order", "In Ordnung", "En règle" } },
    { "status/due", { "Due", "Fällig", "À échoir" } },
    { "status/overdue", { "Overdue", "Überfällig", "En retard" } },
    { "status/promised", { "Promised", "Zugesagt", "Promis" } },
    { "status/promise_broken", { "Promise broken", "Zusage gebrochen", "Promesse non tenue" } },
    { "status/disputed", { "Disputed", "Strittig", "En litige" } },
    { "status/held", { "On hold", "Mahnsperre", "Suspendu" } },
    { "status/fault", { "Script fault", "Skriptfehler", "Erreur de script" } },
    { "status/uncertain", { "Mail uncertain", "Mail ungewiss", "Envoi incertain" } },
    { "status/settled", { "Settled", "Beglichen", "Réglé" } },
    { "status/unapplied", { "Unapplied", "Nicht zugeordnet", "Non lettré" } },
    { "status/open", { "Open", "Offen", "Ouvert" } },
    { "status/partly", { "Partly paid", "Teilweise bezahlt", "Payé en partie" } },
    { "status/active", { "Active", "Aktiv", "Actif" } },
    { "status/on_hold", { "On hold", "Gesperrt", "Suspendu" } },
    { "status/legal", { "In legal collection", "In Rechtsverfolgung", "En contentieux" } },
    { "status/closed", { "Closed", "Geschlossen", "Clôturé" } },
    { "status/disabled", { "Switched off", "Abgeschaltet", "Désactivé" } },
    { "status/posted", { "Posted", "Gebucht", "Comptabilisé" } },
    { "status/cancelled", { "Cancelled", "Storniert", "Annulé" } },
    { "kind/business", { "Business", "Unternehmen", "Entreprise" } },
    { "kind/public_body", { "Public body", "Öffentliche Hand", "Organisme public" } },
    { "kind/consumer", { "Consumer", "Verbraucher", "Consommateur" } },
    { "kind/invoice", { "Invoice", "Rechnung", "Facture" } },
    { "kind/credit", { "Credit note", "Gutschrift", "Avoir" } },
    { "kind/payment", { "Payment", "Zahlung", "Paiement" } },
    { "kind/refund", { "Refund", "Erstattung", "Remboursement" } },
    { "kind/fee", { "Fee", "Gebühr", "Frais" } },
    { "kind/interest", { "Interest", "Zinsen", "Intérêts" } },
    { "kind/write_off", { "Write-off", "Ausbuchung", "Passage en perte" } },
    { "kind/manual", { "Hold", "Mahnsperre", "Suspension" } },
    { "kind/legal", { "Legal hold", "Rechtliche Mahnsperre", "Suspension légale" } },
    { "kind/tax_form", { "Tax form", "Steuerformular", "Formulaire fiscal" } },
    { "kind/proof_of_delivery", { "Proof of delivery", "Liefernachweis", "Preuve de livraison" } },
    { "kind/remittance_advice", { "Remittance advice", "Zahlungsavis", "Avis de paiement" } },
    { "kind/purchase_order", { "Purchase order", "Bestellung", "Bon de commande" } },
    { "kind/contract", { "Contract", "Vertrag", "Contrat" } },
    { "kind/other", { "Other document", "Andere Unterlage", "Autre document" } },
    { "kind/boosted", { "trees", "Bäume", "arbres" } },
    { "kind/habit", { "habits", "Gewohnheiten", "habitudes" } },
    { "kind/mail_sent", { "Mail sent", "Mail gesendet", "Message envoyé" } },
    { "kind/mail_failed", { "Mail failed", "Mail gescheitert", "Envoi échoué" } },
    { "kind/mail_uncertain", { "Mail uncertain", "Mail ungewiss", "Envoi incertain" } },
    { "kind/letter_printed", { "Letter printed", "Brief gedruckt", "Lettre imprimée" } },
    { "kind/mail_cancelled", { "Mail cancelled", "Mail zurückgezogen", "Envoi annulé" } },
    { "kind/assignment", { "Assignment", "Zuteilung", "Attribution" } },
    { "kind/note", { "Note", "Notiz", "Note" } },
    { "kind/call", { "Call", "Anruf", "Appel" } },
    { "kind/message", { "Message", "Nachricht", "Message" } },
    { "kind/allocation", { "Allocation", "Zuordnung", "Lettrage" } },
    { "kind/reversal", { "Reversal", "Rücknahme", "Annulation" } },
    { "kind/promise", { "Promise", "Zusage", "Promesse" } },
    { "kind/dispute", { "Dispute", "Klärungsfall", "Litige" } },
    { "kind/hold", { "Hold", "Mahnsperre", "Suspension" } },
    { "kind/attachment", { "File", "Datei", "Fichier" } },
    { "kind/contact", { "Contact", "Kontakt", "Contact" } },
    { "kind/strategy", { "Strategy", "Strategie", "Stratégie" } },
    { "kind/tag", { "Tag", "Kennzeichen", "Étiquette" } },
    { "kind/follow_up", { "Follow-up", "Wiedervorlage", "Suivi" } },
    { "kind/follow_up_done", { "Follow-up done", "Wiedervorlage erledigt", "Suivi terminé" } },
    { "kind/decision", { "Script decision", "Entscheidung eines Skripts", "Décision du script" } },
    { "kind/portal_visit", { "Portal visit", "Besuch im Portal", "Visite du portail" } },
    { "kind/invoice_note", { "Note of the customer", "Notiz des Kunden", "Note du client" } },
    { "kind/message_done", { "Message done", "Nachricht erledigt", "Message traité" } },
    { "kind/message_reopened", { "Message waits again", "Nachricht wartet wieder", "Message de nouveau en attente" } },
    { "kind/mail_planned", { "Mail planned", "Mail geplant", "Envoi prévu" } },
    { "kind/mail_bounced", { "Mail came back", "Mail kam zurück", "Message revenu" } },
    { "kind/mail_delayed", { "Mail delayed", "Mail verzögert", "Message retardé" } },
    { "kind/mail_arrived", { "Mail arrived", "Mail angekommen", "Message arrivé" } },
    { "kind/mail_auto", { "Automatic answer", "Automatische Antwort", "Réponse automatique" } },
    { "kind/payment_intent", { "Payment in the portal", "Zahlung im Portal", "Paiement sur le portail" } },
    { "kind/payment_method", { "Method of payment", "Zahlungsart", "Moyen de paiement" } },
    { "kind/payment_autopay", { "Autopay", "Automatisches Zahlen", "Paiement automatique" } },
    { "kind/risk", { "Risk", "Risiko", "Risque" } },
    { "kind/document_request", { "Document asked for", "Angeforderte Unterlage", "Document demandé" } },
    { "kind/customer", { "Customer data", "Kundendaten", "Données du client" } },
    { "kind/import", { "Import", "Import", "Import" } },
    { "kind/user", { "User", "Benutzer", "Utilisateur" } },
    { "kind/client", { "API client", "API-Client", "Client d’API" } },
    { "kind/script", { "Script", "Skript", "Script" } },
    { "kind/system", { "Dunlin itself", "Dunlin selbst", "Dunlin même" } },
    { "kind/deduction", { "Deduction", "Abzug", "Déduction" } },
    { "kind/both", { "Dispute or deduction", "Streitfall oder Abzug", "Litige ou déduction" } },
    { "kind/statement", { "Statement", "Kontoauszug", "Relevé" } },
    { "kind/letter", { "Letter", "Brief", "Lettre" } },
    { "kind/file", { "File", "Datei", "Fichier" } },
    { "kind/reply", { "Reply", "Antwort", "Réponse" } },
    { "kind/auto", { "Automatic answer", "Automatische Antwort", "Réponse automatique" } },
    { "kind/bounce", { "Came back", "Rückläufer", "Revenu" } },
    { "kind/delay", { "Delayed", "Verzögert", "Retardé" } },
    { "kind/delivered", { "Delivered", "Zugestellt", "Remis" } },
    { "kind/unreadable", { "Unreadable", "Unlesbar", "Illisible" } },
    { "kind/daily", { "Daily", "Täglich", "Quotidienne" } },
    { "kind/event", { "After an event", "Nach einem Ereignis", "Après un événement" } },
    { "state/open", { "Open", "Offen", "Ouverte" } },
    { "state/kept", { "Kept", "Gehalten", "Tenue" } },
    { "state/partly", { "Partly kept", "Teilweise gehalten", "Tenue en partie" } },
    { "state/broken", { "Broken", "Gebrochen", "Rompue" } },
    { "state/cancelled", { "Cancelled", "Zurückgenommen", "Annulée" } },
    { "state/planned", { "Planned", "Geplant", "Prévu" } },
    { "state/claimed", { "Next to go", "Als Nächstes", "Prochain" } },
    { "state/sending", { "Sending", "Wird gesendet", "En cours" } },
    { "state/handed_over", { "Sent", "Gesendet", "Envoyé" } },
    { "state/failed", { "Failed", "Gescheitert", "Échoué" } },
    { "state/uncertain", { "Uncertain", "Ungewiss", "Incertain" } },
    { "state/answered", { "Answered: look at it", "Beantwortet: ansehen", "Répondu : à examiner" } },
    { "state/accepted", { "Accepted", "Angenommen", "Accepté" } },
    { "state/withdrawn", { "Withdrawn", "Zurückgezogen", "Retiré" } },
    { "state/waiting", { "Waits for approval", "Wartet auf Zustimmung", "Attend un accord" } },
    { "state/recorded", { "Recorded", "Erfasst", "Saisi" } },
    { "state/refused", { "Refused", "Abgelehnt", "Refusé" } },
    { "state/reversed", { "Undone", "Rückgängig", "Annulé" } },
    { "state/processing", { "On its way", "Unterwegs", "En route" } },
    { "state/succeeded", { "Paid", "Bezahlt", "Payé" } },
    { "state/expired", { "Expired", "Abgelaufen", "Expiré" } },
    { "state/draft", { "Draft", "Entwurf", "Brouillon" } },
    { "state/checked", { "Checked draft", "Geprüfter Entwurf", "Brouillon vérifié" } },
    { "state/approved", { "Approved", "Freigegeben", "Approuvée" } },
    { "state/active", { "Active", "Aktiv", "Active" } },
    { "state/superseded", { "Superseded", "Abgelöst", "Remplacée" } },
    { "state/done", { "Done", "Erledigt", "Fait" } },
    { "state/running", { "Running", "Läuft", "En cours" } },
    { "state/errors", { "With errors", "Mit Fehlern", "Avec des erreurs" } },
    { "state/making", { "Being made", "Wird gebildet", "En formation" } },
    { "state/ready", { "To be posted", "Zu versenden", "À poster" } },
    { "state/posting", { "Being marked", "Wird vermerkt", "En cours de marquage" } },
    { "state/posted", { "Posted", "Versandt", "Posté" } },
    { "state/in", { "In the file", "In der Datei", "Dans le fichier" } },
    { "state/taken_out", { "Taken out", "Herausgenommen", "Retirée" } },
    { "state/left_out", { "Left out", "Weggelassen", "Écartée" } },
    { "state/waits_for_approval", { "Waits for approval", "Wartet auf Zustimmung", "Attend une approbation" } },
    { "state/closed", { "Closed", "Geschlossen", "Clos" } },
    { "channel/email", { "E-mail", "E-Mail", "E-mail" } },
    { "channel/letter", { "Letter", "Brief", "Lettre" } },
    { "channel/call", { "By phone", "Am Telefon", "Par téléphone" } },
    { "channel/mail", { "By mail", "Per Mail", "Par e-mail" } },
    { "channel/chat", { "In a conversation", "Im Gespräch", "Dans une conversation" } },
    { "channel/portal", { "In the portal", "Im Portal", "Dans le portail" } },
    { "channel/sms", { "Text message", "SMS", "SMS" } },
    { "resolution/credit", { "Credit given", "Gutschrift erteilt", "Avoir accordé" } },
    { "resolution/reject", { "Rejected", "Abgelehnt", "Rejeté" } },
    { "resolution/rebill", { "Billed anew", "Neu berechnet", "Refacturé" } },
    { "resolution/write_off", { "Written off", "Ausgebucht", "Passé en perte" } },
    { "resolution/withdrawn", { "Withdrawn by the customer", "Vom Kunden zurückgezogen", "Retiré par le client" } },
    { "purpose/remittance", { "Remittance advice", "Zahlungsavis", "Avis de paiement" } },
    { "purpose/proof", { "Proof of payment", "Zahlungsbeleg", "Preuve de paiement" } },
    { "purpose/tax_form", { "Tax form", "Steuerformular", "Formulaire fiscal" } },
    { "risk/low", { "Low risk", "Niedriges Risiko", "Risque faible" } },
    { "risk/medium", { "Medium risk", "Mittleres Risiko", "Risque moyen" } },
    { "risk/high", { "High risk", "Hohes Risiko", "Risque élevé" } },
    { "role/viewer", { "Viewer", "Leser", "Lecture" } },
    { "role/collector", { "Collector", "Sachbearbeitung", "Recouvrement" } },
    { "role/manager", { "Manager", "Leitung", "Responsable" } },
    { "role/admin", { "Administrator", "Administration", "Administration" } },
    { "next_action/none", { "Nothing", "Nichts", "Rien" } },
    { "next_action/send", { "Send {what}", "{what} senden", "Envoyer {what}" } },
    { "next_action/call", { "Call", "Anrufen", "Appeler" } },
    { "next_action/review", { "Review", "Prüfen", "Examiner" } },
    { "next_action/by_hand", { "Follow-up", "Wiedervorlage", "Tâche" } },
    { "next_action/review_for_agency", { "Review for agency", "Für Inkasso prüfen", "Envisager l’agence" } },
    { "next_action/review_risk", { "Look at the risk", "Risiko ansehen", "Examiner le risque" } },
    { "next_action/approval", { "Approve", "Freigeben", "Approuver" } },
    { "next_action/apply_credit", { "Apply credit", "Guthaben zuordnen", "Lettrer l’avoir" } },
    { "next_action/resolve_dispute", { "Resolve dispute", "Klärungsfall lösen", "Régler le litige" } },
    { "next_action/find_address", { "Find a postal address", "Postanschrift finden", "Trouver une adresse postale" } },
    { "next_action/find_contact", { "Find a contact", "Kontakt finden", "Trouver un contact" } },
    { "next_action/check_mail", { "Check uncertain mail", "Ungewisse Mail prüfen", "Vérifier l’envoi incertain" } },
    { "next_action/broken_promise", { "Follow up broken promise", "Gebrochene Zusage nachfassen", "Relancer la promesse" } },
    { "next_action/repair_the_script", { "Repair the script", "Skript reparieren", "Réparer le script" } },
    { "next_action/decide", { "Decide what next", "Weiteres entscheiden", "Décider la suite" } },
    { "next_action/answer", { "Answer the reply", "Auf Antwort reagieren", "Répondre au client" } },
    { "next_action/check_payment", { "Check the promised payment", "Zugesagte Zahlung prüfen", "Vérifier le paiement promis" } },
    { "next_action/write_text", { "Write the missing text", "Fehlenden Text schreiben", "Écrire le texte manquant" } },
    { "next_action/bring_cash_data", { "Bring bank data up to date", "Bankdaten nachführen", "Mettre à jour les données bancaires" } },
    { "next_action/undeliverable", { "Mend the address", "Adresse berichtigen", "Corriger l’adresse" } },
    { "next_action/uncertain_mail", { "Check uncertain mail", "Ungewissen Versand prüfen", "Vérifier l’envoi incertain" } },
    { "next_action/message", { "Answer the message", "Nachricht beantworten", "Répondre au message" } },
    { "next_action/wait", { "Wait", "Warten", "Attendre" } },
    { "next_action/wait_for_payment", { "Wait for payment", "Auf Zahlung warten", "Attendre le paiement" } },
    { "next_action/wait_for_cash_data", { "Wait for bank data", "Auf Bankdaten warten", "Attendre la banque" } },
    { "next_action/wait_for_delivery", { "Wait for delivery", "Auf Zustellung warten", "Attendre la remise" } },
    { "next_action/dispute_target", { "Dispute past its target", "Klärungsfall über dem Ziel", "Litige au-delà de l’objectif" } },
    { "next_action/issue_credit", { "Issue the credit note", "Gutschrift ausstellen", "Émettre l’avoir" } },
    { "next_action/rebill", { "Invoice anew", "Neu berechnen", "Refacturer" } },
    { "next_action/write_off", { "Write off", "Ausbuchen", "Passer en perte" } },
    { "figure/dso", { "Days sales outstanding", "Forderungslaufzeit (DSO)", "Délai moyen de paiement (DSO)" } },
    { "figure/add", { "Average days delinquent", "Mittlerer Verzug (ADD)", "Retard moyen (ADD)" } },
    { "figure/cei", { "Collection effectiveness", "Einzugswirkung (CEI)", "Efficacité du recouvrement (CEI)" } },
    { "figure/adp", { "Days to pay", "Tage bis zur Zahlung", "Jours jusqu’au paiement" } },
    { "figure/dbt", { "Days beyond terms", "Tage nach Fälligkeit", "Jours après l’échéance" } },
    { "figure/past_due", { "Past due", "Überfällig", "Échu" } },
    { "figure/over_90", { "Over 90 days", "Über 90 Tage", "Plus de 90 jours" } },
    { "figure/bad_debt", { "Bad debt", "Forderungsausfall", "Créances perdues" } },
    { "figure/at_risk", { "At risk", "Gefährdet", "À risque" } },
    { "figure/promises", { "Promises kept", "Gehaltene Zusagen", "Promesses tenues" } },
    { "figure/dispute_cycle", { "Time to settle disputes", "Dauer von Streitfällen", "Durée des litiges" } },
    { "figure/disputed", { "Disputed of past due", "Strittig von Überfälligem", "Part contestée de l’échu" } },
    { "figure/concentration", { "Owed by the top ten", "Schuld der zehn Größten", "Dû par les dix premiers" } },
    { "variant/countback", { "countback", "Rückrechnung", "par épuisement" } },
    { "variant/simple", { "simple", "einfach", "simple" } },
    { "variant/best_possible", { "best possible", "bestmöglich", "meilleur possible" } },
    { "variant/monthly", { "by month", "nach Monaten", "par mois" } },
    { "variant/full_period", { "whole period at once", "ganzer Zeitraum auf einmal", "toute la période à la fois" } },
    { "variant/crf", { "quarterly form of the CRF", "Quartalsform der CRF", "forme trimestrielle du CRF" } },
    { "variant/weighted", { "weighted by amount", "nach Betrag gewichtet", "pondéré par le montant" } },
    { "variant/unweighted", { "mean of invoices", "Mittel der Rechnungen", "moyenne des factures" } },
    { "variant/signed", { "early payment counts", "frühe Zahlung zählt", "le paiement anticipé compte" } },
    { "variant/floored", { "early payment as 0", "frühe Zahlung als 0", "paiement anticipé à 0" } },
    { "variant/ratio", { "share of amount", "Anteil am Betrag", "part du montant" } },
    { "variant/rate", { "share of amount", "Anteil am Betrag", "part du montant" } },
    { "variant/kept_count", { "by number", "nach Anzahl", "en nombre" } },
    { "variant/kept_amount", { "by amount", "nach Betrag", "en montant" } },
    { "variant/median", { "median", "Median", "médiane" } },
    { "variant/p90", { "nine of ten", "neun von zehn", "neuf sur dix" } },
    { "variant/past_due_share", { "share of amount", "Anteil am Betrag", "part du montant" } },
    { "variant/top_10", { "share of amount", "Anteil am Betrag", "part du montant" } },
    { "causes/fault", { "Script failed", "Skript fehlgeschlagen", "Script en échec" } },
    { "causes/mail_uncertain", { "Mail uncertain", "Versand ungewiss", "Envoi incertain" } },
    { "causes/mail_failed", { "Mail not delivered", "Mail nicht zugestellt", "Courriel non remis" } },
    { "causes/reply", { "Reply waiting", "Antwort wartet", "Réponse en attente" } },
    { "causes/promise_broken", { "Promise broken", "Zusage gebrochen", "Promesse rompue" } },
    { "causes/promise_due", { "Promise due", "Zusage fällig", "Promesse à échéance" } },
    { "causes/dispute_late", { "Dispute past target", "Klärungsfall über dem Ziel", "Litige hors délai" } },
    { "causes/task", { "Follow-up due", "Wiedervorlage fällig", "Suivi à faire" } },
    { "causes/no_contact", { "Nobody to write to", "Kein Empfänger", "Aucun destinataire" } },
    { "causes/no_text", { "Text missing", "Text fehlt", "Texte manquant" } },
    { "causes/stale", { "Cash data too old", "Zahlungsdaten zu alt", "Données bancaires trop anciennes" } },
    { "causes/credit", { "Credit to apply", "Guthaben zuzuordnen", "Crédit à affecter" } },
    { "causes/approval", { "Waits for approval", "Wartet auf Freigabe", "En attente d’approbation" } },
    { "causes/risk", { "Risk has become high", "Risiko ist hoch geworden", "Le risque est devenu élevé" } },
    { "causes/exhausted", { "No step left", "Kein Schritt mehr", "Plus d’étape" } },
    { "causes/no_address", { "No address that a letter can be posted to", "Keine Anschrift, an die ein Brief gehen kann", "Aucune adresse où poster une lettre" } },
    { "cause/server_busy", { "The mail server could not take it yet", "Der Mailserver konnte sie noch nicht annehmen", "Le serveur de messagerie n’a pas encore pu le prendre" } },
    { "cause/server_silent", { "The mail server did not take it for a whole day", "Der Mailserver nahm sie einen ganzen Tag lang nicht an", "Le serveur de messagerie ne l’a pas pris de toute une journée" } },
    { "cause/refused", { "The mail server refused the message", "Der Mailserver hat die Nachricht abgelehnt", "Le serveur de messagerie a refusé le message" } },
    { "cause/address_refused", { "The mail server refused an address", "Der Mailserver hat eine Adresse abgelehnt", "Le serveur de messagerie a refusé une adresse" } },
    { "cause/not_written", { "The message could not be written", "Die Nachricht konnte nicht geschrieben werden", "Le message n’a pas pu être écrit" } },
    { "cause/not_arrived", { "It did not arrive, a colleague says", "Sie kam nicht an, sagt jemand aus dem Team", "Il n’est pas arrivé, dit un collègue" } },
    { "cause/suppressed", { "Mail to the address is stopped after it came back", "Mail an die Adresse ist nach einem Rückläufer gestoppt", "Les envois à cette adresse sont arrêtés après un retour" } },
    { "cause/nobody", { "There is nobody to write to", "Es gibt niemanden, dem man schreiben kann", "Il n’y a personne à qui écrire" } },
    { "cause/held", { "A hold keeps the debt from being reminded", "Eine Sperre hält die Forderung zurück", "Un blocage empêche la relance" } },
    { "cause/bounced", { "It came back", "Sie kam zurück", "Il est revenu" } },
    { "cause/file_broken", { "A file that goes with it cannot be read", "Eine Datei, die mitgehen soll, ist nicht lesbar", "Un fichier à joindre est illisible" } },
    { "cause/files_too_large", { "The files that go with it are too many or too large", "Die Dateien, die mitgehen sollen, sind zu viele oder zu groß", "Les fichiers à joindre sont trop nombreux ou trop gros" } },
    { "cause/unknown", { "Nobody knows whether it arrived", "Niemand weiß, ob sie ankam", "Personne ne sait s’il est arrivé" } },
    { "cause/no_address", { "No address that a letter can be posted to", "Keine Anschrift, an die ein Brief gehen kann", "Aucune adresse où poster une lettre" } },
    { "cash_authority/erp", { "the accounting's", "die der Buchhaltung", "ceux de la comptabilité" } },
    { "cash_authority/dunlin", { "Dunlin's", "die von Dunlin", "ceux de Dunlin" } },
    { "provider/sandbox", { "Trial payment", "Probezahlung", "Paiement d’essai" } },
    { "provider/stripe", { "Stripe", "Stripe", "Stripe" } },
    { "provider/transfer", { "Bank transfer", "Überweisung", "Virement" } },
    { "effect/booked", { "Booked", "Gebucht", "Comptabilisé" } },
    { "effect/moved", { "State changed", "Stand geändert", "État changé" } },
    { "effect/nothing", { "Nothing new", "Nichts Neues", "Rien de nouveau" } },
    { "effect/noted", { "Noted", "Vermerkt", "Noté" } },
    { "effect/waiting", { "Waits for its payment", "Wartet auf seine Zahlung", "Attend son paiement" } },
    { "effect/ignored", { "Not of here", "Nicht von hier", "Pas d’ici" } },
    { "effect/refused", { "Refused", "Abgelehnt", "Refusé" } },
    { "disorder/early", { "Before its payment", "Vor seiner Zahlung", "Avant son paiement" } },
    { "disorder/late", { "After a later one", "Nach einer späteren", "Après un plus récent" } },
    { "side/debit", { "Debit", "Soll", "Débit" } },
    { "side/credit", { "Credit", "Haben", "Crédit" } },
    { "side/customer", { "Customer", "Kunde", "Client" } },
    { "side/us", { "Us", "Wir", "Nous" } },
    { "remedy/settle", { "Say whether it arrived", "Sagen, ob sie ankam", "Dire s’il est arrivé" } },
    { "remedy/wait", { "Wait", "Warten", "Attendre" } },
    { "remedy/retry", { "Send again", "Erneut senden", "Renvoyer" } },
    { "remedy/change_address", { "Change the address", "Adresse ändern", "Changer l’adresse" } },
    { "remedy/lift_suppression", { "Let mail go there again", "Mail dorthin wieder zulassen", "Rétablir les envois" } },
    { "remedy/add_contact", { "Add a contact", "Kontakt hinzufügen", "Ajouter un contact" } },
    { "remedy/see_holds", { "Look at the holds", "Sperren ansehen", "Voir les suspensions" } },
    { "remedy/edit_address", { "Enter a postal address", "Postanschrift eintragen", "Saisir une adresse postale" } },
    { "remedy/replace_file", { "Replace the file", "Datei ersetzen", "Remplacer le fichier" } },
    { "remedy/fewer_files", { "Send fewer files", "Weniger Dateien senden", "Envoyer moins de fichiers" } },
    { "author_kind/user", { "Company", "Firma", "Entreprise" } },
    { "author_kind/contact", { "Customer", "Kunde", "Client" } },
    { "author_kind/system", { "Dunlin itself", "Dunlin selbst", "Dunlin même" } },
    { "scope/account", { "Account", "Konto", "Compte" } },
    { "scope/statement", { "Statement", "Kontoauszug", "Relevé" } },
    { "scope/invoice", { "Invoice", "Rechnung", "Facture" } },
    { "period/day", { "Day", "Tag", "Jour" } },
    { "period/week", { "Week", "Woche", "Semaine" } },
    { "period/month", { "Month", "Monat", "Mois" } },
    { "why/forged", { "Forged address", "Gefälschte Adresse", "Adresse falsifiée" } },
    { "why/unknown", { "Unknown sender", "Unbekannter Absender", "Expéditeur inconnu" } },
    { "why/stranger", { "Not of the customer", "Gehört nicht zum Kunden", "Étranger au client" } },
    { "unit/days", { "days", "Tage", "jours" } },
    { "unit/percent", { "%", "%", "%" } },
    { "by/template", { "Template", "Vorlage", "Modèle" } },
    { "by/step", { "Step", "Schritt", "Étape" } },
    { "by/channel", { "Channel", "Kanal", "Canal" } },
    { "by/weekday", { "Weekday", "Wochentag", "Jour de la semaine" } },
    { "by/hour", { "Hour", "Stunde", "Heure" } },
    { "by/strategy", { "Strategy", "Strategie", "Stratégie" } },
    { "note/too_early", { "Too early to say", "Noch zu früh", "Trop tôt pour le dire" } },
    { "note/too_few_to_compare", { "Too few to compare", "Zu wenige zum Vergleich", "Trop peu pour comparer" } },
    { "topic/reminder", { "Reminder", "Mahnung", "Relance" } },
    { "topic/notice", { "Notice", "Mitteilung", "Avis" } },
    { "waiting_on/us", { "Us", "Wir", "Nous" } },
    { "waiting_on/customer", { "Customer", "Kunde", "Client" } },
    { "waiting_on/approval", { "Approval", "Zustimmung", "Accord" } },
    { "sees/all", { "All customers", "Alle Kunden", "Tous les clients" } },
    { "sees/own", { "Own customers", "Eigene Kunden", "Ses clients" } },
    { "template/upcoming", { "notice before due", "Vorab-Hinweis", "avis avant échéance" } },
    { "template/reminder_first", { "reminder 1", "Zahlungserinnerung", "relance 1" } },
    { "template/reminder_second", { "reminder 2", "2. Mahnung", "relance 2" } },
    { "template/final_notice", { "final notice", "Letzte Mahnung", "mise en demeure" } },
    { "template/message", { "own words", "eigene Worte", "texte libre" } },
    { "template/document_request", { "document request", "Dokumentanforderung", "demande de document" } },
    { "template/chat_notice", { "message in the portal", "Nachricht im Portal", "message dans le portail" } },
    { "template/payment_ahead", { "notice of autopay", "Ankündigung des Einzugs", "annonce du prélèvement" } },
    { "template/payment_declined", { "autopay declined", "Einzug abgelehnt", "prélèvement refusé" } },
    { "template/payment_declined_again", { "autopay declined, once more", "Einzug abgelehnt, noch einmal", "prélèvement refusé, nouvel essai" } },
    { "template/payment_receipt", { "receipt", "Zahlungsbestätigung", "reçu de paiement" } },
    { "template/statement", { "account statement", "Kontoauszug", "relevé de compte" } },
    { "template/promise_confirmed", { "promise confirmed", "Zusage bestätigt", "promesse confirmée" } },
    { "template/promise_broken", { "promise broken", "Zusage nicht gehalten", "promesse non tenue" } },
    { "template/dispute_received", { "dispute received", "Beanstandung eingegangen", "réclamation reçue" } },
    { "template/dispute_closed", { "dispute settled", "Beanstandung geklärt", "réclamation réglée" } },
    { "template/payment_thanks", { "thanks for a payment", "Dank für eine Zahlung", "merci pour un paiement" } },
    { "outbox_row/state/cancelled", { "Cancelled", "Zurückgezogen", "Annulé" } },
    { "payment_row/state/open", { "Begun", "Begonnen", "Commencé" } },
    { "payment_row/state/cancelled", { "Cancelled", "Abgebrochen", "Annulé" } },
    { "payment_row/state/failed", { "Declined", "Abgelehnt", "Refusé" } },
    { "document_request/state/open", { "Waiting for the customer", "Wartet auf den Kunden", "Attend le client" } },
    { "dispute_row/state/open", { "Open", "Offen", "Ouvert" } },
};
/* clang-format on */

enum err
export_values_read(
    struct db *db, struct arena *a, const char *language, struct export_values *out)
{
    struct dispute_reasons *reasons;
    enum err e = dispute_reasons(db, a, &reasons, &out->reasons_n);

    if (e)
        return e;
    out->language = language;
    out->reasons = reasons;
    return OK;
}

static const char *
reason_of(const struct export_values *v, const char *code)
{
    for (size_t i = 0; i < v->reasons_n; i++) {
        const struct dispute_reasons *r = &v->reasons[i];
        const char *const name[LANGUAGES] = { r->name_en, r->name_de, r->name_fr };

        if (text_eq(r->code, code))
            return name[language_of(v->language)];
    }
    return NULL;
}

/* The engine's phrases have blanks where their names have none. */
static bool
same(const char *name, const char *code)
{
    for (; *name && (*name == *code || (*name == '_' && *code == ' ')); name++)
        code++;
    return !*name && !*code;
}

/* What follows "begin/"; NULL: something else stands there. */
static const char *
after(const char *name, const char *begin)
{
    size_t n = strlen(begin);

    return !strncmp(name, begin, n) && name[n] == '/' ? name + n + 1 : NULL;
}

/* schema NULL: for all of them. */
static const char *
find(const struct export_values *v, const char *schema, const char *column,
    const char *code)
{
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        const char *at = VALUES[i].code;

        if (schema)
            at = after(at, schema);
        if (at && (at = after(at, column)) && same(at, code))
            return VALUES[i].word[language_of(v->language)];
    }
    return NULL;
}

/* "send reminder_first" */
static const char *
sending(const struct export_values *v, struct arena *a, const char *template)
{
    static const char WHAT[] = "{what}";
    const char *say = find(v, NULL, "next_action", "send"),
               *word = find(v, NULL, "template", template);
    const char *at = strstr(say, WHAT);

    return arena_fmt(a, "%.*s%s%s", (int)(at - say), say, word ? word : template,
        at + sizeof WHAT - 1);
}

const char *
export_value(const struct export_values *v, struct arena *a, const char *schema,
    const char *column, const char *code)
{
    static const char SEND[] = "send ";
    const char *own;

    if (text_eq(column, "reason_code"))
        return reason_of(v, code);
    if (text_eq(column, "next_action") && text_starts(code, SEND))
        return sending(v, a, code + sizeof SEND - 1);
    own = find(v, schema, column, code);
    return own ? own : find(v, NULL, column, code);
}
