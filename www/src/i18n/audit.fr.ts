/* Textes français de audit.en.ts. */
export default {
  'bell.title': 'Notifications',
  'bell.unread': 'Notifications, {n} non lues',
  'bell.new': 'Non lue',
  'bell.none': 'Rien à signaler',
  'bell.none_hint':
    'Vous êtes informé des tâches qui vous sont confiées, des mentions, des réponses et des e-mails non remis.',
  'bell.read_all': 'Tout marquer comme lu',
  'bell.digest': 'Par e-mail',
  'bell.digest_off': 'Jamais',
  'bell.digest_daily': 'Une fois par jour',
  'bell.digest_hourly': 'Toutes les heures en journée',
  'bell.digest_kept': 'Enregistré.',
  'bell_kind.mention': 'Vous avez été mentionné',
  'bell_kind.follow_up_assigned': 'Confié à vous',
  'bell_kind.follow_up_due': 'Relance à échéance',
  'bell_kind.reply_waiting': 'Réponse en attente',
  'bell_kind.approval_waiting': 'Attend votre approbation',
  'bell_kind.undeliverable': 'E-mail non remis',
  'bell_kind.run_failed': 'Exécution avec erreurs',
};
