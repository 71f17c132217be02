import { describe, expect, it } from 'vitest';
import appDe from './app.de';
import appEn from './app.en';
import appFr from './app.fr';
import commonEn from './common.en';
import pagesEn from './pages.en';

const english: Record<string, string> = { ...commonEn, ...appEn, ...pagesEn };
const languages: [string, Record<string, string>][] = [
  ['German', appDe],
  ['French', appFr],
];

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(languages)('the %s words', (_, words) => {
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

const sources = import.meta.glob('../pages/app/**/*.{svelte,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

describe('the staff pages', () => {
  it('ask only for words there are', () => {
    for (const [file, source] of Object.entries(sources as Record<string, string>))
      for (const [, key] of source.matchAll(/\bt\(\s*'([a-z_]+\.[a-z_0-9]+)'/g))
        expect(english, file).toHaveProperty([key as string]);
  });
});
