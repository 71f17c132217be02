/* The periods a statement may cover, by the company's own day. */
import { addDays, isDay, type Day } from '$core/dates';

export const PERIODS = ['months3', 'months12', 'year', 'last_year', 'own'] as const;
export type Period = (typeof PERIODS)[number];

export interface Range {
  from: Day;
  to: Day;
}

/** The same date so many months earlier; the last of the month where there is none. */
export function monthsBefore(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const count = year * 12 + (month - 1) - months;
  const first = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  const wanted = `${first}-${String(date).padStart(2, '0')}`;
  if (isDay(wanted)) return wanted;
  const nextMonth = monthsBefore(`${day.slice(0, 8)}01`, months - 1);
  return addDays(nextMonth, -1);
}

export function rangeOf(period: Exclude<Period, 'own'>, today: Day): Range {
  const year = Number(today.slice(0, 4));
  if (period === 'year') return { from: `${year}-01-01`, to: today };
  if (period === 'last_year') return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  return { from: addDays(monthsBefore(today, period === 'months3' ? 3 : 12), 1), to: today };
}

/** The period of an address: a name we know, two days of one's own, else the usual three months. */
export function readPeriod(name: string | null, from: string | null, to: string | null): Period {
  if (from && to && isDay(from) && isDay(to) && from <= to) return 'own';
  return PERIODS.find((period) => period === name && period !== 'own') ?? 'months3';
}
