import { describe, expect, it } from 'vitest';
import { monthsBefore, rangeOf, readPeriod } from './period';

describe('the period of a statement', () => {
  it('goes back whole months and stays inside the month', () => {
    expect(monthsBefore('2026-03-04', 3)).toBe('2025-12-04');
    expect(monthsBefore('2026-05-31', 3)).toBe('2026-02-28');
    expect(monthsBefore('2028-05-31', 3)).toBe('2028-02-29');
    expect(monthsBefore('2026-12-31', 12)).toBe('2025-12-31');
    expect(monthsBefore('2026-01-31', 2)).toBe('2025-11-30');
  });

  it('ends on the company’s day, but for the year before', () => {
    expect(rangeOf('months3', '2026-03-04')).toEqual({ from: '2025-12-05', to: '2026-03-04' });
    expect(rangeOf('year', '2026-03-04')).toEqual({ from: '2026-01-01', to: '2026-03-04' });
    expect(rangeOf('last_year', '2026-03-04')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });

  it('is read from the address, and three months when that makes no sense', () => {
    expect(readPeriod('year', null, null)).toBe('year');
    expect(readPeriod(null, '2026-01-01', '2026-01-31')).toBe('own');
    expect(readPeriod(null, '2026-02-01', '2026-01-31')).toBe('months3');
    expect(readPeriod('own', null, '2026-01-31')).toBe('months3');
    expect(readPeriod('century', 'x', 'y')).toBe('months3');
  });
});
