/* Words of documents and exports. */
export default {
  'documents.statement': 'Kontoauszug',
  'documents.statement_title': 'Kontoauszug',
  'documents.statement_hint': 'Als PDF, mit jedem Beleg und jeder Zahlung des Zeitraums.',
  'documents.currency': 'Währung',
  'documents.from': 'Von',
  'documents.to': 'Bis',
  'documents.download': 'PDF herunterladen',
  'documents.need_days': 'Wählen Sie beide Tage, den früheren zuerst.',
  'documents.of_item': '{number} als PDF öffnen',
  'documents.attached': 'Anlagen',
  'documents.pages': '{n} Seite|{n} Seiten',
};
