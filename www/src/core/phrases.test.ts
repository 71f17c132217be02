import { beforeAll, describe, expect, it } from 'vitest';
import de from '$i18n/phrases.de';
import en from '$i18n/phrases.en';
import fr from '$i18n/phrases.fr';
import { said, startI18n } from './i18n';
import { setBook, unknownPhrases, type Book } from './phrases';

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('the books', () => {
  it('know the same sentences', () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(de).sort());
  });

  it.each([
    ['German', de as Book],
    ['French', fr as Book],
  ])('fill the same places in %s', (_, book) => {
    for (const [english, text] of Object.entries(book))
      expect(places(text), english).toEqual(places(english));
  });
});

describe('in English', () => {
  it('has every sentence that may hold an amount', () => {
    expect([...en].sort()).toEqual(
      Object.keys(de)
        .filter((one) => /\{(amount|phrase)/.test(one))
        .sort(),
    );
  });

  it('says amounts as the page does, and leaves what somebody wrote', async () => {
    await startI18n({}, () => Promise.resolve({}), 'en');
    setBook(Object.fromEntries(en.map((one) => [one, one])));
    expect(said('13 invoices overdue, oldest 68 days; promise of 1,869.20 EUR broken; no step is left')).toBe(
      '13 invoices overdue, oldest 68 days; promise of €1,869.20 broken; no step is left',
    );
    expect(said('Call: 1 invoice, 449.66 EUR')).toBe('Call: 1 invoice, €449.66');
    expect(said('I pay 500 EUR; please wait')).toBe('I pay 500 EUR; please wait');
    expect(said('Promise cancelled: he pays 500 EUR')).toBe('Promise cancelled: he pays 500 EUR');
  });
});

describe('in German', () => {
  beforeAll(async () => {
    await startI18n({}, () => Promise.resolve({}), 'de');
    setBook(de);
  });

  it('says a sentence clause by clause, with amounts as they are written here', () => {
    expect(said('13 invoices overdue, oldest 68 days; promise of 1,869.20 EUR broken; no step is left')).toBe(
      '13 Rechnungen überfällig, die älteste 68 Tage; Zusage über 1.869,20\u00a0€ gebrochen; kein Schritt ist mehr übrig',
    );
  });

  it('says a sentence within a sentence', () => {
    expect(
      said(
        'Nothing happens today: last contact on 2026-03-04, minimum gap 5 days; next is final on 2026-03-09.',
      ),
    ).toBe(
      'Heute geschieht nichts: letzter Kontakt am 2026-03-04, Mindestabstand 5 Tage; als Nächstes final am 2026-03-09.',
    );
    expect(said('Review for agency: 4 invoices, 2,707.13 EUR')).toBe(
      'Abgabe an Inkasso prüfen: 4 Rechnungen, 2.707,13\u00a0€',
    );
  });

  it('prefers the words of the book to a name', () => {
    expect(said('Call: 3 invoices, 449.66 EUR')).toBe('Anrufen: 3 Rechnungen, 449,66\u00a0€');
  });

  it('says a sentence that begins within another one', () => {
    expect(
      said(
        'Nothing happens today: R26-104302: all of it is on hold until 2026-03-20, and 8 invoices more held back; next is agency on 2026-03-21.',
      ),
    ).toBe(
      'Heute geschieht nichts: R26-104302: alles ist bis 2026-03-20 gesperrt, und 8 weitere Rechnungen zurückgehalten; als Nächstes agency am 2026-03-21.',
    );
  });

  it('remembers a phrase within a sentence that the book does not have', () => {
    setBook(de);
    expect(said('R26-104294: it rains')).toBe('R26-104294: it rains');
    expect(unknownPhrases()).toEqual(['it rains']);
    setBook(de);
  });

  it('leaves alone what somebody wrote, and remembers what it does not know', () => {
    expect(said('Mail sent: Your invoices; due soon')).toBe('Mail gesendet: Your invoices; due soon');
    expect(said('R26-104294: all of it is disputed')).toBe('R26-104294: alles ist bestritten');
    expect(unknownPhrases()).toEqual([]);
    expect(said('ask for Mrs Miller')).toBe('ask for Mrs Miller');
    expect(unknownPhrases()).toEqual(['ask for Mrs Miller']);
  });
});
