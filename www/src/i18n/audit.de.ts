/* Deutsche Texte zu audit.en.ts. */
export default {
  'bell.title': 'Mitteilungen',
  'bell.unread': 'Mitteilungen, {n} ungelesen',
  'bell.new': 'Ungelesen',
  'bell.none': 'Keine Mitteilungen',
  'bell.none_hint':
    'Sie hören von Aufgaben für Sie, Erwähnungen, Antworten und E-Mails, die nicht zugestellt wurden.',
  'bell.read_all': 'Alle als gelesen markieren',
  'bell.digest': 'Per E-Mail',
  'bell.digest_off': 'Nie',
  'bell.digest_daily': 'Einmal am Tag',
  'bell.digest_hourly': 'Tagsüber stündlich',
  'bell.digest_kept': 'Gespeichert.',
  'bell_kind.mention': 'Sie wurden erwähnt',
  'bell_kind.follow_up_assigned': 'Ihnen zugewiesen',
  'bell_kind.follow_up_due': 'Wiedervorlage fällig',
  'bell_kind.reply_waiting': 'Antwort wartet',
  'bell_kind.approval_waiting': 'Wartet auf Ihre Freigabe',
  'bell_kind.undeliverable': 'E-Mail nicht zustellbar',
  'bell_kind.run_failed': 'Lauf mit Fehlern',
};
