export default {
  'address.title': 'Rechnungsanschrift',
  'address.line1': 'Straße und Hausnummer',
  'address.line2': 'Zusatz, etwa eine Abteilung',
  'address.postcode': 'Postleitzahl',
  'address.city': 'Ort',
  'address.region': 'Region',
  'address.country': 'Land',
  'address.country_hint': 'Zwei Buchstaben, etwa DE.',
  'address.need_line1': 'Geben Sie Straße und Hausnummer oder ein Postfach ein.',
  'address.need_city': 'Geben Sie einen Ort oder eine Postleitzahl ein.',
  'address.need_country': 'Geben Sie die zwei Buchstaben eines Landes ein.',
  'address.save': 'Speichern',
  'address.saved': 'Anschrift gespeichert. Briefe gehen ab jetzt dorthin.',
  'address.source_hint':
    'Berichtigen Sie sie auch in der Buchhaltung: Eine Anschrift, die später von dort kommt, ersetzt diese.',
};
