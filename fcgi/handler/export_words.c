#include "handler/export_words.h"

#include <string.h>

enum { EN, DE, FR, LANGUAGES };

static const struct {
    const char *name, *word[LANGUAGES];
} WORDS[] = {
    { "list", { "List", "Liste", "Liste" } },
    { "filters", { "Filters", "Filter", "Filtres" } },
    { "rows", { "Rows", "Zeilen", "Lignes" } },
    { "made_at", { "Made at", "Erstellt am", "Créé le" } },
    { "made_by", { "Made by", "Erstellt von", "Créé par" } },
    { "columns", { "Columns", "Spalten", "Colonnes" } },
    { "all_of_it", { "Everything", "Alles", "Tout" } },
    { "number", { "Number", "Nummer", "Numéro" } },
    { "name", { "Name", "Name", "Nom" } },
    { "customer", { "Customer", "Kunde", "Client" } },
    { "customers", { "Customers", "Kunden", "Clients" } },
    { "worklist", { "Worklist", "Arbeitsliste", "Liste de travail" } },
    { "invoices", { "Invoices", "Rechnungen", "Factures" } },
    { "order_numbers", { "Orders", "Bestellungen", "Commandes" } },
    { "invited_on", { "Invited", "Eingeladen", "Invité le" } },
    { "visited_on", { "Last visit", "Letzter Besuch", "Dernière visite" } },
    { "visits", { "Days of visits", "Besuchstage", "Jours de visite" } },
    { "reminders", { "Days of reminders", "Mahntage", "Jours de relance" } },
    { "prompts",
        { "Reminders and visits", "Mahnungen und Besuche", "Relances et visites" } },
    { "prompts_paid", { "Paid soon after", "Bald danach bezahlt", "Payé peu après" } },
    { "payments", { "Payments", "Zahlungen", "Paiements" } },
    { "payments_through",
        { "Through the portal", "Über das Portal", "Par le portail" } },
    { "items", { "Items", "Posten", "Pièces" } },
    { "outbox", { "Outbox", "Postausgang", "Boîte d'envoi" } },
    { "follow-ups", { "Follow-ups", "Wiedervorlagen", "Relances à faire" } },
    { "promises", { "Promises", "Zusagen", "Promesses" } },
    { "disputes", { "Disputes", "Streitfälle", "Litiges" } },
    { "timeline", { "Timeline", "Verlauf", "Historique" } },
    { "contacts", { "Contacts", "Kontakte", "Contacts" } },
    { "holds", { "Holds", "Sperren", "Suspensions" } },
    { "messages", { "Messages", "Nachrichten", "Messages" } },
    { "attachments", { "Files", "Dateien", "Fichiers" } },
    { "history", { "History", "Entwicklung", "Évolution" } },
    { "audit", { "Audit", "Protokoll", "Audit" } },
    { "refunds", { "Refunds", "Erstattungen", "Remboursements" } },
    { "document-requests",
        { "Documents asked for", "Angeforderte Unterlagen", "Documents demandés" } },
    { "inbox", { "Inbox", "Posteingang", "Boîte de réception" } },
    { "unassigned-mail",
        { "Unassigned mail", "Nicht zugeordnete Post", "Courrier non attribué" } },
    { "letter-batches", { "Batches of letters", "Briefstapel", "Lots de lettres" } },
    { "letters", { "Letters", "Briefe", "Lettres" } },
    { "members", { "Team", "Team", "Équipe" } },
    { "divisions", { "Divisions", "Bereiche", "Divisions" } },
    { "fx-rates", { "Exchange rates", "Wechselkurse", "Taux de change" } },
    { "clients", { "API clients", "API-Clients", "Clients d'API" } },
    { "roles", { "Roles", "Rollen", "Rôles" } },
    { "versions", { "Versions", "Versionen", "Versions" } },
    { "scripts", { "Scripts", "Skripte", "Scripts" } },
    { "templates", { "Templates", "Vorlagen", "Modèles" } },
    { "note-templates", { "Texts for notes", "Notiztexte", "Textes de notes" } },
    { "dispute-reasons",
        { "Reasons of disputes", "Streitgründe", "Motifs de litige" } },
    { "dispute-rules", { "Owners of disputes", "Zuständige für Streitfälle",
                           "Responsables des litiges" } },
    { "users", { "Users", "Benutzer", "Utilisateurs" } },
    { "runs", { "Runs", "Läufe", "Exécutions" } },
    { "imports", { "Imports", "Importe", "Imports" } },
    { "errors", { "Errors", "Fehler", "Erreurs" } },
    { "currency", { "Currency", "Währung", "Devise" } },
    { "division", { "Division", "Bereich", "Division" } },
    { "score", { "Score", "Punkte", "Score" } },
    { "status", { "Status", "Status", "Statut" } },
    { "state", { "State", "Zustand", "État" } },
    { "reason", { "Reason", "Grund", "Motif" } },
    { "reason_code", { "Reason", "Grund", "Motif" } },
    { "next_action", { "Next action", "Nächster Schritt", "Prochaine action" } },
    { "next_on", { "Next on", "Nächster am", "Prochaine le" } },
    { "exception", { "Exception", "Ausnahme", "Exception" } },
    { "open", { "Open", "Offen", "Ouvert" } },
    { "overdue", { "Overdue", "Überfällig", "Échu" } },
    { "not_due", { "Not due", "Nicht fällig", "Non échu" } },
    { "b1", { "1–30 days", "1–30 Tage", "1–30 jours" } },
    { "b2", { "31–60 days", "31–60 Tage", "31–60 jours" } },
    { "b3", { "61–90 days", "61–90 Tage", "61–90 jours" } },
    { "b4", { "91+ days", "91+ Tage", "91+ jours" } },
    { "unapplied", { "Unapplied", "Nicht zugeordnet", "Non affecté" } },
    { "disputed", { "Disputed", "Strittig", "Contesté" } },
    { "promised", { "Promised", "Zugesagt", "Promis" } },
    { "overdue_base", { "Overdue, base currency", "Überfällig, Hauswährung",
                          "Échu, devise de base" } },
    { "oldest_due_on",
        { "Oldest due", "Älteste Fälligkeit", "Plus ancienne échéance" } },
    { "days_late", { "Days late", "Tage überfällig", "Jours de retard" } },
    { "broken", { "Broken promises", "Gebrochene Zusagen", "Promesses rompues" } },
    { "tags", { "Tags", "Merkmale", "Étiquettes" } },
    { "strategy", { "Strategy", "Strategie", "Stratégie" } },
    { "last_contact_on", { "Last contact", "Letzter Kontakt", "Dernier contact" } },
    { "assignee", { "Assigned to", "Zugewiesen an", "Attribué à" } },
    { "version", { "Version", "Version", "Version" } },
    { "kind", { "Kind", "Art", "Type" } },
    { "side", { "Side", "Seite", "Côté" } },
    { "reference", { "Reference", "Referenz", "Référence" } },
    { "issued_on", { "Issued", "Ausgestellt", "Émis le" } },
    { "due_on", { "Due", "Fällig", "Échéance" } },
    { "amount", { "Amount", "Betrag", "Montant" } },
    { "total", { "Total", "Summe", "Total" } },
    { "held", { "Held", "Gesperrt", "Suspendu" } },
    { "country", { "Country", "Land", "Pays" } },
    { "language", { "Language", "Sprache", "Langue" } },
    { "title", { "Title", "Titel", "Titre" } },
    { "subject", { "Subject", "Betreff", "Objet" } },
    { "body", { "Text", "Text", "Texte" } },
    { "template", { "Template", "Vorlage", "Modèle" } },
    { "step", { "Step", "Schritt", "Étape" } },
    { "recipients", { "Recipients", "Empfänger", "Destinataires" } },
    { "not_before", { "Not before", "Nicht vor", "Pas avant" } },
    { "handed_at", { "Handed over", "Übergeben", "Remis le" } },
    { "message_id", { "Message ID", "Nachrichten-ID", "Identifiant du message" } },
    { "reply", { "Reply", "Antwort", "Réponse" } },
    { "remedy", { "Remedy", "Abhilfe", "Remède" } },
    { "priority", { "Priority", "Priorität", "Priorité" } },
    { "outcome", { "Outcome", "Ergebnis", "Résultat" } },
    { "origin", { "Origin", "Herkunft", "Origine" } },
    { "created_at", { "Created", "Angelegt", "Créé le" } },
    { "ended_at", { "Ended", "Beendet", "Terminé le" } },
    { "snoozed_to", { "Snoozed to", "Verschoben auf", "Reporté au" } },
    { "at", { "At", "Zeitpunkt", "Date" } },
    { "actor", { "By", "Durch", "Par" } },
    { "email", { "E-mail", "E-Mail", "E-mail" } },
    { "phone", { "Phone", "Telefon", "Téléphone" } },
    { "promised_on", { "Promised for", "Zugesagt zum", "Promis pour le" } },
    { "made_on", { "Made on", "Gemacht am", "Fait le" } },
    { "judged_on", { "Judged on", "Beurteilt am", "Jugé le" } },
    { "kept", { "Kept", "Gehalten", "Tenu" } },
    { "channel", { "Channel", "Kanal", "Canal" } },
    { "note", { "Note", "Notiz", "Note" } },
    { "detail", { "Detail", "Einzelheiten", "Détail" } },
    { "resolution", { "Resolution", "Lösung", "Résolution" } },
    { "owner", { "Owner", "Verantwortlich", "Responsable" } },
    { "target_on", { "Target", "Ziel", "Objectif" } },
    { "opened_on", { "Opened", "Eröffnet", "Ouvert le" } },
    { "until_on", { "Until", "Bis", "Jusqu'au" } },
    { "file_name", { "File", "Datei", "Fichier" } },
    { "type", { "Type", "Typ", "Type" } },
    { "bytes", { "Bytes", "Bytes", "Octets" } },
    { "visible", { "Visible to the customer", "Für den Kunden sichtbar",
                     "Visible par le client" } },
    { "action", { "Action", "Aktion", "Action" } },
    { "object_kind", { "Object", "Objekt", "Objet" } },
    { "object_id", { "Object ID", "Objekt-ID", "Identifiant de l'objet" } },
    { "ip", { "Address", "Adresse", "Adresse" } },
    { "yes", { "yes", "ja", "oui" } },
    { "no", { "no", "nein", "non" } },
};

/* "next_step_at" is "Next step at". */
static const char *
readably(struct arena *a, const char *name)
{
    char *out = arena_str(a, name);

    for (char *p = out; *p; p++)
        if (*p == '_' || *p == '-')
            *p = ' ';
    if (*out >= 'a' && *out <= 'z')
        *out = (char)(*out - 'a' + 'A');
    return out;
}

const char *
export_word(struct arena *a, const char *language, const char *name)
{
    int l = language && !strncmp(language, "de", 2)   ? DE
            : language && !strncmp(language, "fr", 2) ? FR
                                                      : EN;

    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!strcmp(WORDS[i].name, name))
            return WORDS[i].word[l];
    return readably(a, name);
}
