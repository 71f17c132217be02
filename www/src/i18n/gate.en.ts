/* Words of the way into the portal, for who is not in yet. */
export default {
  'access.title': 'Open your account',
  'access.invites': '{company} invites you',
  'access.account': 'See what is owed, your invoices and your statement, and write to {company}.',
  'access.statement': 'See your statement of account and your invoices, and write to {company}.',
  'access.invoice': 'See one invoice with what was paid on it, and write to {company} about it.',
  'access.customer': 'For',
  'access.until': 'Link valid until',
  'access.go': 'Continue',
  'access.safe':
    'Continue only if you expected this message. The link is personal: whoever has it can open this page.',
  'access.gone': 'This link does not work',
  'access.gone_hint':
    'It may have been withdrawn or replaced by a newer one, or your mail program cut it short. Open the link in our newest message again, with its whole address. If that does not help, reply to the message and ask for a new one.',
  'access.expired': 'This link has expired',
  'access.expired_hint':
    'Links end after some time, so that an old message opens nothing. Use the link in our newest message, or reply to it and ask for a new one.',
  'gate.none': 'Welcome',
  'gate.none_hint':
    'This page shows your account when you sign in, or come by the personal link in our message.',
  'gate.ended': 'Your visit has ended',
  'gate.ended_hint':
    'To protect your data we close the page after some time. Sign in, or open the link in our message again.',
  'gate.left': 'You have left',
  'gate.left_hint':
    'Nothing of your account is shown on this device any more. Sign in, or open the link in our message again.',
  'gate.unsent': 'Your message was not sent',
  'gate.unsent_hint': 'Copy the text before you close this page.',
};
