/* Textes français de forecast.en.ts. */
export default {
  'forecast.on': 'attendue le {day}',
  'forecast.range': 'Dans quatre cas sur cinq, du {from} au {to}.',
  'forecast.why.usual.late':
    'Paie d’habitude {n} jour après l’échéance.|Paie d’habitude {n} jours après l’échéance.',
  'forecast.why.usual.early':
    'Paie d’habitude {n} jour avant l’échéance.|Paie d’habitude {n} jours avant l’échéance.',
  'forecast.why.usual.same': 'Paie d’habitude le jour de l’échéance.',
  'forecast.why.company.late':
    'On ne sait rien de ce client ; tous les autres paient {n} jour après l’échéance.|On ne sait rien de ce client ; tous les autres paient {n} jours après l’échéance.',
  'forecast.why.company.early':
    'On ne sait rien de ce client ; tous les autres paient {n} jour avant l’échéance.|On ne sait rien de ce client ; tous les autres paient {n} jours avant l’échéance.',
  'forecast.why.company.same': 'On ne sait rien de ce client ; tous les autres paient à l’échéance.',
  'forecast.why.trend.late': 'Paie de plus en plus tard : {n} jour.|Paie de plus en plus tard : {n} jours.',
  'forecast.why.trend.early': 'Paie de plus en plus tôt : {n} jour.|Paie de plus en plus tôt : {n} jours.',
  'forecast.why.backlog.late':
    'Autres factures ouvertes : {n} jour plus tard.|Autres factures ouvertes : {n} jours plus tard.',
  'forecast.why.backlog.early':
    'Autres factures ouvertes : {n} jour plus tôt.|Autres factures ouvertes : {n} jours plus tôt.',
  'forecast.why.size.late': 'Le montant : {n} jour plus tard.|Le montant : {n} jours plus tard.',
  'forecast.why.size.early': 'Le montant : {n} jour plus tôt.|Le montant : {n} jours plus tôt.',
  'forecast.why.terms.late':
    'Le délai de paiement : {n} jour plus tard.|Le délai de paiement : {n} jours plus tard.',
  'forecast.why.terms.early':
    'Le délai de paiement : {n} jour plus tôt.|Le délai de paiement : {n} jours plus tôt.',
  'forecast.why.calendar.late':
    'Le jour de l’échéance : {n} jour plus tard.|Le jour de l’échéance : {n} jours plus tard.',
  'forecast.why.calendar.early':
    'Le jour de l’échéance : {n} jour plus tôt.|Le jour de l’échéance : {n} jours plus tôt.',
  'forecast.why.age.late':
    'Toujours ouverte à ce jour : {n} jour plus tard.|Toujours ouverte à ce jour : {n} jours plus tard.',
  'forecast.why.promise': 'Promise pour le {day}.',
  'forecast.why.dispute': 'En litige depuis le {day}.',
  'forecast.cash': 'Encaissements attendus',
  'forecast.lead':
    'Ce que les factures ouvertes rapporteront, semaine par semaine. La partie claire est la fourchette qui tient dans quatre semaines sur cinq.',
  'forecast.whose': 'De',
  'forecast.table': 'Afficher en tableau',
  'forecast.week': 'Semaine',
  'forecast.low': 'Bas',
  'forecast.middle': 'Attendu',
  'forecast.high': 'Haut',
  'forecast.invoices': 'Factures',
  'forecast.bar': '{from} au {to} : {middle}, de {low} à {high}',
  'forecast.target': 'Objectif',
  'forecast.of_target': 'De l’objectif',
  'forecast.bar_target': 'objectif {target}',
  'forecast.set_targets': 'Fixer les objectifs',
  'forecast.against':
    'Attendu dans la prochaine {n} semaine avec objectif : {expected} sur {target}, {percent}.|Attendu dans les {n} prochaines semaines avec objectif : {expected} sur {target}, {percent}.',
  'forecast.none': 'Rien n’est attendu : rien n’est ouvert, ou aucune prévision n’est encore faite.',
  'forecast.behind': 'Factures attendues du {from} au {to}',
  'forecast.behind_none': 'Aucune facture n’a son jour dans cette semaine.',
  'forecast.customer': 'Client',
  'forecast.invoice': 'Facture',
  'forecast.due': 'Échéance',
  'forecast.day': 'Attendue',
  'forecast.span': 'Fourchette',
  'forecast.open': 'Ouvert',
  'forecast.more': 'Afficher plus',
};
