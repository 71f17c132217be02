/* An amount spread over several dates: equal parts, the last one takes the rest. */
import { addDays, type Day } from '$core/dates';
import { fromUnits, toUnits } from '$core/money';

/** One date of a plan, as it is typed. */
export interface Part {
  amount: string;
  on: string;
}

export type Every = 'week' | 'fortnight' | 'month';

export const EVERY: readonly Every[] = ['week', 'fortnight', 'month'];

/** The same day of a later month; the 31st becomes the last day of a shorter one. */
export function addMonths(day: Day, months: number): Day {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

export function dates(first: Day, n: number, every: Every): Day[] {
  return Array.from({ length: n }, (_, k) =>
    every === 'month' ? addMonths(first, k) : addDays(first, k * (every === 'week' ? 7 : 14)),
  );
}

/** "100.00" in three: "33.33", "33.33", "33.34". Null when a part would be nothing. */
export function split(amount: string, n: number, decimals: number): string[] | null {
  const units = toUnits(amount, decimals);
  const part = units / BigInt(n);
  if (part <= 0n) return null;
  return Array.from({ length: n }, (_, k) =>
    fromUnits(k + 1 < n ? part : units - part * BigInt(n - 1), decimals),
  );
}

/**
 * Part k is settled by hand: what is left of the whole goes in equal parts to those after it. The same parts when there
 * are none, or nothing is left for them.
 */
export function spread(amount: string, parts: readonly string[], k: number, decimals: number): string[] {
  const said = parts.slice(0, k + 1);
  const rest = toUnits(amount, decimals) - said.reduce((sum, part) => sum + toUnits(part, decimals), 0n);
  const n = parts.length - said.length;
  const after = n > 0 && rest > 0n ? split(fromUnits(rest, decimals), n, decimals) : null;
  return after ? [...said, ...after] : [...parts];
}

export const sum = (amounts: readonly string[], decimals: number) =>
  fromUnits(
    amounts.reduce((all, one) => all + toUnits(one, decimals), 0n),
    decimals,
  );
