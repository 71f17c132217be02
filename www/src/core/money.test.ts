import { describe, expect, it } from 'vitest';
import {
  compareAmounts,
  decimalsOf,
  formatCompact,
  formatMoney,
  fromUnits,
  isNegative,
  isZero,
  parseAmount,
  permille,
  sumByCurrency,
  sumMoney,
  toUnits,
} from './money';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('amounts', () => {
  it('scale to whole units and back without losing a digit', () => {
    for (const amount of ['0.00', '12.50', '-0.01', '9007199254740993.07'])
      expect(fromUnits(toUnits(amount, 2), 2)).toBe(amount);
    expect(fromUnits(toUnits('1250', 0), 0)).toBe('1250');
    expect(toUnits('1.5', 3)).toBe(1500n);
  });

  it('refuse text that is no decimal and digits that would be cut', () => {
    for (const bad of ['', '1,5', '1e3', '.5', '1.', 'NaN', ' 1'])
      expect(() => toUnits(bad, 2)).toThrow(RangeError);
    expect(() => toUnits('1.005', 2)).toThrow(RangeError);
  });

  it('know their decimals, sign and zero', () => {
    expect(['5', '5.0', '5.125'].map(decimalsOf)).toEqual([0, 1, 3]);
    expect(['0', '0.00', '-0.00', '0.01'].map(isZero)).toEqual([true, true, true, false]);
    expect(['-0.00', '-0.01', '1'].map(isNegative)).toEqual([false, true, false]);
  });

  it('compare by value, not by text', () => {
    expect(compareAmounts('9.00', '10.00')).toBe(-1);
    expect(compareAmounts('1.5', '1.50')).toBe(0);
    expect(compareAmounts('-1', '-2')).toBe(1);
    expect(compareAmounts('9007199254740993', '9007199254740992')).toBe(1);
  });
});

describe('sums', () => {
  it('are exact where floats are not', () => {
    const cents = Array.from({ length: 10 }, () => ({ amount: '0.10', currency: 'EUR' }));
    expect(sumMoney(cents)).toEqual({ amount: '1.00', currency: 'EUR' });
  });

  it('take lists longer than a call takes arguments', () => {
    const many = Array.from({ length: 200_000 }, () => ({ amount: '0.01', currency: 'EUR' }));
    expect(sumByCurrency(many)).toEqual([{ amount: '2000.00', currency: 'EUR' }]);
  });

  it('refuse two currencies in one sum', () => {
    const mixed = [
      { amount: '1.00', currency: 'EUR' },
      { amount: '1', currency: 'JPY' },
    ];
    expect(() => sumMoney(mixed)).toThrow(RangeError);
    expect(sumByCurrency(mixed)).toEqual(mixed);
    expect(sumMoney([])).toBeNull();
  });

  it('give shares in thousandths, never below nought or above all', () => {
    expect(permille('1.00', '3.00')).toBe(333);
    expect(permille('-1', '3')).toBe(0);
    expect(permille('5', '3')).toBe(1000);
    expect(permille('5', '0')).toBe(0);
  });
});

describe('formatted money', () => {
  it('keeps every digit the server sent and uses a real minus', () => {
    expect(formatMoney({ amount: '9007199254740993.07', currency: 'EUR' }, 'en')).toBe(
      '€9,007,199,254,740,993.07',
    );
    expect(formatMoney({ amount: '-1250.00', currency: 'EUR' }, 'en')).toBe('\u2212€1,250.00');
    expect(plain(formatMoney({ amount: '1250.00', currency: 'EUR' }, 'de'))).toBe('1.250,00 €');
    expect(formatMoney({ amount: '1250', currency: 'JPY' }, 'en')).toBe('¥1,250');
    expect(plain(formatMoney({ amount: '1.250', currency: 'KWD' }, 'en'))).toBe('KWD 1.250');
  });

  it('is short in tiles', () => {
    expect(formatCompact({ amount: '163912345.10', currency: 'EUR' }, 'en').toLowerCase()).toBe('€163.9m');
  });
});

describe('typed amounts', () => {
  it('are read in the writing of the reader', () => {
    expect(parseAmount('1,250.5', 'en', 2)).toBe('1250.50');
    expect(parseAmount('1.250,5', 'de', 2)).toBe('1250.50');
    expect(parseAmount('1 250', 'fr', 2)).toBe('1250.00');
    expect(parseAmount('\u2212 3', 'en', 0)).toBe('-3');
  });

  it('are refused when they could mean two things', () => {
    expect(parseAmount('1.25', 'de', 2)).toBeNull();
    expect(parseAmount('1,25', 'en', 2)).toBeNull();
    expect(parseAmount('1.005', 'en', 2)).toBeNull();
    expect(parseAmount('12abc', 'en', 2)).toBeNull();
  });
});
