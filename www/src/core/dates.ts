/*
 * Days and instants. A day is the text "2026-03-04" and has no time zone: it
 * is never turned into a local Date. An instant is RFC 3339 in UTC and is shown
 * in the reader's zone.
 */

export type Day = string;
export type Instant = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** Day number, 0 = 1970-01-01; null when text is no real day. */
export function dayNumber(day: Day): number | null {
  const found = DAY.exec(day);
  if (!found) return null;
  const [year, month, date] = found.slice(1).map(Number) as [number, number, number];
  const ms = Date.UTC(year, month - 1, date);
  const back = new Date(ms);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date) return null;
  return ms / MS_PER_DAY;
}

export const isDay = (text: string): boolean => dayNumber(text) !== null;

export function dayFromNumber(number: number): Day {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  const number = dayNumber(day);
  if (number === null) throw new RangeError(`not a day: ${day}`);
  return dayFromNumber(number + days);
}

/** Days from a to b; positive when b is later. */
export function daysBetween(a: Day, b: Day): number {
  const from = dayNumber(a);
  const to = dayNumber(b);
  if (from === null || to === null) throw new RangeError(`not a day: ${from === null ? a : b}`);
  return to - from;
}

/** The reader's own calendar day; only for defaults of input fields, never for business rules. */
export function localToday(now = new Date()): Day {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/** English is written day first ("22 Nov"), whatever side of the Atlantic the browser is set to. */
const written = (locale: string): string => (locale.startsWith('en') ? 'en-GB' : locale);

/** "22 Nov" in the year of today, "22 Nov 2025" in another. */
export function formatDay(day: Day, locale: string, today?: Day): string {
  const number = dayNumber(day);
  if (number === null) return day;
  const year = today?.slice(0, 4) === day.slice(0, 4) ? undefined : 'numeric';
  return formatter(written(locale), { day: 'numeric', month: 'short', year, timeZone: 'UTC' }).format(
    number * MS_PER_DAY,
  );
}

/** "Sunday, 22 November 2026": headings and confirmations. */
export function formatDayLong(day: Day, locale: string): string {
  const number = dayNumber(day);
  if (number === null) return day;
  return formatter(written(locale), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(number * MS_PER_DAY);
}

/** "22 Nov 2026, 13:40" in the reader's zone. */
export function formatInstant(at: Instant, locale: string, timeZone?: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  return formatter(written(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(ms);
}

/** The reader's calendar day of an instant; a plain day stays as it is. */
export function dayOfInstant(at: Instant | Day): Day {
  if (isDay(at)) return at;
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at.slice(0, 10) : localToday(new Date(ms));
}

/** "today", "tomorrow", "in 3 days", "5 days ago". */
export function formatRelative(day: Day, today: Day, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(daysBetween(today, day), 'day');
}
