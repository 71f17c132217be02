/* Words of what one's own account is made of, which come with each part. */
import factor from './factor.en';

export default {
  ...factor,
  'person.password_none': 'You have no password: you sign in by a code or a passkey.',
  'person.password_forgot': 'Forgotten: sign in by a code sent by mail, then choose a new one here.',
  'person.factor_code': 'Code of your second factor',
  'person.passkeys': 'Passkeys',
  'person.passkeys_hint': 'Sign in with your fingerprint, face or device instead of a code or password.',
  'person.passkey_name': 'Name of the passkey',
  'person.passkey_default': 'This device',
  'person.passkey_add': 'Add a passkey',
  'person.passkey_added': 'Passkey added. Your other sessions ended.',
  'person.passkey_since': 'since {at}',
  'person.passkey_remove': 'Remove {name}',
  'person.passkey_removed': 'Passkey removed.',
  'person.passkey_needed': 'Ask for a passkey even after a password or code',
  'signin.no_passkey': 'The passkey was not used. Try again, or sign in another way.',
  'people.contacts': 'Who gets which mail',
  'people.contacts_hint': 'Invoices and reminders go to billing; at least one must get them.',
  'people.contact_add': 'Add a contact',
  'people.gets': 'What {name} gets',
  'gets.title': 'What you get by mail',
  'gets.hint': 'Mail to your address about {customer}. Somebody there must get invoices and reminders.',
  'gets.billing': 'Invoices and reminders',
  'gets.statement': 'Statements',
  'gets.dispute': 'Disputes',
  'gets.legal': 'Formal notices',
  'login.wait':
    'Too many attempts. Try again in {seconds} second.|Too many attempts. Try again in {seconds} seconds.',
};
