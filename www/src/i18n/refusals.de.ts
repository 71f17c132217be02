/* Why the server refuses, in German; staff and customers read it. See core/phrases.ts. */
import type { Book } from '$core/phrases';

export default {
  // links, signing in, people
  '{text} may not see this customer': '{text} darf diesen Kunden nicht sehen',
  'The colleague may not see this customer.': 'Der Kollege darf diesen Kunden nicht sehen.',
  'Approve or refuse it: that ends this task.':
    'Stimmen Sie zu oder lehnen Sie ab: Damit endet diese Aufgabe.',
  'is more than is open': 'ist mehr als offen ist',
  'The amount to pay, {amount}, is more than the {amount2} that is open.':
    'Der Betrag der Zahlung, {amount}, ist mehr als die offenen {amount2}.',
  'must be all that is open: write to us to pay in parts':
    'muss alles sein, was offen ist: Schreiben Sie uns, wenn Sie in Teilen zahlen möchten',
  'all of it is disputed: say how much to pay of it':
    'alles davon ist strittig: Geben Sie an, wie viel Sie davon zahlen',
  'explains nothing: all that is open and not disputed is paid':
    'erklärt nichts: Alles, was offen und nicht strittig ist, wird bezahlt',
  'is more than is left of it': 'ist mehr, als davon übrig ist',
  'is not needed': 'wird nicht gebraucht',
  'are more than what is paid with them': 'sind mehr, als damit bezahlt wird',
  'does not take this payment: pay another way': 'nimmt diese Zahlung nicht an: Zahlen Sie auf anderem Weg',
  'is not offered here': 'wird hier nicht angeboten',
  'cannot be used here: write to us to apply them':
    'können hier nicht verwendet werden: Schreiben Sie uns, um sie zu verrechnen',
  'cannot be given here: write to us about it': 'kann hier nicht angegeben werden: Schreiben Sie uns dazu',
  'must be viewer, collector, manager, admin or a role of yours':
    'muss viewer, collector, manager, admin oder eine eigene Rolle sein',
  'there is a role of that name already': 'eine Rolle dieses Namens gibt es schon',
  'Somebody has this role: give them another one first.':
    'Jemand hat diese Rolle: Geben Sie ihm erst eine andere.',
  'This link has expired. Ask for a new one.': 'Dieser Link ist abgelaufen. Bitten Sie um einen neuen.',
  'This invitation has expired. Ask for a new one.':
    'Diese Einladung ist abgelaufen. Bitten Sie um eine neue.',
  'Too many attempts: wait before you try again.':
    'Zu viele Versuche: Warten Sie, bevor Sie es noch einmal versuchen.',
  'Too many at once: wait before you try again.':
    'Zu viele auf einmal: Warten Sie, bevor Sie es noch einmal versuchen.',
  'Too much at once: wait a little before you go on.':
    'Zu viel auf einmal: Warten Sie kurz, bevor Sie weitermachen.',
  'Too many messages: wait before you send another.':
    'Zu viele Nachrichten: Warten Sie, bevor Sie die nächste senden.',
  'Sign in to see this.': 'Melden Sie sich an, um das zu sehen.',
  'Enter the code of your second factor.': 'Geben Sie den Code Ihres zweiten Faktors ein.',
  'Sign in with your passkey.': 'Melden Sie sich mit Ihrem Passkey an.',
  'The code is wrong, or was used already.': 'Der Code ist falsch oder wurde schon benutzt.',
  'The code is wrong, was used already or is too old.':
    'Der Code ist falsch, wurde schon benutzt oder ist zu alt.',
  'The e-mail address or the password is wrong.': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'The password or the code is wrong.': 'Das Passwort oder der Code ist falsch.',
  'or mail_code is needed, one of the two': 'oder der Code aus der E-Mail wird gebraucht, eins von beiden',
  'There is no second factor here. Begin to set one up.':
    'Hier gibt es keinen zweiten Faktor. Beginnen Sie, einen einzurichten.',
  'An admin needs a second factor. Set up another one instead.':
    'Ein Admin braucht einen zweiten Faktor. Richten Sie stattdessen einen anderen ein.',
  'An admin needs a second factor: set one up.':
    'Ein Admin braucht einen zweiten Faktor: Richten Sie einen ein.',
  'The passkey was not accepted. Try again, or sign in another way.':
    'Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal oder melden Sie sich anders an.',
  'This passkey is registered already, or there are too many.':
    'Dieser Passkey ist schon eingetragen, oder es sind zu viele.',
  'There is no passkey yet. Add one first.': 'Es gibt noch keinen Passkey. Fügen Sie zuerst einen hinzu.',
  'is no base64url': 'ist kein base64url',
  'This person has access already.': 'Diese Person hat schon Zugang.',
  'Somebody must manage the people: make another one an admin first.':
    'Jemand muss die Personen verwalten: Machen Sie zuerst jemand anderen zum Admin.',
  'Somebody must get invoices and reminders by mail.':
    'Jemand muss Rechnungen und Mahnungen per E-Mail bekommen.',
  'The company lets staff look, not act for customers.':
    'Die Firma lässt Mitarbeiter schauen, nicht für Kunden handeln.',
  "The X-CSRF-Token header is missing or not this session's.":
    'Die Kopfzeile X-CSRF-Token fehlt oder gehört nicht zu dieser Sitzung.',
  'The request comes from another site.': 'Die Anfrage kommt von einer anderen Seite.',

  // fields
  'is missing': 'fehlt',
  'is required': 'wird gebraucht',
  'is needed': 'wird gebraucht',
  'is empty': 'ist leer',
  'must not be empty': 'darf nicht leer sein',
  'is too long': 'ist zu lang',
  'is too much': 'ist zu viel',
  'is in the past': 'liegt in der Vergangenheit',
  'is after the end': 'liegt nach dem Ende',
  'is more than five years before the end': 'liegt mehr als fünf Jahre vor dem Ende',
  'is no division': 'ist kein Geschäftsbereich',
  'has not come yet': 'ist noch nicht gekommen',
  'must be whole days that rise, with commas between: 30,60,90':
    'müssen aufsteigende ganze Tage sein, mit Kommas dazwischen: 30,60,90',
  'stands there twice': 'steht doppelt da',
  'stands twice': 'steht doppelt da',
  'needs one at least': 'braucht mindestens eins',
  'is not a field here': 'ist hier kein Feld',
  'is not a parameter of this call': 'ist kein Parameter dieses Aufrufs',
  'is not encoded properly': 'ist nicht richtig kodiert',
  'the query is too long': 'die Abfrage ist zu lang',
  'is no mail address': 'ist keine E-Mail-Adresse',
  'must be a mail address': 'muss eine E-Mail-Adresse sein',
  'must be one line of text': 'muss eine Zeile Text sein',
  'must be en, de or fr': 'muss en, de oder fr sein',
  'is no time zone we know': 'ist keine Zeitzone, die wir kennen',
  'is not a currency': 'ist keine Währung',
  'must be an id': 'muss eine Nummer sein',
  'must be true or false': 'muss true oder false sein',
  'must be an object': 'muss ein Objekt sein',
  'must be a date such as {day}': 'muss ein Datum sein wie {day}',
  'must be from {n} to {n2}': 'muss von {n} bis {n2} gehen',
  'must be a number from {n} to {n2}': 'muss eine Zahl von {n} bis {n2} sein',
  'must be at most {n}': 'darf höchstens {n} sein',
  'must be one of: {text}': 'muss eins davon sein: {text}',
  'must be an amount such as 1250.00': 'muss ein Betrag sein wie 1250.00',
  'must be an amount of {text} with at most {n} decimals':
    'muss ein Betrag in {text} mit höchstens {n} Nachkommastellen sein',
  'must not be longer than {n} bytes': 'darf nicht länger sein als {n} Bytes',
  'must not hold control characters': 'darf keine Steuerzeichen enthalten',
  'must not have more than {n} elements': 'darf nicht mehr als {n} Einträge haben',
  'more than {n} bytes, {n2} values or {n3} levels': 'mehr als {n} Bytes, {n2} Werte oder {n3} Ebenen',
  'line {n}, column {n2}: {text}': 'Zeile {n}, Spalte {n2}: {text}',
  'is not a cursor of this list': 'ist kein Zeiger dieser Liste',

  // promises and disputes
  'is none of your accounts': 'ist keines Ihrer Konten',
  'is not saved for this account': 'ist für dieses Konto nicht gespeichert',
  'saves nothing here': 'speichert hier nichts',
  'is not offered autopay: ask us': 'hat kein Autopay: fragen Sie uns',
  'cannot be saved here': 'kann hier nicht gespeichert werden',
  'does not save anything for this account': 'speichert für dieses Konto nichts',
  'It is not there any more to pay with.': 'Damit kann nicht mehr gezahlt werden.',
  'is none of your invoices': 'ist keine Ihrer Rechnungen',
  'is none of your disputes': 'ist keine Ihrer Beanstandungen',
  'is of another invoice': 'gehört zu einer anderen Rechnung',
  'Another file came under this client_key before.': 'Unter diesem client_key kam schon eine andere Datei.',
  'has nothing open to promise': 'hat nichts Offenes, das sich zusagen ließe',
  'is of another account or currency: promise it apart':
    'gehört zu einem anderen Konto oder einer anderen Währung: Sagen Sie es gesondert zu',
  'The amount promised, {amount}, is more than the {amount2} that is open of these items.':
    'Der zugesagte Betrag von {amount} ist höher als die {amount2}, die von diesen Posten offen sind.',
  'The amount promised, {amount}, is more than the {amount2} that the account owes.':
    'Der zugesagte Betrag von {amount} ist höher als die {amount2}, die das Konto schuldet.',
  'The amount promised, {amount}, is more than the {amount2} that is open and not disputed.':
    'Der zugesagte Betrag von {amount} ist höher als die {amount2}, die offen und unbestritten sind.',
  'The amount disputed, {amount}, is more than the {amount2} that is open and not disputed yet.':
    'Der bestrittene Betrag von {amount} ist höher als die {amount2}, die offen und noch unbestritten sind.',
  'is promised already: write to us to change the date':
    'ist schon zugesagt: Schreiben Sie uns, um das Datum zu ändern',
  'was promised before and not paid: write to us to agree a date':
    'war schon zugesagt und wurde nicht gezahlt: Schreiben Sie uns, um ein Datum zu vereinbaren',
  'must be no later than {day}: write to us to agree another day':
    'darf nicht nach dem {day} liegen: Schreiben Sie uns, um einen anderen Tag zu vereinbaren',
  'are not offered here: write to us to agree them':
    'werden hier nicht angeboten: Schreiben Sie uns, um sie zu vereinbaren',
  'must come after the one before': 'muss nach dem davor kommen',
  'is no line of this document': 'ist keine Zeile dieses Belegs',
  'must be more than nothing': 'muss mehr als nichts sein',
  'must be more than nothing and no more than the line':
    'muss mehr als nichts und nicht mehr als die Zeile sein',
  'is not what the lines come to': 'ist nicht, was die Zeilen ergeben',
  'only a posted invoice or fee can be disputed':
    'nur eine gebuchte Rechnung oder Gebühr lässt sich bestreiten',
  'nothing was paid of it, so nothing was deducted': 'davon wurde nichts gezahlt, also nichts abgezogen',
  'give a category or days past due: without either nobody would get it':
    'geben Sie eine Kategorie oder Tage des Verzugs an: Ohne beides bekäme ihn niemand',
  'The file is called .{code}, but its content is not recognised as such: it may be damaged, protected by a password or only named so. Save it again, or send it as PDF.':
    'Die Datei heißt .{code}, aber ihr Inhalt ist nicht als solcher zu erkennen: Sie ist vielleicht beschädigt, mit einem Passwort geschützt oder nur so benannt. Speichern Sie sie neu, oder senden Sie sie als PDF.',
  'We opened this one ourselves: write to us if it is settled.':
    'Diese haben wir selbst eröffnet: Schreiben Sie uns, wenn sie geklärt ist.',

  // files, lists, documents
  'write something, or add a file first': 'schreiben Sie etwas, oder fügen Sie zuerst eine Datei hinzu',
  'names a file that you have not handed over, or sent already':
    'nennt eine Datei, die Sie nicht übergeben oder schon gesendet haben',
  'The file is empty.': 'Die Datei ist leer.',
  'The file is larger than {n} MiB.': 'Die Datei ist größer als {n} MiB.',
  'Files of the type {text} are not taken; send a document, a picture, a table, a mail or an archive of them.':
    'Dateien vom Typ {text} werden nicht angenommen; senden Sie ein Dokument, ein Bild, eine Tabelle, eine E-Mail oder ein Archiv davon.',
  'A virus was found in the file: {text}.': 'In der Datei wurde ein Virus gefunden: {text}.',
  'The virus scanner does not take the file. Send a smaller one, or a plain document.':
    'Der Virenscanner nimmt die Datei nicht an. Senden Sie eine kleinere oder ein einfaches Dokument.',
  'The virus scanner does not answer, so no file is taken now. Try again in a few minutes.':
    'Der Virenscanner antwortet nicht, deshalb wird gerade keine Datei angenommen. Versuchen Sie es in einigen Minuten noch einmal.',
  'What belongs to a note or a call stays internal.':
    'Was zu einer Notiz oder einem Anruf gehört, bleibt intern.',
  'Send the file itself as the body, with its name in file_name.':
    'Senden Sie die Datei selbst als Inhalt, mit ihrem Namen in file_name.',
  'The body is empty.': 'Der Inhalt ist leer.',
  'The body ended before its time.': 'Der Inhalt endete zu früh.',
  'The body is larger than this call takes.': 'Der Inhalt ist größer, als dieser Aufruf annimmt.',
  'The body must be application/json.': 'Der Inhalt muss application/json sein.',
  'The body is too large or too deep.': 'Der Inhalt ist zu groß oder zu tief.',
  'The body is not proper JSON.': 'Der Inhalt ist kein richtiges JSON.',
  'The query is not proper.': 'Die Abfrage ist nicht richtig.',
  'The query of the list is not proper.': 'Die Abfrage der Liste ist nicht richtig.',
  'The cursor does not fit this list.': 'Der Zeiger passt nicht zu dieser Liste.',
  'This method is not one of those in Allow.': 'Diese Methode steht nicht in Allow.',
  'That is more than {n} documents: narrow the list.':
    'Das sind mehr als {n} Belege: Grenzen Sie die Liste ein.',
  'No invoice is among them.': 'Darunter ist keine Rechnung.',
  'The statement would have more than {n} lines: choose a shorter period.':
    'Der Kontoauszug hätte mehr als {n} Zeilen: Wählen Sie einen kürzeren Zeitraum.',
  'It changed since you read it: load it again.':
    'Es hat sich geändert, seit Sie es lasen: Laden Sie es neu.',

  // whatever has no sentence of its own
  'The request breaks a rule.': 'Die Anfrage verstößt gegen eine Regel.',
  'This is not allowed.': 'Das ist nicht erlaubt.',
  'There is no such thing.': 'Das gibt es nicht.',
  'It changed meanwhile, or exists already.': 'Es hat sich inzwischen geändert oder besteht schon.',
  'The request takes too long or comes too often.': 'Die Anfrage dauert zu lang oder kommt zu oft.',
  'A part of the system does not answer.': 'Ein Teil des Systems antwortet nicht.',
  'Something went wrong here; the log knows it.': 'Hier ging etwas schief; das Protokoll weiß es.',
  'is of another account or currency: pay it apart':
    'gehört zu einem anderen Konto oder einer anderen Währung: bitte getrennt zahlen',
  'is no credit of this account': 'ist kein Guthaben dieses Kontos',
  'It is paid already: look at what is open now.':
    'Das ist schon bezahlt: bitte sehen Sie, was jetzt noch offen ist.',
  'A payment of it is under way already: go on with that one, or cancel it.':
    'Dafür läuft schon eine Zahlung: setzen Sie diese fort, oder brechen Sie sie ab.',
  'The payment service does not answer: try again, or pay another way.':
    'Der Zahlungsdienst antwortet nicht: versuchen Sie es noch einmal, oder zahlen Sie auf anderem Weg.',
  'The payment is on its way already and cannot be stopped here.':
    'Die Zahlung ist schon unterwegs und lässt sich hier nicht mehr anhalten.',
  'This payment has ended already.': 'Diese Zahlung ist schon beendet.',
  'goes by mail only: in the portal the customer has it': 'geht nur per Mail: Im Portal hat der Kunde es',
  'is no document of this customer': 'ist kein Beleg dieses Kunden',
  'the files are too large for a mail: at most {n} MB in {n2} files':
    'die Dateien sind zu groß für eine Mail: höchstens {n} MB in {n2} Dateien',

  // figures and reports
  'The report cannot be made: {phrase}.': 'Der Bericht lässt sich nicht erstellen: {phrase}.',
  'a PDF takes 9 columns: choose fewer, or Excel': 'ein PDF fasst 9 Spalten: Wählen Sie weniger oder Excel',
  'a PDF takes 5,000 rows: filter the report, or choose Excel':
    'ein PDF fasst 5.000 Zeilen: Filtern Sie den Bericht oder wählen Sie Excel',
  'too many currencies': 'zu viele Währungen',
  'a sum is larger than can be': 'eine Summe ist größer als möglich',
  'there are more than 50,000 groups: filter the report, or group it by less':
    'es gibt mehr als 50.000 Gruppen: Filtern Sie den Bericht oder fassen Sie weniger zusammen',
  'more than 50,000 rows cannot be put in order: filter the report, or leave the order out':
    'mehr als 50.000 Zeilen lassen sich nicht ordnen: Filtern Sie den Bericht oder lassen Sie die Reihenfolge weg',
  'it has more than 50,000 rows: filter or group it, or have it sent by mail':
    'er hat mehr als 50.000 Zeilen: Filtern oder gruppieren Sie ihn, oder lassen Sie ihn per Mail senden',
  'its definition does not fit its view any more': 'seine Definition passt nicht mehr zu seiner Ansicht',
  'is no amount such as 250.00': 'ist kein Betrag wie 250.00',
  'is no whole number': 'ist keine ganze Zahl',
  'is neither true nor false': 'ist weder true noch false',
  'is no day such as 2026-03-31, today-30 or month_start':
    'ist kein Tag wie 2026-03-31, today-30 oder month_start',
  'is no column of this view': 'ist keine Spalte dieser Ansicht',
  'is no column of the report': 'ist keine Spalte des Berichts',
  'is no view that reports are made of': 'ist keine Ansicht, aus der Berichte bestehen',
  'needs a column': 'braucht eine Spalte',
  'cannot be asked of this column': 'lässt sich diese Spalte nicht fragen',
  'must be a day of the week, 1 (Monday) to 7': 'muss ein Wochentag sein, 1 (Montag) bis 7',
  'must be a day of the month, 1 to 31': 'muss ein Tag des Monats sein, 1 bis 31',
  'needs somebody to send it to': 'braucht jemanden, dem er gesendet wird',
  'You have a report of that name.': 'Sie haben schon einen Bericht dieses Namens.',
  'You have {n} reports; remove one first.': 'Sie haben {n} Berichte; entfernen Sie erst einen.',
  'is more than three years before the end': 'liegt mehr als drei Jahre vor dem Ende',
  '{text}: its owner may not sign in any more': '{text}: sein Besitzer darf sich nicht mehr anmelden',
  '{text}: its definition does not fit its view any more':
    '{text}: seine Definition passt nicht mehr zu seiner Ansicht',
  '{text}: its file is larger than 10 MB: filter or group it':
    '{text}: seine Datei ist größer als 10 MB: Filtern oder gruppieren Sie ihn',
  '{text}: it could not be made; the log says why':
    '{text}: er ließ sich nicht erstellen; das Protokoll sagt, warum',
} satisfies Book;
