/* Deutsche Texte zu forecast.en.ts. */
export default {
  'forecast.on': 'erwartet {day}',
  'forecast.range': 'In vier von fünf Fällen vom {from} bis {to}.',
  'forecast.why.usual.late': 'Zahlt meist {n} Tag nach Fälligkeit.|Zahlt meist {n} Tage nach Fälligkeit.',
  'forecast.why.usual.early': 'Zahlt meist {n} Tag vor Fälligkeit.|Zahlt meist {n} Tage vor Fälligkeit.',
  'forecast.why.usual.same': 'Zahlt meist am Tag der Fälligkeit.',
  'forecast.why.company.late':
    'Von diesem Kunden ist nichts bekannt; alle anderen zahlen {n} Tag nach Fälligkeit.|Von diesem Kunden ist nichts bekannt; alle anderen zahlen {n} Tage nach Fälligkeit.',
  'forecast.why.company.early':
    'Von diesem Kunden ist nichts bekannt; alle anderen zahlen {n} Tag vor Fälligkeit.|Von diesem Kunden ist nichts bekannt; alle anderen zahlen {n} Tage vor Fälligkeit.',
  'forecast.why.company.same': 'Von diesem Kunden ist nichts bekannt; alle anderen zahlen bei Fälligkeit.',
  'forecast.why.trend.late': 'Zahlt immer später: {n} Tag.|Zahlt immer später: {n} Tage.',
  'forecast.why.trend.early': 'Zahlt immer früher: {n} Tag.|Zahlt immer früher: {n} Tage.',
  'forecast.why.backlog.late':
    'Andere offene Rechnungen: {n} Tag später.|Andere offene Rechnungen: {n} Tage später.',
  'forecast.why.backlog.early':
    'Andere offene Rechnungen: {n} Tag früher.|Andere offene Rechnungen: {n} Tage früher.',
  'forecast.why.size.late': 'Der Betrag: {n} Tag später.|Der Betrag: {n} Tage später.',
  'forecast.why.size.early': 'Der Betrag: {n} Tag früher.|Der Betrag: {n} Tage früher.',
  'forecast.why.terms.late': 'Das Zahlungsziel: {n} Tag später.|Das Zahlungsziel: {n} Tage später.',
  'forecast.why.terms.early': 'Das Zahlungsziel: {n} Tag früher.|Das Zahlungsziel: {n} Tage früher.',
  'forecast.why.calendar.late':
    'Der Tag der Fälligkeit: {n} Tag später.|Der Tag der Fälligkeit: {n} Tage später.',
  'forecast.why.calendar.early':
    'Der Tag der Fälligkeit: {n} Tag früher.|Der Tag der Fälligkeit: {n} Tage früher.',
  'forecast.why.age.late':
    'Bis heute nicht bezahlt: {n} Tag später.|Bis heute nicht bezahlt: {n} Tage später.',
  'forecast.why.promise': 'Zugesagt für {day}.',
  'forecast.why.dispute': 'Strittig seit {day}.',
  'forecast.cash': 'Erwartete Zahlungseingänge',
  'forecast.lead':
    'Was offene Rechnungen bringen werden, Woche für Woche. Der helle Teil ist die Spanne, die in vier von fünf Wochen hält.',
  'forecast.whose': 'Von',
  'forecast.table': 'Als Tabelle zeigen',
  'forecast.week': 'Woche',
  'forecast.low': 'Niedrig',
  'forecast.middle': 'Erwartet',
  'forecast.high': 'Hoch',
  'forecast.invoices': 'Rechnungen',
  'forecast.bar': '{from} bis {to}: {middle}, von {low} bis {high}',
  'forecast.target': 'Ziel',
  'forecast.of_target': 'Vom Ziel',
  'forecast.bar_target': 'Ziel {target}',
  'forecast.set_targets': 'Ziele festlegen',
  'forecast.against':
    'Erwartet in der nächsten {n} Woche mit Ziel: {expected} von {target}, {percent}.|Erwartet in den nächsten {n} Wochen mit Ziel: {expected} von {target}, {percent}.',
  'forecast.none': 'Noch wird nichts erwartet: Nichts ist offen, oder es gibt noch keine Vorhersage.',
  'forecast.behind': 'Rechnungen, die vom {from} bis {to} erwartet werden',
  'forecast.behind_none': 'Keine Rechnung hat ihren Tag in dieser Woche.',
  'forecast.customer': 'Kunde',
  'forecast.invoice': 'Rechnung',
  'forecast.due': 'Fällig',
  'forecast.day': 'Erwartet',
  'forecast.span': 'Spanne',
  'forecast.open': 'Offen',
  'forecast.more': 'Mehr anzeigen',
};
