/* Words of saving what a payment is paid with. */
export default {
  'saving.save': 'Save it for the next payments and autopay',
  'saving.consent':
    'You agree that {company} keeps at the payment service what you pay with and charges later payments to it: those that you start, and those that autopay collects after you turned it on and were told by mail. You can take it back at any time under Payment methods.',
  'saving.coming': 'What you paid with is being saved.',
  'saving.kept': 'Saved for the next payments: {name}.',
  'saving.methods': 'Payment methods and autopay',
};
