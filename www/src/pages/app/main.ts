import { mount } from 'svelte';
import { locale, startI18n } from '$core/i18n';
import { applyTheme } from '$core/theme';
import common from '$i18n/common.en';
import words from '$i18n/app.en';
import '$src/styles/base.css';
import App from './App.svelte';

applyTheme();

const load = async (language: 'de' | 'fr') => {
  const [own, phrases, refusals, { setBook }] = await (language === 'de'
    ? Promise.all([
        import('$i18n/app.de'),
        import('$i18n/phrases.de'),
        import('$i18n/refusals.de'),
        import('$core/phrases'),
      ])
    : Promise.all([
        import('$i18n/app.fr'),
        import('$i18n/phrases.fr'),
        import('$i18n/refusals.fr'),
        import('$core/phrases'),
      ]));
  setBook({ ...phrases.default, ...refusals.default });
  return own.default;
};

/* In English the sentences stay, with amounts as they stand elsewhere on the page. */
async function readAmounts() {
  const [sentences, { setBook }] = await Promise.all([import('$i18n/phrases.en'), import('$core/phrases')]);
  setBook(Object.fromEntries(sentences.default.map((one) => [one, one])));
}

void startI18n({ ...common, ...words }, load).then(async () => {
  if (locale().startsWith('en')) await readAmounts();
  const target = document.getElementById('app');
  if (target) mount(App, { target });
});
