import { describe, expect, it } from 'vitest';
import { addMonths, dates, split, spread } from '$core/plan';

describe('a plan of instalments', () => {
  it('splits so that nothing is lost, the last part takes the rest', () => {
    expect(split('100.00', 3, 2)).toEqual(['33.33', '33.33', '33.34']);
    expect(split('1000', 3, 0)).toEqual(['333', '333', '334']);
    expect(split('0.05', 2, 2)).toEqual(['0.02', '0.03']);
    expect(split('1.000', 1, 3)).toEqual(['1.000']);
  });

  it('gives the parts after one that is said by hand what is left', () => {
    expect(spread('3000.00', ['1000.00', '1000.00', '1000.00'], 0, 2)).toEqual([
      '1000.00',
      '1000.00',
      '1000.00',
    ]);
    expect(spread('3000.00', ['500.01', '1000.00', '1000.00'], 0, 2)).toEqual([
      '500.01',
      '1249.99',
      '1250.00',
    ]);
    expect(spread('3000.00', ['500.00', '2000.00', '1.00'], 1, 2)).toEqual(['500.00', '2000.00', '500.00']);
    expect(spread('3000.00', ['3000.00', '5.00'], 0, 2)).toEqual(['3000.00', '5.00']);
    expect(spread('3000', ['1', '2'], 1, 0)).toEqual(['1', '2']);
  });

  it('makes no part of nothing', () => {
    expect(split('0.02', 3, 2)).toBeNull();
  });

  it('keeps the day of the month, or the last one there is', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2027-12-15', 2)).toBe('2028-02-15');
    expect(dates('2026-01-31', 3, 'month')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(dates('2026-03-30', 3, 'fortnight')).toEqual(['2026-03-30', '2026-04-13', '2026-04-27']);
    expect(dates('2026-03-30', 2, 'week')).toEqual(['2026-03-30', '2026-04-06']);
  });
});
