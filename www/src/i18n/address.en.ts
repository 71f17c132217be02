export default {
  'address.title': 'Billing address',
  'address.line1': 'Street and number',
  'address.line2': 'More, such as a department',
  'address.postcode': 'Postcode',
  'address.city': 'Town',
  'address.region': 'Region',
  'address.country': 'Country',
  'address.country_hint': 'Two letters, such as DE.',
  'address.need_line1': 'Enter street and number, or a post box.',
  'address.need_city': 'Enter a town or a postcode.',
  'address.need_country': 'Enter the two letters of a country.',
  'address.save': 'Save',
  'address.saved': 'Address saved. Letters go there from now on.',
  'address.source_hint':
    'Correct it in the accounting system, too: an address that comes from there later takes the place of this one.',
};
