import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayFromNumber,
  dayNumber,
  daysBetween,
  formatDay,
  formatInstant,
  formatRelative,
  isDay,
} from './dates';

describe('days', () => {
  it('count from 1970 without a time zone', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('1969-12-31')).toBe(-1);
    expect(dayFromNumber(dayNumber('2026-03-29') ?? 0)).toBe('2026-03-29');
  });

  it('refuse what is not in the calendar', () => {
    for (const bad of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00'])
      expect(isDay(bad)).toBe(false);
    expect(isDay('2024-02-29')).toBe(true);
  });

  it('add over months, leap years and the change of the clock', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
    expect(daysBetween('2026-04-01', '2026-03-01')).toBe(-31);
  });
});

describe('written days', () => {
  it('leave out the year of today only', () => {
    expect(formatDay('2026-11-22', 'en', '2026-01-01')).toBe('22 Nov');
    expect(formatDay('2025-11-22', 'en', '2026-01-01')).toBe('22 Nov 2025');
    expect(formatDay('2026-11-22', 'de', '2026-01-01')).toBe('22. Nov.');
  });

  it('show text that is no day as it came', () => {
    expect(formatDay('soon', 'en')).toBe('soon');
    expect(formatInstant('soon', 'en')).toBe('soon');
  });

  it('put instants into the zone asked for', () => {
    expect(formatInstant('2026-11-22T23:30:00Z', 'en', 'Europe/Berlin')).toBe('23 Nov 2026, 00:30');
  });

  it('name near days', () => {
    expect(formatRelative('2026-01-01', '2026-01-01', 'en')).toBe('today');
    expect(formatRelative('2025-12-27', '2026-01-01', 'en')).toBe('5 days ago');
  });
});
