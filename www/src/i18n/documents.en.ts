/* Words of documents and exports. */
export default {
  'documents.statement': 'Statement',
  'documents.statement_title': 'Statement of account',
  'documents.statement_hint': 'As PDF, with every document and payment of the period.',
  'documents.currency': 'Currency',
  'documents.from': 'From',
  'documents.to': 'To',
  'documents.download': 'Download PDF',
  'documents.need_days': 'Choose both dates, the earlier one first.',
  'documents.of_item': 'Open {number} as PDF',
  'documents.attached': 'Attached',
  'documents.pages': '{n} page|{n} pages',
};
