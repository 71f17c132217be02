import { describe, expect, it } from 'vitest';
import { choose, fill, pickLocale } from './i18n';
import { dispatch, keyName } from './keys';

describe('words', () => {
  it('choose the plural by the rules of the language', () => {
    expect(choose('{n} row|{n} rows', 1, 'en')).toBe('{n} row');
    expect(choose('{n} row|{n} rows', 0, 'en')).toBe('{n} rows');
    expect(choose('{n} ligne|{n} lignes', 0, 'fr')).toBe('{n} ligne');
    expect(choose('plain', 2, 'en')).toBe('plain');
  });

  it('fill places, group numbers and leave unknown places alone', () => {
    expect(fill('{n} of {all} {what}', { n: 12_500, all: 'x' }, 'en')).toBe('12,500 of x {what}');
    expect(fill('{n}', { n: 12_500 }, 'de')).toBe('12.500');
  });

  it('follow the choice, then the browser, then English', () => {
    expect(pickLocale('fr', ['de'])).toBe('fr');
    expect(pickLocale('xx', ['pt-BR', 'de-AT'])).toBe('de');
    expect(pickLocale(null, ['pt'])).toBe('en');
  });
});

describe('keys', () => {
  const press = (key: string, options: KeyboardEventInit = {}) =>
    new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...options });

  it('have one name each', () => {
    expect(keyName(press('J', { shiftKey: true }))).toBe('j');
    expect(keyName(press('?', { shiftKey: true }))).toBe('?');
    expect(keyName(press('k', { ctrlKey: true }))).toBe('ctrl+k');
    expect(keyName(press('ArrowDown', { shiftKey: true }))).toBe('shift+ArrowDown');
    expect(keyName(press(' '))).toBe('Space');
  });

  it('do nothing while somebody types, but for Escape and Ctrl', () => {
    const box = document.body.appendChild(document.createElement('input'));
    const heard: string[] = [];
    const map = {
      j: () => heard.push('j'),
      Escape: () => heard.push('esc'),
      'ctrl+k': () => heard.push('k'),
    };
    box.addEventListener('keydown', (event) => void dispatch(map, event));
    box.dispatchEvent(press('j'));
    box.dispatchEvent(press('Escape'));
    box.dispatchEvent(press('k', { ctrlKey: true }));
    expect(heard).toEqual(['esc', 'k']);
    box.remove();
  });
});
