/*
 * Money as the server sends it: a decimal string beside its currency.
 * Arithmetic runs on bigints scaled to the strings' own decimals; nothing here
 * ever becomes a float, and two currencies never meet in one sum.
 */

export interface Money {
  amount: string;
  currency: string;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

export const isDecimal = (text: string): boolean => DECIMAL.test(text);

export const decimalsOf = (amount: string): number =>
  amount.length - (amount.indexOf('.') + 1 || amount.length);

/** "12.5" at 2 decimals is 1250n. Throws when text is no decimal or would lose digits. */
export function toUnits(amount: string, decimals: number): bigint {
  const found = DECIMAL.exec(amount);
  if (!found) throw new RangeError(`not a decimal: ${amount}`);
  const [, sign = '', whole = '', fraction = ''] = found;
  if (fraction.length > decimals) throw new RangeError(`${amount} has more than ${decimals} decimals`);
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  return sign ? -units : units;
}

export function fromUnits(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const widest = (amounts: readonly string[]): number =>
  amounts.reduce((most, amount) => Math.max(most, decimalsOf(amount)), 0);

/** Negative, zero or positive, like every comparison function. */
export function compareAmounts(a: string, b: string): number {
  const decimals = widest([a, b]);
  const difference = toUnits(a, decimals) - toUnits(b, decimals);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const isZero = (amount: string): boolean => /^-?0+(\.0+)?$/.test(amount);
export const isNegative = (amount: string): boolean => amount.startsWith('-') && !isZero(amount);

/** The sum of amounts in one currency; null for an empty list. Throws on mixed currencies. */
export function sumMoney(list: readonly Money[]): Money | null {
  const first = list[0];
  if (!first) return null;
  const decimals = widest(list.map((money) => money.amount));
  let units = 0n;
  for (const money of list) {
    if (money.currency !== first.currency)
      throw new RangeError(`cannot add ${money.currency} to ${first.currency}`);
    units += toUnits(money.amount, decimals);
  }
  return { amount: fromUnits(units, decimals), currency: first.currency };
}

/** One sum per currency, in the order of their codes, so a list of mixed items can still be totalled honestly. */
export function sumByCurrency(list: readonly Money[]): Money[] {
  const currencies = [...new Set(list.map((money) => money.currency))].sort();
  return currencies.map((currency) => sumMoney(list.filter((money) => money.currency === currency)) as Money);
}

/** Share of part in whole in thousandths, for drawing only. */
export function permille(part: string, whole: string): number {
  const decimals = widest([part, whole]);
  const all = toUnits(whole, decimals);
  if (all <= 0n) return 0;
  const share = (toUnits(part, decimals) * 1000n) / all;
  return Number(share < 0n ? 0n : share > 1000n ? 1000n : share);
}

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, currency: string, decimals: number, compact: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals} ${compact}`;
  const written = locale === 'en' ? 'en-GB' : locale;
  let found = formats.get(key);
  if (!found) {
    const options: Intl.NumberFormatOptions = {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    };
    if (compact)
      Object.assign(options, { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
    else Object.assign(options, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    found = new Intl.NumberFormat(written, options);
    formats.set(key, found);
  }
  return found;
}

const MINUS = '\u2212';

/** Full precision: every digit the server sent, grouped for the reader, with a real minus. */
export function formatMoney(money: Money, locale: string): string {
  if (!isDecimal(money.amount)) return `${money.amount} ${money.currency}`;
  return format(locale, money.currency, decimalsOf(money.amount), false)
    .format(money.amount as Intl.StringNumericLiteral)
    .replace('-', MINUS);
}

/** "€163.9m": for tiles and axes only. */
export function formatCompact(money: Money, locale: string): string {
  if (!isDecimal(money.amount)) return `${money.amount} ${money.currency}`;
  const amount = money.amount as Intl.StringNumericLiteral;
  const short = format(locale, money.currency, 0, true);
  const whole = !short.formatToParts(amount).some((part) => part.type === 'compact');
  // German has no short thousands: then without its fraction.
  const long = whole && money.amount.replace(/^-|\..*$/g, '').length > 3;
  return (long ? format(locale, money.currency, 0, false) : short).format(amount).replace('-', MINUS);
}

/** What a person typed ("1.250,00", "1 250", "1250.5") as a decimal string, or null when it is not plainly one. */
export function parseAmount(text: string, locale: string, decimals: number): string | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const group = parts.find((part) => part.type === 'group')?.value ?? ',';
  const mark = parts.find((part) => part.type === 'decimal')?.value ?? '.';
  const trimmed = text
    .trim()
    .replace(MINUS, '-')
    .replace(/[\s\u00a0\u202f'’]/g, '');
  const escaped = (char: string) => char.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const grouped = new RegExp(`^-?\\d{1,3}(?:${escaped(group)}\\d{3})+(?:${escaped(mark)}\\d+)?$`);
  const plain = new RegExp(`^-?\\d+(?:${escaped(mark)}\\d+)?$`);
  let clean: string;
  if (plain.test(trimmed)) clean = trimmed.replace(mark, '.');
  else if (grouped.test(trimmed)) clean = trimmed.replaceAll(group, '').replace(mark, '.');
  else return null;
  if (decimalsOf(clean) > decimals) return null;
  return fromUnits(toUnits(clean, decimals), decimals);
}
