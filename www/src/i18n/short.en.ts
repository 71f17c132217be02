/* Words of paying less than is open. */
export default {
  'pay.part_amount': 'How much of {number}',
  'pay.part_hint': 'At most {money}',
  'pay.part_wrong': 'Enter an amount up to {money}.',
  'short.rest': 'The other {money}',
  'short.later': 'I pay it later',
  'short.choose': 'Choose what is with it',
  'short.needed': 'Say why: here an invoice is paid whole, or its rest explained.',
  'short.detail': 'What should we know?',
  'short.detail_hint': 'For instance the number of the delivery note or of your credit claim.',
  'short.hint': 'Once the payment is here, we look at it and answer you.',
};
