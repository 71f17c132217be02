/* The words of account and set-up pages, which come with the page that needs them. */
import { bringWords } from '$core/i18n';

const SETTINGS = {
  en: () => import('$i18n/settings.en'),
  de: () => import('$i18n/settings.de'),
  fr: () => import('$i18n/settings.fr'),
};

export async function settingsWords<Module>(load: () => Promise<Module>): Promise<Module> {
  const [page] = await Promise.all([load(), bringWords(SETTINGS)]);
  return page;
}
