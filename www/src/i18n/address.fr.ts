export default {
  'address.title': 'Adresse de facturation',
  'address.line1': 'Rue et numéro',
  'address.line2': 'Complément, par exemple un service',
  'address.postcode': 'Code postal',
  'address.city': 'Ville',
  'address.region': 'Région',
  'address.country': 'Pays',
  'address.country_hint': 'Deux lettres, par exemple FR.',
  'address.need_line1': 'Saisissez la rue et le numéro, ou une boîte postale.',
  'address.need_city': 'Saisissez une ville ou un code postal.',
  'address.need_country': 'Saisissez les deux lettres d’un pays.',
  'address.save': 'Enregistrer',
  'address.saved': 'Adresse enregistrée. Les lettres y partent désormais.',
  'address.source_hint':
    'Corrigez-la aussi dans la comptabilité : une adresse qui en vient plus tard remplace celle-ci.',
};
