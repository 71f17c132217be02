import { describe, expect, it } from 'vitest';
import adoptionEn from './adoption.en';
import actionsEn from './actions.en';
import addressEn from './address.en';
import appDe from './app.de';
import appEn from './app.en';
import appFr from './app.fr';
import auditEn from './audit.en';
import chatEn from './chat.en';
import commonEn from './common.en';
import customerEn from './customer.en';
import forecastEn from './forecast.en';
import inboxEn from './inbox.en';
import insightsEn from './insights.en';
import lettersEn from './letters.en';
import loginEn from './login.en';
import messagesEn from './messages.en';
import methodsEn from './methods.en';
import noticeEn from './notice.en';
import pagesEn from './pages.en';
import pickEn from './pick.en';
import queueEn from './queue.en';
import remedyEn from './remedy.en';
import reportsEn from './reports.en';
import standsEn from './stands.en';
import tasksEn from './tasks.en';
import timelineEn from './timeline.en';
import workedEn from './worked.en';
import cardsEn from './cards.en';
import scriptsEn from './scripts.en';
import signinEn from './signin.en';
import supportEn from './support.en';
import askedEn from './asked.en';
import gateEn from './gate.en';
import invoiceEn from './invoice.en';
import statementEn from './statement.en';
import paidEn from './paid.en';
import savingEn from './saving.en';
import shortEn from './short.en';
import trialEn from './trial.en';
import payEn from './pay.en';
import personEn from './person.en';
import portalDe from './portal.de';
import portalEn from './portal.en';
import portalFr from './portal.fr';
import seeingEn from './seeing.en';
import settleEn from './settle.en';
import settingsDe from './settings.de';
import settingsEn from './settings.en';
import settingsFr from './settings.fr';

type Words = Record<string, string>;

const app: Words = {
  ...commonEn,
  ...appEn,
  ...pagesEn,
  ...pickEn,
  ...queueEn,
  ...remedyEn,
  ...customerEn,
  ...scriptsEn,
  ...standsEn,
  ...tasksEn,
  ...timelineEn,
  ...auditEn,
  ...inboxEn,
  ...insightsEn,
  ...workedEn,
  ...loginEn,
  ...messagesEn,
  ...lettersEn,
  ...addressEn,
  ...adoptionEn,
  ...reportsEn,
  ...forecastEn,
  ...actionsEn,
};
const portal: Words = {
  ...commonEn,
  ...portalEn,
  ...settleEn,
  ...chatEn,
  ...askedEn,
  ...gateEn,
  ...invoiceEn,
  ...statementEn,
  ...paidEn,
  ...savingEn,
  ...shortEn,
  ...trialEn,
  ...methodsEn,
  ...noticeEn,
  ...payEn,
  ...personEn,
  ...cardsEn,
  ...signinEn,
  ...supportEn,
  ...seeingEn,
};
const settings: Words = settingsEn;
const languages: [string, Words, Words][] = [
  ['German words of the staff pages', appDe, app],
  ['French words of the staff pages', appFr, app],
  ['German words of account and set-up pages', settingsDe, settings],
  ['French words of account and set-up pages', settingsFr, settings],
  ['German words of the portal', portalDe, portal],
  ['French words of the portal', portalFr, portal],
];

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(languages)('the %s', (_, words, english) => {
  it('say everything the English ones say, and nothing else', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  });

  it('fill the same places', () => {
    for (const [key, text] of Object.entries(words))
      expect(places(text), key).toEqual(places(english[key] ?? ''));
  });

  it('have text for one and for many wherever a plural is made', () => {
    for (const [key, text] of Object.entries({ ...english, ...words }))
      expect(text.split('|').length, key).toBeLessThanOrEqual(2);
  });
});

const files = import.meta.glob<Words>('./*.{en,de,fr}.ts', { import: 'default', eager: true });

describe.each(['en', 'de', 'fr'])('the %s words of staff', (language) => {
  it('say one thing by one key, whichever file came first', () => {
    const said = new Map<string, string>();
    const parts = Object.entries(files).filter(
      ([file]) =>
        file.endsWith(`.${language}.ts`) &&
        !/\/(portal|settle|seeing|asked|gate|invoice|statement|paid|saving|methods|pay|person|cards|signin|support|phrases)\./.test(
          file,
        ),
    );
    expect(parts.length).toBeGreaterThan(10);
    for (const [file, words] of parts)
      for (const [key, text] of Object.entries(words)) {
        expect(text, `${key} in ${file}`).toBe(said.get(key) ?? text);
        said.set(key, text);
      }
  });
});

const sources = import.meta.glob('../pages/**/*.{svelte,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

describe('the pages', () => {
  it('ask only for words there are', () => {
    const staff = { ...app, ...settings };
    const unknown = Object.entries(sources as Record<string, string>).flatMap(([file, source]) =>
      [...source.matchAll(/\bt\(\s*'([a-z_]+\.[a-z_0-9]+)'/g)]
        .map(([, key]) => key ?? '')
        .filter((key) => !Object.hasOwn(file.includes('/portal/') ? portal : staff, key))
        .map((key) => `${file}: ${key}`),
    );
    expect(unknown).toEqual([]);
  });
});
