import { mount } from 'svelte';
import { startI18n } from '$core/i18n';
import common from '$i18n/common.en';
import words from '$i18n/portal.en';
import '$src/styles/base.css';
import '$src/styles/print.css';
import App from './App.svelte';
import { takeToken } from './link';

takeToken();

const load = async (locale: 'de' | 'fr') =>
  (await (locale === 'de' ? import('$i18n/portal.de') : import('$i18n/portal.fr'))).default;

void startI18n({ ...common, ...words }, load).then(() => {
  const target = document.getElementById('app');
  if (target) mount(App, { target });
});
