import { mount } from 'svelte';
import { startI18n } from '$core/i18n';
import { applyTheme } from '$core/theme';
import common from '$i18n/common.en';
import words from '$i18n/app.en';
import '$src/styles/base.css';
import App from './App.svelte';

applyTheme();

const load = async (locale: 'de' | 'fr') => {
  const [words, book, { setBook }] = await (locale === 'de'
    ? Promise.all([import('$i18n/app.de'), import('$i18n/phrases.de'), import('$core/phrases')])
    : Promise.all([import('$i18n/app.fr'), import('$i18n/phrases.fr'), import('$core/phrases')]));
  setBook(book.default);
  return words.default;
};

void startI18n({ ...common, ...words }, load).then(() => {
  const target = document.getElementById('app');
  if (target) mount(App, { target });
});
