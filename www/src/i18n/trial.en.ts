/* Words of the sandbox. */
export default {
  'pay.outcome': 'What shall happen',
  'outcome.success': 'It is paid',
  'outcome.decline': 'It is declined',
  'outcome.late': 'It is paid a little later',
  'outcome.duplicate': 'It is reported twice',
};
