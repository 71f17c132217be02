import { describe, expect, it } from 'vitest';
import { fromMinor, toMinor } from './minor';

describe('amounts of settings', () => {
  it('go to minor units and back without a float', () => {
    for (const [text, currency, minor] of [
      ['500.00', 'EUR', '50000'],
      ['0.05', 'EUR', '5'],
      ['90071992547409.93', 'EUR', '9007199254740993'],
      ['500', 'JPY', '500'],
      ['1.250', 'KWD', '1250'],
    ] as const) {
      expect(toMinor(text, currency)).toBe(minor);
      expect(fromMinor(minor, currency)).toBe(text);
    }
    expect(toMinor('500', 'EUR')).toBe('50000');
    expect(toMinor('500,5', 'EUR')).toBe('50050');
  });

  it('leave what is no amount for the server to refuse', () => {
    expect(toMinor('1.234', 'EUR')).toBe('1.234');
    expect(toMinor('a lot', 'EUR')).toBe('a lot');
  });
});
