/* Words of a choice of a customer. */
export default {
  'pick.of_one': 'Of one customer',
  'pick.of': 'Of {name}',
  'pick.everybody': 'Of all customers',
  'pick.find': 'Find a customer',
};
