/* Words of the way in, which come only where somebody has to sign in. */
export default {
  'login.code_hint': 'Six digits, new every 30 seconds; or one of your recovery codes.',
  'login.code_title': 'Second step',
  'login.go': 'Sign in',
  'login.confirm': 'Confirm',
  'login.back': 'Use another account',
  'login.wrong': 'E-mail or password is not right.',
  'login.wrong_code': 'That code is not right or no longer valid. Enter the one shown now.',
  'login.need_password': 'Enter your password.',
  'login.need_code': 'Enter the six digits, or a recovery code.',
  'login.forgot': 'Forgot your password?',
  'login.expired': 'Your session ended. Sign in to go on where you were.',
};
