/* Words of documents and exports. */
export default {
  'documents.statement': 'Relevé',
  'documents.statement_title': 'Relevé de compte',
  'documents.statement_hint': 'En PDF, avec chaque pièce et chaque paiement de la période.',
  'documents.currency': 'Devise',
  'documents.from': 'Du',
  'documents.to': 'Au',
  'documents.download': 'Télécharger le PDF',
  'documents.need_days': "Choisissez les deux dates, la première d'abord.",
  'documents.of_item': 'Ouvrir {number} en PDF',
  'documents.attached': 'Pièces jointes',
  'documents.pages': '{n} page|{n} pages',
};
