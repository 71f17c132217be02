import { mount } from 'svelte';
import { startI18n } from '$core/i18n';
import common from '$i18n/common.en';
import words from '$i18n/portal.en';
import '$src/styles/base.css';
import '$src/styles/print.css';
import App from './App.svelte';
import { takeToken } from './link';
import { lookAhead } from './session.svelte';

takeToken();
lookAhead();

/* What is refused is said in the reader's language, too, once the page stands. */
async function readBook(language: 'de' | 'fr') {
  const [book, { setBook }] = await Promise.all([
    language === 'de' ? import('$i18n/refusals.de') : import('$i18n/refusals.fr'),
    import('$core/phrases'),
  ]);
  setBook(book.default);
}

const load = async (language: 'de' | 'fr') => {
  const own = await (language === 'de' ? import('$i18n/portal.de') : import('$i18n/portal.fr'));
  void readBook(language);
  return own.default;
};

void startI18n({ ...common, ...words }, load).then(() => {
  const target = document.getElementById('app');
  if (target) mount(App, { target });
});
